import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { PlainMember } from '../../schemas/routes/members-people.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { dateOf, timeOf } from '../protocol/encoding.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { insertKeyring } from './keyring-store.ts';
import type { KeyringOffered } from './keyrings.ts';
import { provenKeyring } from './offered-keyring.ts';
import { deletePlain, insertPlain, plainKeyOf, plainRows } from './plain-store.ts';
import { lists, stewardsWhoSigned } from './rotation.ts';
import { deleteInvitation, lapseProposed, proposedManifests } from './rotation-store.ts';
import { putSealKey } from './store.ts';

/* Members who read, write and decide, and whom no manifest lists (docs/decisions/0036). */

/** More people than one assembly has. */
const mostPlain = 100;

/** Keys that somebody gave under an invitation without a role, judged as every newcomer's are. */
export type NewPlain = {
  member: string;
  publicKey: string;
  recipient: string;
  sealKey: Envelope;
  at: string;
  /** Keys that sign for somebody. */
  known: readonly string[];
  keyring: KeyringOffered | undefined;
  invitation: { code_hash: string; made_by: string; keeper: boolean };
};

/**
 * Lets somebody in as a plain member, and uses the invitation up.
 * @throws `not-allowed` without a keyring, since they sign in with its words alone; `too-many`; and as
 * {@link provenKeyring}
 */
export async function joinPlain(tx: Transaction<Database>, runtime: Runtime, one: NewPlain): Promise<void> {
  const { member, publicKey, recipient, sealKey, at, known, keyring, invitation } = one;
  const now = runtime.clock.now();
  if (!keyring) throw new Refusal('not-allowed', 'keyring');
  if ((await plainRows(tx)).length >= mostPlain) throw new Refusal('too-many', 'members');
  const row = await provenKeyring(tx, runtime, { member, publicKey, known }, keyring);
  await insertPlain(tx, { member, public_key: publicKey, keeper: invitation.keeper }, now);
  await putSealKey(tx, { member, recipient, envelope: JSON.stringify(sealKey), at: dateOf(at) });
  if (!(await insertKeyring(tx, row, now))) throw new Refusal('duplicate-key', 'keyring');
  await deleteInvitation(tx, invitation.code_hash, invitation.made_by);
  await record(tx, { actor: member, action: 'members.joined', subject: member }, now);
}

/** Every plain member with the keys that a next manifest could list. */
export async function plainMembers({ db }: Pick<Runtime, 'db'>): Promise<PlainMember[]> {
  return (await plainRows(db)).map(({ member, public_key: publicKey, envelope, joined, keeper }) => ({
    member,
    publicKey,
    sealKey: storedEnvelope(envelope),
    joined: timeOf(joined),
    keeper,
  }));
}

/**
 * Removes a plain member: their sessions, links and keyring end in the same transaction, and proposals that would list
 * them lapse. What they wrote with others stays, as of everybody who leaves.
 * @throws `not-found` for nobody, and for whoever the manifest lists; `proposed-together` while a proposal that two
 * other stewards signed lists them.
 */
export async function removePlain(runtime: Runtime, steward: string, member: string): Promise<void> {
  await transaction(runtime.db, async (tx) => {
    // None signs in, and no manifest lists them, meanwhile.
    await lockNode(tx);
    const key = await plainKeyOf(tx, member);
    if (key === null) throw new Refusal('not-found');
    const listing = await proposalsListing(tx, key);
    const own = await ownChain(tx);
    const others = (envelope: Envelope) =>
      own ? stewardsWhoSigned(own, envelope).filter((one) => one !== steward) : [];
    if (listing.some(({ envelope }) => others(envelope).length >= 2)) throw new Refusal('proposed-together');
    await forgetPlain(tx, { actor: steward, member }, runtime.clock.now());
  });
}

/** Forgets a plain member with all that is theirs, in that transaction; proposals that would list them lapse. */
export async function forgetPlain(
  tx: Transaction<Database>,
  { actor, member }: { actor: string; member: string },
  now: Date,
): Promise<void> {
  const key = await plainKeyOf(tx, member);
  for (const { id } of key === null ? [] : await proposalsListing(tx, key)) {
    await lapseProposed(tx, now, id);
    await record(tx, { actor, action: 'manifest.lapsed', subject: id }, now);
  }
  await deletePlain(tx, member);
  const self = actor === member;
  const action = self ? 'members.left' : 'members.removed';
  await record(tx, { actor, action, subject: member }, now);
}

/** Open proposals of a next manifest that would list this key. */
async function proposalsListing(tx: Transaction<Database>, key: string): Promise<{ id: string; envelope: Envelope }[]> {
  const open = (await proposedManifests(tx)).filter(({ lapsed }) => lapsed === null);
  return open
    .map(({ id, envelope }) => ({ id, envelope: storedEnvelope(envelope) }))
    .filter(({ envelope }) => lists(envelope, key));
}
