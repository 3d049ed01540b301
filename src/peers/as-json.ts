import type { Kysely } from 'kysely';
import type { PeerDetail, PeerSummary } from '../../schemas/routes/peers.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { timeOf } from '../protocol/encoding.ts';
import { newestOffer, standingWith } from './standing.ts';
import { type Peer, peerManifests, statementsOf } from './store.ts';

/** A peer as members' clients list it. */
export function summaryOf(peer: Peer): PeerSummary {
  const { actor, origin, name, called, handle, state, pinned, changed, answered } = peer;
  const times = { pinned: timeOf(pinned), changed: timeOf(changed), answered: answered && timeOf(answered) };
  return { peer: peer.peer, actor, origin, name, called, calledAlike: peer.called_alike, handle, state, ...times };
}

/**
 * Everything a member's client needs to judge a peer by itself: the whole chain and every statement of ours as they
 * were signed, complete or not, and the newest offer of theirs. What the server concluded stands beside them and is not
 * believed.
 */
export async function detailOf(db: Kysely<Database>, peer: Peer, now: Date): Promise<PeerDetail> {
  const chain = await peerManifests(db, peer.peer);
  const statements = await statementsOf(db, peer.peer);
  const offer = newestOffer(statements, peer.peer);
  const standing = await standingWith(db, peer.peer, now);
  return {
    ...summaryOf(peer),
    chain: chain.map(({ envelope }) => storedEnvelope(envelope)),
    statements: statements
      .filter(({ id }) => id !== offer?.row.id)
      .map(({ id, kind, envelope, at, complete }) => ({
        id,
        kind,
        at: timeOf(at),
        complete,
        envelope: storedEnvelope(envelope),
      })),
    offer: offer && storedEnvelope(offer.row.envelope),
    standing,
  };
}
