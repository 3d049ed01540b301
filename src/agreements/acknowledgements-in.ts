import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import { ownNode } from '../collective/store.ts';
import type { From } from '../federation/inbox.ts';
import { firstTime } from '../federation/received.ts';
import { lockPeer, peerByActor } from '../peers/store.ts';
import { uuidv7 } from '../platform/ids.ts';
import { verifyAcknowledgement } from '../protocol/acknowledgement.ts';
import { dateOf } from '../protocol/encoding.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { requireClauses, requireNewest } from './acknowledgement.ts';
import {
  countPendingAcknowledgements,
  dueAcknowledgements,
  insertPendingAcknowledgement,
  laterAcknowledgement,
  type PendingAcknowledgement,
  putAcknowledgement,
  removePendingAcknowledgement,
  saidOf,
} from './acknowledgements-store.ts';
import { acknowledgementType, digestOf } from './activity.ts';
import { byPinnedChain, decoded, parsed, statementBytes } from './fetch.ts';
import { statementOf } from './statements.ts';
import { lockVersion } from './store.ts';

const mostPending = 20;
const atOnce = 10;
/** About a week of tries, at most six hours apart. */
const mostTries = 40;
const longestWaitMs = 21_600_000;

/** Notes that a partner says something of an agreement; it is fetched later. Refuses `unknown-issuer` for anybody who is not pinned, and `too-many`. */
export async function noteAcknowledgement(
  runtime: Runtime,
  said: From & { activity: string; url: string; digest: string },
): Promise<void> {
  const { actor, peer, activity, url, digest } = said;
  if (peer === null) throw new Refusal('unknown-issuer', 'actor');
  const now = runtime.clock.now();
  await runtime.db.transaction().execute(async (tx) => {
    if (!(await firstTime(tx, actor, activity, now))) return;
    if ((await countPendingAcknowledgements(tx, actor)) >= mostPending) throw new Refusal('too-many');
    await insertPendingAcknowledgement(tx, { id: uuidv7(now), actor, url, digest }, now);
  });
}

/**
 * Fetches what partners say of our agreements, and shows what stands: the announced bytes, signed by enough stewards of their pinned chain, about a
 * version of ours and clauses of it, and newer than what they said before. Anything else is forgotten with one line in the log. Answers how many rows
 * were looked at. Call it outside transactions.
 */
export async function fetchAcknowledgements(runtime: Runtime): Promise<number> {
  const rows = await dueAcknowledgements(runtime.db, runtime.clock.now(), atOnce);
  for (const row of rows) {
    try {
      await fetchOne(runtime, row);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await settle(runtime, row, error.code);
    }
  }
  return rows.length;
}

async function settle(runtime: Runtime, row: PendingAcknowledgement, code: RefusalCode): Promise<void> {
  runtime.log.info('acknowledgements.not-shown', { code });
  if (code !== 'unreachable' || row.tries + 1 >= mostTries) return removePendingAcknowledgement(runtime.db, row.id);
  const wait = Math.min(longestWaitMs, 1000 * 2 ** Math.min(row.tries, 20));
  return laterAcknowledgement(runtime.db, row.id, new Date(runtime.clock.now().getTime() + wait));
}

async function fetchOne(runtime: Runtime, row: PendingAcknowledgement): Promise<void> {
  const peer = await peerByActor(runtime.db, row.actor);
  if (!peer) throw new Refusal('unknown-issuer');
  if (peer.state === 'ended') throw new Refusal('not-accepted');
  if (peer.state === 'paused') throw new Refusal('unreachable', 'paused');
  const bytes = await statementBytes(runtime, row, peer, acknowledgementType);
  if (digestOf(bytes) !== row.digest) throw new Refusal('digest');
  const envelope = decoded(bytes);
  const read = parseEnvelope(parsed(envelope));
  const now = runtime.clock.now();
  const { statement, id } = await byPinnedChain(runtime, peer, (chain) => verifyAcknowledgement(read, chain, now));
  await runtime.db.transaction().execute(async (tx) => {
    if (!(await lockPeer(tx, peer.peer))) throw new Refusal('unknown-issuer');
    const own = await ownNode(tx);
    const version = await lockVersion(tx, statement.agreement);
    if (!version || version.withdrawn) throw new Refusal('not-found', 'agreement');
    if (own?.collective !== statementOf(version).issuer) throw new Refusal('from-mismatch', 'agreement');
    requireClauses(statement, statementOf(version));
    const before = (await saidOf(tx, statement.agreement)).find(({ issuer }) => issuer === peer.peer);
    const { agreement, issuer } = statement;
    const next = { id, agreement, issuer, at: dateOf(statement.at), envelope };
    requireNewest(next, before ?? null);
    await removePendingAcknowledgement(tx, row.id);
    if (before?.id === id) return;
    await putAcknowledgement(tx, next);
    await record(tx, { actor: `peer:${peer.peer}`, action: 'acknowledgements.received', subject: id }, now);
  });
}
