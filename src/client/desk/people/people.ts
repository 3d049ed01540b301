import type { I18n } from '@lingui/core';
import type { Role } from '../../../../schemas/manifest.ts';
import { readUnverified } from '../../../protocol/envelope.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { listPlain, readNicknames } from '../../keyring/plain.ts';
import { listInvitations, readRotation } from '../../keyring/rotation.ts';
import { dayOf } from '../../say/day.ts';
import { rolesText } from '../../say/names.ts';
import { wordsOfDraft } from '../../set-up/set-up.ts';
import type { AtDesk } from '../at-desk.ts';
import type { Saying } from '../sign/signing.ts';

/**
 * Somebody of this collective: `called` by two words, with the nickname that they chose beside. `plain` is whom no
 * manifest lists: their key as a next one could list it, twelve words to compare with them before that, and whether a
 * proposal lists them. `leaving`: the day since when they want to leave.
 */
export type Person = {
  member: string;
  called: string;
  has: readonly Role[];
  roles: string;
  me: boolean;
  leaving: string | null;
  plain: (Pick<GivenKey, 'named' | 'words'> & { keeper: boolean; proposed: boolean }) | null;
};

/** An invitation that nobody has used up; `mine` can be ended here. */
export type Invitation = { id: string; called: string | null; roles: string; by: string; until: string; mine: boolean };

/** A key that waits to be listed: whose, under whose invitation, and twelve words to compare with whoever made it. */
export type GivenKey = { named: string; called: string; anew: boolean; roles: string; by: string; words: string };

export type People = { steward: boolean; people: Person[]; given: GivenKey[]; invitations: Invitation[] };

type Reading = Pick<Saying, 'i18n'> & { desk: Pick<AtDesk, 'api' | 'keyring' | 'root'> };

/** Who belongs, as the own chain says, and plain members, as the node does; what stewards see of who is coming. */
export async function peopleNow({ desk, i18n }: Reading): Promise<People> {
  const { members } = desk.root.chain.newest.statement;
  const called = (member: string) => calledBy(member, i18n.locale);
  const nicknames = await readNicknames(desk.api);
  const beside = (member: string) => [called(member), nicknames.get(member)].filter(Boolean).join(' · ');
  const { offers, proposals, leaving } = await readRotation(desk.api);
  const since = (member: string) => {
    const one = leaving.find((each) => each.member === member);
    return one ? dayOf(one.since) : null;
  };
  const person = (member: string, roles: readonly Role[]) => ({
    ...{ member, called: beside(member), has: roles, roles: rolesText(i18n, roles) },
    ...{ me: member === desk.keyring.member, leaving: since(member), plain: null },
  });
  const people: Person[] = members.map(({ member, roles }) => person(member, roles));
  const steward = people.some(({ me, has }) => me && has.includes('steward'));
  const proposed = proposals
    .filter(({ lapsed }) => lapsed === null)
    .flatMap(({ envelope }) => readUnverified('manifest', envelope).statement.members);
  const open = steward ? await listInvitations(desk.api) : [];
  const listed = (member: string) => people.some((one) => one.member === member);
  const plain = (await listPlain(desk.api)).filter(({ member }) => !listed(member));
  const words = (publicKey: string) => wordsOfDraft(publicKey, languageOf(i18n));
  return {
    steward,
    people: people.concat(
      plain.map(({ member, publicKey, keeper }) => ({
        ...person(member, []),
        roles: keeper ? keeperText(i18n) : i18n._('people.plain', {}, { message: 'member: reads, writes and decides' }),
        plain: {
          ...{ named: `${member}/${publicKey}`, words: words(publicKey), keeper },
          proposed: proposed.some((one) => one.member === member),
        },
      })),
    ),
    given: offers.map(({ member, publicKey, roles, invitedBy }) => ({
      named: `${member}/${publicKey}`,
      called: called(member),
      anew: members.some((one) => one.member === member),
      roles: rolesText(i18n, roles),
      by: called(invitedBy),
      words: words(publicKey),
    })),
    invitations: open.map(({ id, member, roles, keeper, invitedBy, expires }) => ({
      ...{ id, called: member && called(member), by: called(invitedBy) },
      roles: keeper ? keeperText(i18n) : rolesText(i18n, roles),
      ...{ until: dayOf(expires), mine: invitedBy === desk.keyring.member },
    })),
  };
}

const keeperText = (i18n: I18n): string =>
  i18n._('people.keeper', {}, { message: 'node keeper: runs the machine, opens nothing sealed' });

const languageOf = ({ locale }: I18n) => (locale === 'es' ? 'es' : 'en');
