import type { Role } from '../../../../../schemas/manifest.ts';
import type { SettingUp } from '../../../desk/begin/setting-up.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { i18n } from '../words.ts';

/** What a step of founding is given: where it stands, and what is done with what comes of it. */
export type Step = Pick<Area, 'ask' | 'back'> & {
  now: SettingUp & Opening;
  /** Takes where it stands now; null once the collective stands. */
  take: (next: (SettingUp & Opening) | null) => Promise<void>;
};

export type StepName = 'overview' | 'profile' | 'keyring' | 'resume' | 'contacts' | 'manifest';

/** Whether everything is there that drafting the first manifest needs, and this founder may do it. */
export function mayDraft(now: SettingUp): boolean {
  return now.mine?.includes('accompanier') === true && now.profile !== null && lackingText(now) === null;
}

/** Who is needed besides these people before a first manifest can list them; null where they are enough. */
export function lackingText({ needed, people }: Pick<SettingUp, 'needed' | 'people'>): string | null {
  const lacks = (least: number, role: Role) =>
    Math.max(0, least - people.filter(({ has }) => has.includes(role)).length);
  const lacking = {
    stewards: lacks(needed.stewards, 'steward'),
    accompaniers: lacks(needed.accompaniers, 'accompanier'),
  };
  if (lacking.stewards + lacking.accompaniers === 0) return null;
  return i18n._('begin.lacking', lacking, {
    message: 'Still needed: stewards {stewards}, accompaniers {accompaniers}. One person can be both.',
  });
}
