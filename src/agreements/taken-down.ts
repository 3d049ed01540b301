import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import type { From, Receive } from '../federation/inbox.ts';
import { objectIdOf } from '../federation/json-shape.ts';
import { once } from '../federation/received.ts';
import { lockPeer, type Peer, peerOf } from '../peers/store.ts';
import { requireEnds, verifyAgreementWithdrawal } from '../protocol/agreement-withdrawal.ts';
import { dateOf } from '../protocol/encoding.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { forgetSaid } from './acknowledgements/store.ts';
import { renewPartnersWords } from './search/reindex.ts';
import { withdrawalUrl } from './versions/addresses.ts';
import { removeObject, removeWaiting, shownOfObject } from './versions/received-store.ts';
import {
  dueWithdrawals,
  laterWithdrawal,
  noteTakenDown,
  putOffWithdrawals,
  putWithdrawn,
  type TakenDownRow,
} from './versions/taken-down-store.ts';
import { withdrawalType } from './wire/activity.ts';
import { byPinnedChain, decoded, fetchEach, looked, parsed, statementBytes } from './wire/fetch.ts';

/** Withdrawals of one partner that are remembered; they hold no words of agreements. */
const mostWithdrawn = 100;

/**
 * A server says that an agreement is gone. What was not shown yet is forgotten; what is shown stays, with a mark, until
 * its collective's own word was fetched: a server speaks for nobody.
 */
export async function takenDown(runtime: Runtime, activity: Parameters<Receive>[0], from: From): Promise<void> {
  const object = objectIdOf(activity);
  if (object === null) return;
  await once(runtime, from, activity.id, async (tx, now) => {
    await removeWaiting(tx, from.actor, object);
    const [shown] = await shownOfObject(tx, from.actor, object);
    if (!shown) return;
    const { peer, series, actor } = shown;
    await noteTakenDown(tx, { peer, series, actor, object }, now);
    await record(tx, { actor: `peer:${peer}`, action: 'agreements.taken-down' }, now);
  });
}

/**
 * Fetches the withdrawals of what partners' servers took down: signed by enough stewards of the pinned chain, and of
 * the version that is shown or a later one. Then its words are erased. Anything else is not, with one line in the log;
 * a server that has none is asked for about a week. Answers how many rows were looked at. Call it outside transactions.
 */
export async function fetchWithdrawals(runtime: Runtime): Promise<number> {
  const { db, clock, log } = runtime;
  return fetchEach(runtime, {
    due: () => dueWithdrawals(db, clock.now(), looked),
    fetchOne,
    settle: async (row, code, again) => {
      log.info('withdrawals.not-signed', { code });
      await laterWithdrawal(db, row, again);
    },
    putOff: (actor, until) => putOffWithdrawals(db, actor, until),
  });
}

async function fetchOne(runtime: Runtime, row: TakenDownRow): Promise<void> {
  const peer = await speaker(runtime, row);
  const { series } = row;
  const url = withdrawalUrl(peer.origin, series);
  const text = decoded(await statementBytes(runtime, { url }, peer, withdrawalType));
  const envelope = parseEnvelope(parsed(text));
  const now = runtime.clock.now();
  const { statement, id } = await byPinnedChain(runtime, peer, (chain) =>
    verifyAgreementWithdrawal(envelope, chain, now),
  );
  await transaction(runtime.db, async (tx) => {
    if (!(await lockPeer(tx, peer.peer))) throw new Refusal('unknown-issuer');
    const shown = await shownOfObject(tx, row.actor, row.object);
    if (shown.length === 0) throw new Refusal('not-found');
    for (const one of shown) requireEnds(statement, { ...one, id: one.statement });
    await forgetSaid(
      tx,
      shown.map((one) => one.statement),
    );
    await removeObject(tx, row.actor, row.object);
    const { version, at } = statement;
    const withdrawn = { peer: peer.peer, series, version, at: dateOf(at), envelope: text };
    await putWithdrawn(tx, withdrawn, mostWithdrawn);
    await renewPartnersWords(tx, peer.peer, series);
    await record(tx, { actor: `peer:${peer.peer}`, action: 'agreements.erased', subject: id }, now);
  });
}

/** Whose chain judges; also of one with whom it ended, who may still take back. Refuses as `announcer` while paused. */
async function speaker({ db }: Runtime, { peer: id }: TakenDownRow): Promise<Peer> {
  const peer = await peerOf(db, id);
  if (!peer) throw new Refusal('unknown-issuer');
  if (peer.state === 'paused') throw new Refusal('unreachable', 'paused');
  return peer;
}
