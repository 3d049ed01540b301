import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { ownNode } from '../collective/store.ts';
import type { Database } from '../database/schema.ts';
import { dateOf } from '../protocol/encoding.ts';
import { type Envelope, idOf } from '../protocol/envelope.ts';
import { verifyStandingOffer } from '../protocol/standing.ts';
import { record } from '../record/append.ts';
import { everCompared, newestOffer } from './standing.ts';
import { lockPeer, type Peer, peerChain, putStatement, removeStatements, statementsOf } from './store.ts';

/**
 * Keeps a peer's offer: what it accepts from us and sends to us. The newest `at` counts; an older one, or the same
 * again, changes nothing; the same signed by new keys takes its place.
 * @returns that peer nothing: what it may do here is our own standing alone.
 * @throws what `verifyStandingOffer` refuses (two of its members, for us, not from the future), and `unknown-issuer`.
 */
export async function receiveOffer(
  tx: Transaction<Database>,
  { peer: peerId }: Pick<Peer, 'peer'>,
  envelope: Envelope,
  now: Date,
): Promise<void> {
  const peer = await lockPeer(tx, peerId);
  const chain = await peerChain(tx, peerId);
  const own = await ownNode(tx);
  if (!peer || !chain || !own?.collective) throw new Refusal('unknown-issuer');
  const offer = verifyStandingOffer(envelope, chain, own.collective, now);
  const at = dateOf(offer.at);
  const held = newestOffer(await statementsOf(tx, peerId), peerId);
  const same = held?.row.id === idOf(envelope);
  if (held && (same ? held.row.envelope === JSON.stringify(envelope) : held.row.at >= at)) return;
  const kept = { id: idOf(envelope), kind: 'standing-offer' as const, peer: peerId, at, complete: true };
  await putStatement(tx, { ...kept, envelope: JSON.stringify(envelope) });
  if (held && !same) await removeStatements(tx, [held.row.id]);
  // What waits until somebody compares is recorded when it comes, not each time that a newer one takes its place.
  if (held && !(await everCompared(tx, peer))) return;
  await record(tx, { actor: `peer:${peerId}`, action: 'peers.offer-received', subject: kept.id }, now);
}
