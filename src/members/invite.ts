import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import { hashOfCode, newSetUpCode } from '../collective/set-up-code.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { keptFor } from '../platform/kept-for.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { timeOf } from '../protocol/encoding.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import {
  deleteEndedInvitations,
  deleteInvitation,
  type Invitation,
  insertInvitation,
  invitationCount,
  invitationLasts,
  lockInvitation,
  openInvitations,
} from './rotation-store.ts';

/** Of one steward: nobody can use up what others may give. */
const mostInvitations = 16;

/**
 * A steward's one-time code, valid for seven days, under which one new device gives its public keys: a member's, who
 * keeps their roles, or somebody's who joins with these. It lets nobody in; a manifest that lists the key does.
 * @throws `not-found` for a member who is not listed; `not-allowed` for whoever would keep the node and have a role.
 */
export async function invite(
  runtime: Runtime,
  steward: string,
  {
    member,
    roles,
    keeper = false,
  }: Pick<Invitation, 'member'> & { roles: readonly Role[]; keeper?: boolean | undefined },
): Promise<{ code: string; expires: string }> {
  const now = runtime.clock.now();
  const code = newSetUpCode();
  const expires = daysAfter(now, keptFor.invitationDays);
  await transaction(runtime.db, async (tx) => {
    const chain = await ownChain(tx);
    if (!chain) throw new Refusal('not-set-up');
    await lockNode(tx);
    const listed = chain.newest.statement.members.find((one) => one.member === member);
    if (member !== null && !listed) throw new Refusal('not-found', 'member');
    if ((await invitationCount(tx, steward, now)) >= mostInvitations) throw new Refusal('too-many');
    if (keeper && (member !== null || roles.length > 0)) throw new Refusal('not-allowed', 'keeper');
    const invitation = { member, roles: [...new Set(listed?.roles ?? roles)], keeper, made_by: steward, expires };
    await insertInvitation(tx, { code_hash: hashOfCode(code), ...invitation });
    await record(tx, { actor: steward, action: 'keys.invited', subject: member }, now);
  });
  return { code, expires: timeOf(expires) };
}

/** Invitations that are open, whoever made them. */
export async function invitations({ db, clock }: Pick<Runtime, 'db' | 'clock'>) {
  const open = await openInvitations(db, clock.now());
  return open.map(({ code_hash: id, member, roles, keeper, made_by: invitedBy, expires, given }) => ({
    id,
    member,
    roles,
    keeper,
    invitedBy,
    expires: timeOf(expires),
    given,
  }));
}

/**
 * Ends an invitation, and forgets what was given under it.
 * @throws `not-found` for one that is none, or that another steward made.
 */
export async function endInvitation(runtime: Runtime, steward: string, id: string): Promise<void> {
  await transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    if (!(await deleteInvitation(tx, id, steward))) throw new Refusal('not-found');
    await record(tx, { actor: steward, action: 'keys.invitation-ended', subject: null }, runtime.clock.now());
  });
}

/**
 * Refuses (`invitation`) a code that is none, by one look: whoever guesses, however often, holds no lock and no
 * connection that members need. A good one is judged again where it is used.
 */
export async function refuseWrongCode({ db, clock }: Pick<Runtime, 'db' | 'clock'>, typed: string): Promise<void> {
  if (!(await invitationLasts(db, hashOfCode(typed), clock.now()))) throw new Refusal('invitation');
}

/** The invitation that a typed code stands for, locked; refuses `invitation`. */
export async function requireInvitation(tx: Transaction<Database>, typed: string, now: Date): Promise<Invitation> {
  const invitation = await lockInvitation(tx, hashOfCode(typed), now);
  if (!invitation) throw new Refusal('invitation');
  return invitation;
}

/** Forgets codes that ended, and the keys that were given under them. */
export async function sweepInvitations(runtime: Runtime): Promise<void> {
  await deleteEndedInvitations(runtime.db, runtime.clock.now());
}
