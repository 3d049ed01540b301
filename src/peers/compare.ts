import { Refusal } from '../../schemas/codes.ts';
import { ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { tolerance } from '../protocol/calendar.ts';
import { verifyComparison } from '../protocol/comparison-words.ts';
import { dateOf } from '../protocol/encoding.ts';
import { type Envelope, membersWhoSigned, readUnverified } from '../protocol/envelope.ts';
import { keysOf, requireInChain } from '../protocol/manifest.ts';
import { withoutFormerKeys } from '../protocol/rotation.ts';
import { standingHolds } from '../protocol/standing.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { makeRoom } from './make-room.ts';
import { acceptName, requireShown } from './names.ts';
import { withSignatures } from './signatures.ts';
import { newestStanding } from './standing.ts';
import {
  lockPeer,
  lockStatement,
  type Peer,
  type PeerStatement,
  peerChain,
  putStatement,
  setPeerState,
  statementsOf,
} from './store.ts';

/**
 * Takes a member's signature under a comparison with a peer. At two different members of ours the peer is compared, and
 * called as they signed; one that was paused gets back what our newest standing says. The same member twice counts
 * once.
 * @throws `not-found`, `not-set-up`, `from-mismatch`, `not-allowed` (the member who hands it in did not sign),
 * `signature`, `name-alike` and `from-mismatch` for how it was shown, `conflict` (an older one than we hold, or than
 * the pause that it would end), and `manifest-rollback` or `equivocation` when other manifests were compared than the
 * ones we hold.
 */
export async function addComparison(
  runtime: Runtime,
  member: string,
  peerId: string,
  envelope: Envelope,
): Promise<{ peer: Peer; statement: PeerStatement }> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    const peer = await lockPeer(tx, peerId);
    if (!peer) throw new Refusal('not-found');
    const own = await ownChain(tx);
    const chain = await peerChain(tx, peerId);
    if (!own || !chain) throw new Refusal('not-set-up');
    const { statement, id } = readUnverified('comparison', envelope);
    if (statement.own !== own.collective || statement.peer !== peerId) throw new Refusal('from-mismatch', 'envelope');
    requireInChain(chain, statement.manifests.peer);
    if (!membersWhoSigned(envelope, keysOf(own)).has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const held = await lockStatement(tx, id);
    // What was complete once may be signed again by a new key; anything else is about the newest manifest.
    if (!held?.complete && statement.manifests.peer.id !== chain.newest.id)
      throw new Refusal('manifest-rollback', 'manifests.peer');
    const at = dateOf(statement.at);
    const newest = newestComparison(await statementsOf(tx, peerId));
    if (peer.state === 'paused' && at.getTime() < peer.changed.getTime() - tolerance)
      throw new Refusal('conflict', 'at');
    if (newest && newest.id !== id && newest.at >= at) throw new Refusal('conflict', 'at');
    if (!held && statement.shown) await requireShown(tx, peer, chain, statement.shown);
    const signed = held ? withSignatures(storedEnvelope(held.envelope), envelope) : envelope;
    const counting = withoutFormerKeys(signed, own);
    const enough = membersWhoSigned(counting, keysOf(own)).size >= 2;
    if (enough) verifyComparison(counting, own, now);
    // What two of us once signed stands here while they sign it again with new keys; each client counts for itself.
    const complete = enough || held?.complete === true;
    const row = { id, kind: 'comparison' as const, peer: peerId, envelope: JSON.stringify(signed), at, complete };
    if (!held) await makeRoom(tx, own, await statementsOf(tx, peerId), { kind: 'comparison', member });
    await putStatement(tx, row);
    let state: Peer['state'] = peer.state;
    if (complete && !held?.complete) {
      const standing = newestStanding(await statementsOf(tx, peerId));
      const trusted = state !== 'ended' && standing !== null && standingHolds(standing, now) && gives(standing);
      state = trusted ? 'trusted' : 'compared';
      await setPeerState(tx, peerId, state, now);
      if (statement.shown) await acceptName(tx, peer, statement.shown.name);
    }
    const action = complete ? 'peers.compared' : 'peers.comparison-signed';
    await record(tx, { actor: member, action, subject: peerId }, now);
    return { peer: { ...peer, state }, statement: row };
  });
}

/** The newest complete comparison among a peer's statements (newest first), or null. */
export function newestComparison(statements: readonly PeerStatement[]): PeerStatement | null {
  return statements.find(({ kind, complete }) => kind === 'comparison' && complete) ?? null;
}

/** Whether a standing lets anything through in either direction. */
export function gives(standing: { accepts: readonly string[]; sends: readonly string[] }): boolean {
  return standing.accepts.length + standing.sends.length > 0;
}
