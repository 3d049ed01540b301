import type { I18n } from '@lingui/core';
import type { Profile } from '../../../schemas/routes/collective.ts';
import type { OpenSetUp } from '../../../schemas/routes/members-set-up.ts';
import { shortId } from '../../protocol/encoding.ts';
import type { Policy } from '../set-up/set-up.ts';
import { minuteOf } from './day.ts';
import { policyText, validText } from './manifest.ts';

/** What is asked of a collective that begins. */
export function profileQuestions(i18n: I18n): Record<Exclude<keyof Profile, 'language'>, string> {
  return {
    name: i18n._('cli.setup-name', {}, { message: 'Public name of the collective' }),
    handle: i18n._('cli.setup-handle', {}, { message: 'Name before the @, in small letters' }),
    summary: i18n._('cli.setup-summary', {}, { message: 'One public line about the collective' }),
  };
}

/** What a first manifest would say; `self` is the member who reads it. */
export type Founding = {
  profile: Profile;
  policy: Policy;
  expires: string;
  members: readonly { member: string; roles: readonly string[] }[];
  origin: string;
  self: string;
};

/**
 * Everything that a signature under the first manifest would say: address, name, people with their roles,
 * thresholds, until when.
 */
export function foundingLines(i18n: I18n, { profile, policy, expires, members, origin, self }: Founding): string[] {
  const you = i18n._('cli.you', {}, { message: '(you)' });
  return [
    `${profile.name}  @${profile.handle}@${new URL(origin).host}`,
    profile.summary,
    ...members.map(({ member, roles }) => `  ${member}  ${roles.join(', ')} ${member === self ? you : ''}`.trimEnd()),
    policyText(i18n, policy),
    validText(i18n, expires),
  ];
}

/** A draft of the first manifest among several, by its first characters. */
export function foundingDraftText(i18n: I18n, { id, by, at, profile, missing }: OpenSetUp['drafts'][number]): string {
  return i18n._(
    'cli.setup-draft-line',
    { id: shortId(id), name: profile.name, by, when: minuteOf(at), missing: missing.length },
    {
      message:
        '{id}  {name}, drafted by {by}, {when}; {missing, plural, one {# person has} other {# people have}} not ' +
        'signed it.',
    },
  );
}

/** Asked before the first manifest is drafted. */
export function foundQuestion(i18n: I18n): string {
  return i18n._('cli.setup-draft', {}, { message: 'Draft the manifest with exactly these people, and sign it?' });
}

/** Said once everybody has signed. */
export function standsText(i18n: I18n, collective: string): string {
  return i18n._(
    'cli.setup-stands',
    { collective },
    { message: 'Everybody has signed. Your collective stands; its id is {collective}' },
  );
}
