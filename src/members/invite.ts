import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import { hashOfCode, newSetUpCode } from '../collective/set-up-code.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { keptFor } from '../platform/kept-for.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { keyStrong } from '../protocol/ed25519.ts';
import { dateOf, fromB64u, timeOf } from '../protocol/encoding.ts';
import { type Envelope, readUnverified } from '../protocol/envelope.ts';
import { memberKeys } from '../protocol/manifest.ts';
import { verifySealKey } from '../protocol/seal-key.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import {
  deleteEndedInvitations,
  type Invitation,
  insertInvitation,
  invitationCount,
  invitationLasts,
  keyOffers,
  lockInvitation,
  putKeyOffer,
} from './rotation-store.ts';

/** Of one steward: nobody can use up what others may give. */
const mostInvitations = 16;

/**
 * A steward's one-time code, valid for seven days, under which one new device gives its public keys: a member's, who
 * keeps their roles, or somebody's who joins with these. It lets nobody in; a manifest that lists the key does.
 * @throws `not-found` for a member who is not listed.
 */
export async function invite(
  runtime: Runtime,
  steward: string,
  { member, roles }: { member: string | null; roles: readonly Role[] },
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
    const invitation = { member, roles: [...new Set(listed?.roles ?? roles)], made_by: steward, expires };
    await insertInvitation(tx, { code_hash: hashOfCode(code), ...invitation });
    await record(tx, { actor: steward, action: 'keys.invited', subject: member }, now);
  });
  return { code, expires: timeOf(expires) };
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

/**
 * Takes the public key and seal-key of a new device under its code; the same again changes nothing.
 * @throws `invitation` (none, ended, or used for another key), `weak-key`, `signature` (the key did not sign the
 * seal-key), `duplicate-key` (a key that some manifest listed), `not-allowed` (a seal-key in another member's name).
 */
export async function offerKey(
  runtime: Runtime,
  typed: string,
  { publicKey, sealKey }: { publicKey: string; sealKey: Envelope },
): Promise<void> {
  const now = runtime.clock.now();
  if (!keyStrong(fromB64u(publicKey, 32))) throw new Refusal('weak-key', 'publicKey');
  const { member } = readUnverified('seal-key', sealKey).statement;
  const { recipient, at } = verifySealKey(sealKey, [{ member, publicKey }], now);
  await transaction(runtime.db, async (tx) => {
    await deleteEndedInvitations(tx, now);
    const { code_hash, member: invited, roles } = await requireInvitation(tx, typed, now);
    const offers = await keyOffers(tx, now);
    const under = offers.find((one) => one.code_hash === code_hash);
    if (under && (under.public_key !== publicKey || under.member !== member)) throw new Refusal('invitation');
    if (under) return;
    const chain = await ownChain(tx);
    const listed = chain?.newest.statement.members.some((one) => one.member === member) ?? false;
    if (invited === null ? listed : invited !== member) throw new Refusal('not-allowed', 'sealKey.member');
    const others = offers.filter((one) => one.member !== member).map((one) => one.public_key);
    const known = [...(chain ? memberKeys(chain) : []).map((key) => key.publicKey), ...others];
    if (known.includes(publicKey)) throw new Refusal('duplicate-key', 'publicKey');
    const offer = { member, code_hash, public_key: publicKey, roles, recipient, at: dateOf(at) };
    await putKeyOffer(tx, { ...offer, seal_key: JSON.stringify(sealKey) });
    await record(tx, { actor: member, action: 'keys.offered', subject: member }, now);
  });
}

/** Forgets codes that ended, and the keys that were given under them. */
export async function sweepInvitations(runtime: Runtime): Promise<void> {
  await deleteEndedInvitations(runtime.db, runtime.clock.now());
}
