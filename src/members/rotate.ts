import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { NodeIdentity, RotationState } from '../../schemas/routes/members.ts';
import { nodeIdentity } from '../collective/node-keys.ts';
import { insertManifest, lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { announceManifests } from '../peers/manifest.ts';
import { withSignatures } from '../peers/signatures.ts';
import { type Envelope, idOf, membersWhoSigned, readUnverified } from '../protocol/envelope.ts';
import { boxOf, type Chain, judgeNext, keysOf } from '../protocol/manifest.ts';
import { keysIn } from '../protocol/manifest-rules.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import type { Share } from './founding.ts';
import { requireInvitation } from './invite.ts';
import { type Changed, checkRotation } from './rotation.ts';
import {
  deleteInvitationsOf,
  keyOffers,
  putMember,
  putRotation,
  replaceSealKeyRow,
  rotationDraft,
} from './rotation-store.ts';
import { endSessionsOf } from './session-store.ts';
import { deleteOthers, replaceShares } from './store.ts';

/** Who reads or signs: a member, or whoever has the code of an invitation. */
export type Who = { member: string } | { code: string };

/**
 * Reads what waits.
 * @throws `invitation` to a code that is none.
 */
export async function rotationState(runtime: Runtime, who: Who): Promise<RotationState> {
  return oneAtATime(runtime, (tx, own, node, now) => readState(tx, own, node, who, now));
}

/**
 * Keeps a draft of the next manifest, signed by whoever drafted it, in place of an earlier one; signatures on that one
 * count no more.
 * @throws what `judgeNext` and `checkRotation` refuse, and `not-allowed` when the member who hands it in did not sign
 * it.
 */
export async function draftNext(
  runtime: Runtime,
  member: string,
  { envelope, boxShares }: { envelope: Envelope; boxShares: Share[] },
): Promise<RotationState> {
  return oneAtATime(runtime, async (tx, own, node, now) => {
    await check(tx, own, node, envelope, boxShares, now);
    if (!membersWhoSigned(envelope, signersOf(own, envelope)).has(member))
      throw new Refusal('not-allowed', 'envelope.signatures');
    const id = idOf(envelope);
    await putRotation(tx, { id, envelope: JSON.stringify(envelope), shares: JSON.stringify(boxShares) }, now);
    await record(tx, { actor: member, action: 'manifest.drafted', subject: id }, now);
    return readState(tx, own, node, { member }, now);
  });
}

/**
 * Adds signatures to the draft. When it is complete it becomes our manifest in one transaction: keys, seal-keys and
 * shares are put in place, sessions of replaced keys end, who is not listed is forgotten; then every peer is told.
 * @returns the newest version.
 * @throws `manifest-draft` (none, or another one), `invitation`, signatures of nobody concerned (`signature`), and what
 * a draft is refused for.
 */
export async function signNext(
  runtime: Runtime,
  who: Who,
  signed: Envelope,
): Promise<RotationState & { accepted: boolean }> {
  const after = await oneAtATime(runtime, async (tx, own, node, now) => {
    if ('code' in who) await requireInvitation(tx, who.code, now);
    const draft = await rotationDraft(tx);
    if (!draft || draft.id !== idOf(signed)) throw new Refusal('manifest-draft');
    const envelope = withSignatures(storedEnvelope(draft.envelope), signed);
    const boxShares = JSON.parse(draft.shares) as Share[];
    const signers = membersWhoSigned(signed, signersOf(own, signed));
    const { judged, changed } = await check(tx, own, node, envelope, boxShares, now);
    const accepted = 'complete' in judged;
    if (accepted) await accept(tx, judged.complete, changed, boxShares, now);
    else await putRotation(tx, { ...draft, envelope: JSON.stringify(envelope) }, now);
    for (const member of signers)
      await record(tx, { actor: member, action: 'manifest.signed', subject: draft.id }, now);
    if (!accepted) return { ...(await readState(tx, own, node, who, now)), accepted };
    await record(tx, { actor: 'node', action: 'manifest.accepted', subject: draft.id }, now);
    const { version } = judged.complete.newest;
    return { invited: null, node, version, offers: [], draft: null, accepted };
  });
  // Whoever stops the node between the two lines: the next start announces what was not.
  if (after.accepted) await announceManifests(runtime);
  return after;
}

async function accept(
  tx: Transaction<Database>,
  chain: Chain,
  { offered, gone }: Changed,
  boxShares: readonly Share[],
  now: Date,
): Promise<void> {
  const { version, id, envelope, statement } = chain.newest;
  await insertManifest(tx, { version, id, envelope: JSON.stringify(envelope) }, now);
  await putRotation(tx, null, now);
  await endSessionsOf(tx, gone);
  await deleteOthers(
    tx,
    statement.members.map(({ member }) => member),
  );
  for (const { member, roles, sign } of statement.members) {
    const [public_key] = sign;
    if (public_key) await putMember(tx, { member, public_key, roles }, now);
  }
  for (const { member, recipient, seal_key, at } of offered)
    await replaceSealKeyRow(tx, { member, recipient, envelope: seal_key, at });
  if (boxShares.length > 0) await replaceShares(tx, boxOf(chain, now), boxShares, now);
  await deleteInvitationsOf(
    tx,
    offered.map((offer) => offer.public_key),
  );
}

async function check(
  tx: Transaction<Database>,
  own: Chain,
  node: NodeIdentity,
  envelope: Envelope,
  boxShares: readonly Share[],
  now: Date,
) {
  const judged = judgeNext(own, envelope, now);
  if ('complete' in judged && judged.complete === own) throw new Refusal('manifest-draft', 'version');
  const { statement } = readUnverified('manifest', envelope);
  const changed = checkRotation(statement, own.newest.statement, node, await keyOffers(tx, now), boxShares);
  return { judged, changed };
}

/** Everybody whose signature a next manifest may carry: our current keys, and the ones that it lists. */
const signersOf = (own: Chain, envelope: Envelope) => [
  ...keysOf(own),
  ...keysIn(readUnverified('manifest', envelope).statement),
];

async function readState(
  tx: Transaction<Database>,
  own: Chain,
  node: NodeIdentity,
  who: Who,
  now: Date,
): Promise<RotationState> {
  const invitation = 'code' in who ? await requireInvitation(tx, who.code, now) : null;
  const offers = (await keyOffers(tx, now)).map(({ member, public_key: publicKey, roles, seal_key }) => ({
    member,
    publicKey,
    roles,
    sealKey: storedEnvelope(seal_key),
  }));
  const state = {
    invited: invitation && { member: invitation.member, roles: invitation.roles },
    node,
    version: own.newest.version,
    offers,
  };
  const draft = await rotationDraft(tx);
  if (!draft) return { ...state, draft: null };
  const envelope = storedEnvelope(draft.envelope);
  const judged = judgeNext(own, envelope, now);
  if ('complete' in judged) return { ...state, draft: null };
  const signed = [...membersWhoSigned(envelope, signersOf(own, envelope))];
  const boxShares = JSON.parse(draft.shares) as Share[];
  return { ...state, draft: { envelope, boxShares, signed, waiting: judged.waiting } };
}

/** One step at a time, and none beside a sign-in: a session never outlives the key that began it. */
async function oneAtATime<T>(
  runtime: Runtime,
  step: (tx: Transaction<Database>, own: Chain, node: NodeIdentity, now: Date) => Promise<T>,
): Promise<T> {
  const now = runtime.clock.now();
  const node = await nodeIdentity(runtime);
  return transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    return step(tx, own, node, now);
  });
}
