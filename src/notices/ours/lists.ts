import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import { type Page, pageOf } from '../../database/page-of.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { enqueue } from '../../deliveries/enqueue.ts';
import { listObject } from '../../deliveries/objects.ts';
import type { Sender } from '../../deliveries/worker.ts';
import { clearSender } from '../../peers/send.ts';
import { lockPeer } from '../../peers/store.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import { type Envelope, readUnverified } from '../../protocol/envelope.ts';
import { checkOwnLive } from '../../protocol/list-statement.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { consentsStanding, ownListFor, ownLists, peersToldAfter, putOwnList } from './consent-store.ts';

/**
 * Per peer our newest list, and what was handed in for it, stands and may go out: the node's word, which a client
 * compares with the sealed files. `handedIn` is when its pause was over: before, nothing of it is told to anybody.
 */
export type ListToRenew = { peer: string; newest: Envelope | null; shared: { delivery: string; handedIn: string }[] };

/**
 * What an accompanier's client makes the next lists from: peers that hold, or were told that they may hold, something
 * of ours, one page of them.
 */
export async function listsToRenew(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  page: Page,
): Promise<{ lists: ListToRenew[]; next: string | null }> {
  const { rows: peers, next } = pageOf(await peersToldAfter(db, page), page.most, (peer) => peer);
  const standing = Map.groupBy(await consentsStanding(db, peers, clock.now()), ({ peer }) => peer);
  const newest = new Map((await ownLists(db, peers)).map((list) => [list.peer, storedEnvelope(list.envelope)]));
  const lists = peers.map((peer) => ({
    peer,
    newest: newest.get(peer) ?? null,
    shared: (standing.get(peer) ?? []).map(({ delivery, send_after }) => ({ delivery, handedIn: timeOf(send_after) })),
  }));
  return { lists, next };
}

/**
 * Keeps a list that our accompaniers signed and sends it to its peer.
 * @throws `not-found` (no such peer), `not-set-up`, and what `checkOwnLive` refuses: another's, one that is not newer
 * than the last, one that names again what the last left out and that fewer than attest signed.
 */
export async function renewList(runtime: Runtime, member: string, envelope: Envelope): Promise<void> {
  const now = runtime.clock.now();
  const { audience } = readUnverified('live', envelope).statement;
  await transaction(runtime.db, async (tx) => {
    const peer = await lockPeer(tx, audience);
    if (!peer) throw new Refusal('not-found');
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    const last = await ownListFor(tx, audience);
    const newest = last ? readUnverified('live', storedEnvelope(last.envelope)).statement : null;
    const handedIn = new Map(
      (await consentsStanding(tx, [audience], now)).map(({ delivery, send_after }) => [delivery, send_after]),
    );
    const known = { audience, newest, handedIn: (delivery: string) => handedIn.get(delivery) };
    const { statement, id } = checkOwnLive(envelope, own, known, now);
    await putOwnList(tx, {
      peer: audience,
      id,
      envelope: JSON.stringify(envelope),
      issued: dateOf(statement.issuedAt),
    });
    const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
    await enqueue(tx, [{ kind: 'live', item: id, object: listObject(audience), recipient }], now);
    await record(tx, { actor: member, action: 'list.renewed', subject: audience }, now);
  });
  runtime.wake();
}

/** Sends our newest list to its peer, and no earlier one; whatever became of the trust in that peer. */
export function listSender(runtime: Pick<Runtime, 'origin'>): Sender {
  return clearSender(runtime, 'live', async (tx, { item, peer }) => {
    const newest = await ownListFor(tx, peer);
    return newest?.id === item ? storedEnvelope(newest.envelope) : null;
  });
}
