import { membersContract } from '../../schemas/routes/members.ts';
import { membersPeopleContract } from '../../schemas/routes/members-people.ts';
import { membersSetUpContract } from '../../schemas/routes/members-set-up.ts';
import { keptFor } from '../platform/kept-for.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { calledBy } from '../protocol/two-word-name.ts';
import type { Room } from '../room.ts';
import { leavePath, peoplePath, sessionsPath } from './addresses.ts';
import { enterRoutes } from './enter-routes.tsx';
import { sweepNodeKeys } from './node-keys.ts';
import { peopleRoutes } from './people-routes.tsx';
import { sweepProposed } from './rotate.ts';
import { membersRoutes } from './routes.tsx';
import { membersForms } from './sent-forms.ts';
import { sessionsRoutes } from './sessions-routes.tsx';
import { signOut, sweepSignIns, whoIs } from './sign-in.ts';
import { pruneTyped } from './typed-store.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/*
 * Member: a pseudonym with roles; no name. Plain member: no manifest lists them. Seal-key: what is sealed for one
 * member. Share of the box: the care team's identity, sealed for one accompanier. Keyring: a person's own keys, sealed
 * to their words alone. Session: of a program or of a browser. Entry: a link into a browser, used once.
 * Invitation: a steward's code for a new device or person. Rotation: next manifests, proposed side by side and signed.
 */
export const room = {
  name: 'members',
  contracts: [membersContract, membersPeopleContract, membersSetUpContract],
  forms: [membersForms],
  links: {
    members: ({ i18n }) => [
      { rank: 94, href: peoplePath, text: i18n._('members.who', {}, { message: 'Who belongs to us' }) },
      {
        rank: 95,
        href: sessionsPath,
        text: i18n._('member.link-sessions', {}, { message: 'Where you are signed in' }),
      },
    ],
  },
  routes: ({ runtime, node, house }) => [
    membersRoutes(runtime),
    enterRoutes(runtime, node, { begin: house.begin }),
    sessionsRoutes(runtime, node),
    peopleRoutes(runtime, node),
  ],
  chores: ({ runtime }) => ({
    'sign-ins': { everyMs: hourMs, work: () => sweepSignIns(runtime) },
    'old-proposals': { everyMs: hourMs, work: () => sweepProposed(runtime) },
    typed: { everyMs: dayMs, work: () => pruneTyped(runtime.db, daysAfter(runtime.clock.now(), -keptFor.typedDays)) },
    'proposed-node-keys': { everyMs: hourMs, work: () => sweepNodeKeys(runtime) },
  }),
  tables: {
    members: { shown: false, until: 'ended' },
    seal_keys: { shown: false, until: 'ended' },
    box_shares: { shown: false, until: 'ended' },
    keyrings: { shown: false, until: 'ended' },
    passkeys: { shown: false, until: { with: 'keyrings' } },
    typed: { shown: false, until: { chore: 'typed' } },
    sessions: { shown: false, until: { chore: 'sign-ins' } },
    used_nonces: { shown: false, until: { chore: 'sign-ins' } },
    entries: { shown: false, until: { chore: 'sign-ins' } },
    invitations: { shown: false, until: { chore: 'sign-ins' } },
    key_offers: { shown: false, until: { with: 'invitations' } },
    offered_keyrings: { shown: false, until: { with: 'key_offers' } },
    manifest_rotations: { shown: false, until: { chore: 'old-proposals' } },
  },
  record: {
    'setup.alone': 'members',
    'setup.enrolled': 'members',
    'setup.drafted': 'members',
    'setup.signed': 'members',
    'setup.finished': 'members',
    'signed-in': 'members',
    entered: 'members',
    'sessions.ended': 'members',
    'keys.invited': 'members',
    'keys.invitation-ended': 'members',
    'keys.offered': 'members',
    'seal-key.replaced': 'members',
    'keyring.moved-in': 'members',
    'keyring.moved-out': 'members',
    'keyring.passkeys': 'members',
    'node-keys.made': 'members',
    'manifest.drafted': 'members',
    'manifest.signed': 'members',
    'manifest.accepted': 'members',
    'manifest.lapsed': 'members',
    'members.joined': 'members',
    'members.removed': 'members',
    'members.left': 'members',
    'members.leaving': 'listed',
    'members.staying': 'listed',
    'nickname.changed': 'members',
  },
  supplies: (runtime) => ({
    whoIs: (token, via) => whoIs(runtime, token, via),
    signOut: (token) => signOut(runtime, token),
    called: calledBy,
    leave: leavePath,
  }),
} satisfies Room;
