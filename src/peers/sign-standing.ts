import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { standingObject } from '../deliveries/objects.ts';
import { canonical } from '../protocol/canonical.ts';
import { dateOf } from '../protocol/encoding.ts';
import { type Envelope, membersWhoSigned, readUnverified } from '../protocol/envelope.ts';
import { type Chain, keysOf } from '../protocol/manifest.ts';
import { withoutFormerKeys } from '../protocol/rotation.ts';
import { verifyStanding, verifyStandingOffer } from '../protocol/standing.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { gives } from './compare.ts';
import { makeRoom } from './make-room.ts';
import { withSignatures } from './signatures.ts';
import { newestStanding } from './standing.ts';
import {
  lockPeer,
  lockStatement,
  type Peer,
  type PeerStatement,
  putStatement,
  setPeerState,
  statementsOf,
} from './store.ts';

/**
 * A decision about a peer, and the same decision as that peer is told it (PROTOCOL §4): two statements, so that neither
 * passes for the other.
 */
export type Granted = { standing: Envelope; offer: Envelope };

/**
 * Takes a member's signatures under a standing and its offer. At two different members of ours both count: the peer is
 * trusted (or only compared, when nothing is accepted or sent; or ended), and the offer goes to it.
 * @throws `not-found`, `not-set-up`, `from-mismatch`, `conflict` (older than we hold, or the two differ),
 * `unverified-peer` (not compared yet, or paused), `not-allowed` (the member who hands it in did not sign),
 * `signature`, `expired` (its review lies behind us).
 */
export async function grantStanding(
  runtime: Runtime,
  member: string,
  peerId: string,
  granted: Granted,
): Promise<{ peer: Peer; statement: PeerStatement }> {
  const now = runtime.clock.now();
  const done = await transaction(runtime.db, async (tx) => {
    const peer = await lockPeer(tx, peerId);
    if (!peer) throw new Refusal('not-found');
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    const statement = checkPair(granted, own, peerId);
    // Ending trust needs nobody's words: it is possible with a partner that is paused, or was never compared.
    const known = peer.state === 'compared' || peer.state === 'trusted';
    if (!known && statement.ended === null) throw new Refusal('unverified-peer');
    if (statement.ended === null && dateOf(statement.reviewBy) <= now) throw new Refusal('expired', 'reviewBy');
    const statements = await statementsOf(tx, peerId);
    const before = newestStanding(statements);
    if (before && before.at >= statement.at && canonical(before) !== canonical(statement))
      throw new Refusal('conflict', 'at');
    const standing = await addTo(tx, own, 'standing', peerId, granted.standing, member);
    const offer = await addTo(tx, own, 'standing-offer', peerId, granted.offer, member);
    const enough = standing.enough && offer.enough;
    const was = standing.was && offer.was;
    const complete = enough || was;
    const first = enough && !was;
    if (enough) {
      verifyStanding(withoutFormerKeys(standing.signed, own), own, now);
      verifyStandingOffer(withoutFormerKeys(offer.signed, own), own, peerId, now);
    }
    for (const kind of ['standing', 'standing-offer'] as const)
      if (!standing.held) await makeRoom(tx, own, statements, { kind, member });
    const row = await keep(tx, 'standing', peerId, standing.signed, complete);
    const offered = await keep(tx, 'standing-offer', peerId, offer.signed, complete);
    let state: Peer['state'] = peer.state;
    if (first) {
      state = statement.ended !== null ? 'ended' : gives(statement) ? 'trusted' : 'compared';
      await setPeerState(tx, peerId, state, now);
    }
    // Told once, and once more when new keys have signed what the peer can check with the old ones no longer.
    if (enough && !offer.counted) {
      const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
      await enqueue(tx, [{ kind: 'standing-offer', item: offered.id, object: standingObject(peerId), recipient }], now);
    }
    const action = complete ? 'peers.standing-granted' : 'peers.standing-signed';
    await record(tx, { actor: member, action, subject: peerId }, now);
    return { peer: { ...peer, state }, statement: row };
  });
  runtime.wake();
  return done;
}

/** The decision that both envelopes state. */
function checkPair({ standing, offer }: Granted, own: Chain, peer: string) {
  const { statement } = readUnverified('standing', standing);
  const told = readUnverified('standing-offer', offer).statement;
  if (statement.issuer !== own.collective || statement.audience !== peer)
    throw new Refusal('from-mismatch', 'standing');
  if (canonical({ ...statement, type: told.type }) !== canonical(told)) throw new Refusal('conflict', 'offer');
  return statement;
}

async function addTo(
  tx: Transaction<Database>,
  own: Chain,
  kind: 'standing' | 'standing-offer',
  peer: string,
  envelope: Envelope,
  member: string,
): Promise<{ signed: Envelope; held: boolean; enough: boolean; was: boolean; counted: boolean }> {
  const { id } = readUnverified(kind, envelope);
  if (!membersWhoSigned(envelope, keysOf(own)).has(member)) throw new Refusal('not-allowed', `${kind}.signatures`);
  const held = await lockStatement(tx, id);
  if (held && (held.kind !== kind || held.peer !== peer)) throw new Refusal('conflict', kind);
  const earlier = held && storedEnvelope(held.envelope);
  const signed = earlier ? withSignatures(earlier, envelope) : envelope;
  const enough = (one: Envelope) => membersWhoSigned(withoutFormerKeys(one, own), keysOf(own)).size >= 2;
  // What two of us once signed stands here while they sign it again with new keys; each client counts for itself.
  const counted = earlier !== null && enough(earlier);
  return { signed, held: held !== null, enough: enough(signed), was: held?.complete === true, counted };
}

async function keep(
  tx: Transaction<Database>,
  kind: 'standing' | 'standing-offer',
  peer: string,
  envelope: Envelope,
  complete: boolean,
): Promise<PeerStatement> {
  const { statement, id } = readUnverified(kind, envelope);
  const row = { id, kind, peer, envelope: JSON.stringify(envelope), at: dateOf(statement.at), complete };
  await putStatement(tx, row);
  return row;
}
