import type { I18n } from '@lingui/core';
import type { Role } from '../../../../schemas/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { listInvitations, readRotation } from '../../keyring/rotation.ts';
import { dayOf } from '../../say/day.ts';
import { rolesText } from '../../say/names.ts';
import { wordsOfDraft } from '../../set-up/set-up.ts';
import type { Saying } from '../sign/signing.ts';

/** Somebody of this collective. */
export type Person = { member: string; called: string; has: readonly Role[]; roles: string; me: boolean };

/** An invitation that nobody has used up; `mine` can be ended here. */
export type Invitation = { id: string; called: string | null; roles: string; by: string; until: string; mine: boolean };

/** A key that waits to be listed: whose, under whose invitation, and twelve words to compare with whoever made it. */
export type GivenKey = { named: string; called: string; anew: boolean; roles: string; by: string; words: string };

export type People = { steward: boolean; people: Person[]; given: GivenKey[]; invitations: Invitation[] };

/** Who belongs, as the own chain says; what stewards see besides of who is coming. */
export async function peopleNow({ desk, i18n }: Saying): Promise<People> {
  const { members } = desk.root.chain.newest.statement;
  const called = (member: string) => calledBy(member, i18n.locale);
  const people = members.map(({ member, roles }) => ({
    ...{ member, called: called(member), has: roles, roles: rolesText(i18n, roles) },
    me: member === desk.keyring.member,
  }));
  const steward = people.some(({ me, has }) => me && has.includes('steward'));
  const { offers } = await readRotation(desk.api);
  const open = steward ? await listInvitations(desk.api) : [];
  return {
    steward,
    people,
    given: offers.map(({ member, publicKey, roles, invitedBy }) => ({
      named: `${member}/${publicKey}`,
      called: called(member),
      anew: members.some((one) => one.member === member),
      roles: rolesText(i18n, roles),
      by: called(invitedBy),
      words: wordsOfDraft(publicKey, languageOf(i18n)),
    })),
    invitations: open.map(({ id, member, roles, invitedBy, expires }) => ({
      ...{ id, called: member && called(member), roles: rolesText(i18n, roles), by: called(invitedBy) },
      ...{ until: dayOf(expires), mine: invitedBy === desk.keyring.member },
    })),
  };
}

const languageOf = ({ locale }: I18n) => (locale === 'es' ? 'es' : 'en');
