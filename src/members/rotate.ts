import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { NodeIdentity } from '../../schemas/people.ts';
import type { ProposedManifest, RotationState } from '../../schemas/routes/members.ts';
import { nodeIdentity, nodeKeysReplaced, proposedIdentities } from '../collective/node-keys.ts';
import { deleteProposedKeys, insertManifest, lockNode, ownChain, replaceNodeKeys } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { announceManifests } from '../peers/manifest.ts';
import { withSignatures } from '../peers/signatures.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { fromB64u, timeOf } from '../protocol/encoding.ts';
import { type Envelope, idOf, keyidOf, keysWhoSigned, membersWhoSigned, readUnverified } from '../protocol/envelope.ts';
import { boxOf, type Chain, judgeNext, memberKeys } from '../protocol/manifest.ts';
import { keysAffected } from '../protocol/rotation.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { leavingSince } from './departure-store.ts';
import type { Share } from './founding.ts';
import { requireInvitation } from './invite.ts';
import { deleteKeyringsOf } from './keyring-store.ts';
import { moveOffered } from './offered-keyring.ts';
import { plainKeyOf, plainRows } from './plain-store.ts';
import { type Changed, checkRotation, type KnownNode, lists, type Offer, opensNothing, signersOf } from './rotation.ts';
import {
  deleteInvitationsBut,
  deleteInvitationsOf,
  deleteOldProposed,
  insertProposed,
  keyOffers,
  type ProposedRow,
  proposedManifest,
  proposedManifests,
  putMember,
  replaceSealKeyRow,
  setProposedEnvelope,
  settleProposed,
} from './rotation-store.ts';
import { endSessionsOf } from './session-store.ts';
import { deleteOthers, memberRows, replaceShares } from './store.ts';

/** Of one person at once: nobody can keep others from proposing. */
const mostProposed = 4;
const lapsedDays = 30;
const openDays = 90;

/** Who reads or signs: a member, or whoever has the code of an invitation. */
export type Who = { member: string } | { code: string };

/**
 * Reads what waits.
 * @throws `invitation` to a code that is none.
 */
export async function rotationState(runtime: Runtime, who: Who): Promise<RotationState> {
  return oneAtATime(runtime, (tx, own, nodes, now) => readState(tx, own, nodes, who, now));
}

/**
 * Keeps a proposal of the next manifest under its hash, signed by whoever proposes it. It touches no other, and the
 * same again changes nothing.
 * @throws what `judgeNext` and `checkRotation` refuse; `not-allowed` when the member who hands it in did not sign it,
 * or a key signed from which it takes something; `too-many` past what one person may propose at once.
 */
export async function proposeNext(
  runtime: Runtime,
  member: string,
  { envelope, boxShares }: { envelope: Envelope; boxShares: Share[] },
): Promise<RotationState> {
  return oneAtATime(runtime, async (tx, own, nodes, now) => {
    const { changed } = await check(tx, own, nodes, envelope, boxShares, now);
    if (!requireUnaffected(own, envelope).has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const id = idOf(envelope);
    const open = (await proposedManifests(tx)).filter(({ lapsed }) => lapsed === null);
    if (!open.some((one) => one.id === id)) {
      if (open.filter((one) => one.proposed_by === member).length >= mostProposed) throw new Refusal('too-many');
      const row = { id, envelope: JSON.stringify(envelope), shares: JSON.stringify(boxShares), proposed_by: member };
      await insertProposed(tx, { ...row, drafted: now, lapsed: null, pair: changed.pair });
      await record(tx, { actor: member, action: 'manifest.drafted', subject: id }, now);
    }
    return readState(tx, own, nodes, { member }, now);
  });
}

/**
 * Adds signatures to the proposal that they are under. When it is complete it becomes our manifest in one transaction:
 * keys, seal-keys and shares are put in place, sessions of replaced keys end, who is not listed is forgotten, and the
 * other proposals lapse; then every peer is told.
 * @returns the newest version.
 * @throws `manifest-draft` (none with these bytes), `lapsed`, `invitation`, `not-allowed` (a key from which it takes
 * something), signatures of nobody concerned (`signature`), and what a proposal is refused for.
 */
export async function signNext(
  runtime: Runtime,
  who: Who,
  signed: Envelope,
): Promise<RotationState & { accepted: boolean }> {
  const after = await oneAtATime(runtime, async (tx, own, nodes, now) => {
    if ('code' in who) await requireInvitation(tx, who.code, now);
    const proposed = await proposedManifest(tx, idOf(signed));
    if (!proposed) throw new Refusal('manifest-draft');
    if (proposed.lapsed) throw new Refusal('lapsed');
    const envelope = withSignatures(storedEnvelope(proposed.envelope), signed);
    const boxShares = sharesIn(proposed);
    const signers = requireUnaffected(own, signed);
    const { judged, changed } = await check(tx, own, nodes, envelope, boxShares, now);
    const accepted = 'complete' in judged;
    if (accepted) await accept(tx, judged.complete, changed, boxShares, now);
    else await setProposedEnvelope(tx, proposed.id, JSON.stringify(envelope));
    for (const member of signers)
      await record(tx, { actor: member, action: 'manifest.signed', subject: proposed.id }, now);
    if (!accepted) return { ...(await readState(tx, own, nodes, who, now)), accepted };
    await record(tx, { actor: 'node', action: 'manifest.accepted', subject: proposed.id }, now);
    const { version } = judged.complete.newest;
    const node = present(await knownNodes(tx, runtime));
    return { invited: null, node, version, offers: [], proposals: [], leaving: [], accepted };
  });
  if (!after.accepted) return after;
  nodeKeysReplaced(runtime);
  // Whoever stops the node between the two lines: the next start announces what was not.
  await announceManifests(runtime);
  return after;
}

/** Forgets proposals that lapsed thirty days ago, and those that nobody completed within ninety. */
export async function sweepProposed(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  await deleteOldProposed(runtime.db, { lapsed: daysAfter(now, -lapsedDays), made: daysAfter(now, -openDays) });
}

async function accept(
  tx: Transaction<Database>,
  chain: Chain,
  { offered, gone, pair }: Changed,
  boxShares: readonly Share[],
  now: Date,
): Promise<void> {
  const { version, id, envelope, statement } = chain.newest;
  await insertManifest(tx, { version, id, envelope: JSON.stringify(envelope) }, now);
  await settleProposed(tx, id, now);
  if (pair === null) await deleteProposedKeys(tx);
  else await replaceNodeKeys(tx, pair);
  await endSessionsOf(tx, gone);
  await deleteKeyringsOf(tx, gone);
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
  for (const { member, code_hash } of offered)
    if (code_hash !== null) await moveOffered(tx, { member, code_hash }, now);
  await deleteInvitationsOf(
    tx,
    offered.map((offer) => offer.public_key),
  );
  // What somebody gave out counts as long as their key and role do.
  const stewards = statement.members.filter(({ member, roles }) => roles.includes('steward') && !gone.includes(member));
  await deleteInvitationsBut(
    tx,
    stewards.map(({ member }) => member),
  );
}

async function check(
  tx: Transaction<Database>,
  own: Chain,
  nodes: readonly KnownNode[],
  envelope: Envelope,
  boxShares: readonly Share[],
  now: Date,
) {
  const judged = judgeNext(own, envelope, now);
  if ('complete' in judged && judged.complete === own) throw new Refusal('manifest-draft', 'version');
  const { statement } = readUnverified('manifest', envelope);
  const keepers = (await memberRows(tx)).filter(({ keeper }) => keeper).map(({ member }) => member);
  opensNothing(statement, keepers);
  const offers = [...(await keyOffers(tx, now)), ...(await plainOffers(tx))];
  const changed = checkRotation(statement, own.newest.statement, nodes, offers, boxShares);
  return { judged, changed };
}

/** Plain members' keys, of which a manifest may list each with whatever roles. */
const plainOffers = async (tx: Transaction<Database>): Promise<Offer[]> =>
  (await plainRows(tx)).map(({ envelope: seal_key, ...row }) => ({ ...row, seal_key, code_hash: null, roles: null }));

/** Members who signed; refuses (`not-allowed`) a key from which this manifest takes something. */
function requireUnaffected(own: Chain, signed: Envelope): Set<string> {
  const keyids = keysWhoSigned(signed, signersOf(own, signed));
  const affected = keysAffected(own.newest.statement, readUnverified('manifest', signed).statement);
  if (affected.some(({ publicKey }) => keyids.has(keyidOf(fromB64u(publicKey, 32)))))
    throw new Refusal('not-allowed', 'members');
  return membersWhoSigned(signed, signersOf(own, signed));
}

async function readState(
  tx: Transaction<Database>,
  own: Chain,
  nodes: readonly KnownNode[],
  who: Who,
  now: Date,
): Promise<RotationState> {
  const invitation = 'code' in who ? await requireInvitation(tx, who.code, now) : null;
  const offers = await keyOffers(tx, now);
  const under = invitation && (offers.find(({ code_hash }) => code_hash === invitation.code_hash) ?? null);
  const asker = 'member' in who ? who.member : under?.member;
  const plain = 'member' in who ? await plainKeyOf(tx, who.member) : null;
  // Whom no manifest lists sees what would list them.
  const outside = invitation !== null || plain !== null;
  const key = plain ?? under?.public_key;
  const rows = await proposedManifests(tx);
  const all = rows.map((row) => proposalOf(own, row, asker, now));
  return {
    invited: invitation && { member: invitation.member, roles: invitation.roles, keeper: invitation.keeper },
    node: present(nodes),
    version: own.newest.version,
    // A code is for one device: what other devices gave is nothing to whoever holds it.
    offers: offers
      .filter(({ code_hash }) => !outside || code_hash === invitation?.code_hash)
      .map(({ member, public_key: publicKey, roles, seal_key, made_by: invitedBy }) => ({
        member,
        publicKey,
        roles,
        sealKey: storedEnvelope(seal_key),
        invitedBy,
      })),
    proposals: outside ? all.filter(({ envelope }) => key !== undefined && lists(envelope, key)) : all,
    leaving: outside ? [] : (await leavingSince(tx)).map((one) => ({ member: one.member, since: timeOf(one.leaving) })),
  };
}

const sharesIn = ({ shares }: ProposedRow): Share[] => (shares === null ? [] : (JSON.parse(shares) as Share[]));

function proposalOf(own: Chain, row: ProposedRow, asker: string | undefined, now: Date): ProposedManifest {
  const { id, proposed_by: by, drafted, lapsed } = row;
  const envelope = storedEnvelope(row.envelope);
  const boxShares = sharesIn(row).filter(({ member }) => member === asker);
  const about = { id, by, at: timeOf(drafted), lapsed: lapsed && timeOf(lapsed), envelope, boxShares };
  // What another manifest made lapse was signed with keys of which some are gone.
  const keys = [...memberKeys(own), ...signersOf(own, envelope)];
  const signed = [...membersWhoSigned(envelope, keys)];
  if (lapsed) return { ...about, signed, waiting: null };
  const judged = judgeNext(own, envelope, now);
  return { ...about, signed, waiting: 'waiting' in judged ? judged.waiting : null };
}

/** One step at a time, and none beside a sign-in: a session never outlives the key that began it. */
async function oneAtATime<T>(
  runtime: Runtime,
  step: (tx: Transaction<Database>, own: Chain, nodes: KnownNode[], now: Date) => Promise<T>,
): Promise<T> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    return step(tx, own, await knownNodes(tx, runtime), now);
  });
}

async function knownNodes(tx: Transaction<Database>, { origin }: Pick<Runtime, 'origin'>): Promise<KnownNode[]> {
  const proposed = await proposedIdentities(tx, origin);
  const now = { ...(await nodeIdentity({ db: tx, origin })), pair: null };
  return [now, ...proposed.map(({ pair, identity }) => ({ ...identity, pair }))];
}

function present(nodes: readonly KnownNode[]): NodeIdentity {
  const { actor, keys } = nodes.find(({ pair }) => pair === null) as KnownNode;
  return { actor, keys };
}
