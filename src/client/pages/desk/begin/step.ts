import type { SettingUp } from '../../../desk/begin/setting-up.ts';
import type { Area } from '../area.ts';

/** What a step of founding is given: where it stands, and what is done with what comes of it. */
export type Step = Pick<Area, 'ask' | 'back'> & {
  now: SettingUp;
  /** Takes where it stands now; null once the collective stands. */
  take: (next: SettingUp | null) => Promise<void>;
};

export type StepName = 'overview' | 'profile' | 'keyring' | 'resume' | 'contacts' | 'manifest';

/** Whether everything is there that drafting the first manifest needs, and this founder may do it. */
export function mayDraft({ mine, profile, lacking }: SettingUp): boolean {
  const enough = lacking.stewards + lacking.accompaniers === 0;
  return mine?.includes('accompanier') === true && profile !== null && enough;
}
