import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { From } from '../../federation/inbox.ts';
import { firstTime } from '../../federation/received.ts';
import { requireRoomFor } from '../../peers/room-for.ts';
import { lockAndCount } from '../../peers/store.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { verifyAcknowledgement } from '../../protocol/acknowledgement.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { statementOf } from '../versions/statements.ts';
import { lockVersion } from '../versions/store.ts';
import { acknowledgementType, digestOf } from '../wire/activity.ts';
import { announcer, byPinnedChain, decoded, fetchEach, looked, parsed, statementBytes } from '../wire/fetch.ts';
import { requireClauses, requireNewest } from './rules.ts';
import {
  countPendingAcknowledgements,
  dueAcknowledgements,
  insertPendingAcknowledgement,
  laterAcknowledgement,
  mostPendingAcknowledgements,
  type PendingAcknowledgement,
  putAcknowledgement,
  putOffAcknowledgements,
  removePendingAcknowledgement,
  saidOf,
} from './store.ts';

/**
 * Notes that a partner says something of an agreement; it is fetched later.
 * @throws `unknown-issuer` for anybody who is not pinned, and `too-many`.
 */
export async function noteAcknowledgement(
  runtime: Runtime,
  said: From & { activity: string; url: string; digest: string },
): Promise<void> {
  const { actor, peer, activity, url, digest } = said;
  if (peer === null) throw new Refusal('unknown-issuer', 'actor');
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    await lockAndCount(tx, peer);
    if (!(await firstTime(tx, actor, activity, now))) return;
    await requireRoomFor(tx, { peer, actor }, 0);
    if ((await countPendingAcknowledgements(tx, actor)) >= mostPendingAcknowledgements) throw new Refusal('too-many');
    await insertPendingAcknowledgement(tx, { id: uuidv7(now), actor, url, digest }, now);
  });
}

/**
 * Fetches what partners say of our agreements, and shows what stands: the announced bytes, signed by enough stewards of
 * their pinned chain, about a version of ours and clauses of it, and newer than what they said before. Anything else is
 * forgotten with one line in the log. Answers how many rows were looked at. Call it outside transactions.
 */
export async function fetchAcknowledgements(runtime: Runtime): Promise<number> {
  const { db, clock, log } = runtime;
  return fetchEach(runtime, {
    due: () => dueAcknowledgements(db, clock.now(), looked),
    fetchOne,
    settle: async ({ id }, code, again) => {
      log.info('acknowledgements.not-shown', { code });
      await (again ? laterAcknowledgement(db, id, again) : removePendingAcknowledgement(db, id));
    },
    putOff: (actor, until) => putOffAcknowledgements(db, actor, until),
  });
}

async function fetchOne(runtime: Runtime, row: PendingAcknowledgement): Promise<void> {
  const peer = await announcer(runtime, row);
  const bytes = await statementBytes(runtime, row, peer, acknowledgementType);
  if (digestOf(bytes) !== row.digest) throw new Refusal('digest');
  const envelope = decoded(bytes);
  const read = parseEnvelope(parsed(envelope));
  const now = runtime.clock.now();
  const { statement, id } = await byPinnedChain(runtime, peer, (chain) => verifyAcknowledgement(read, chain, now));
  await transaction(runtime.db, async (tx) => {
    if (!(await lockAndCount(tx, peer.peer))) throw new Refusal('unknown-issuer');
    const own = await ownNode(tx);
    const version = await lockVersion(tx, statement.agreement);
    if (!version || version.withdrawn) throw new Refusal('not-found', 'agreement');
    if (own?.collective !== statementOf(version).issuer) throw new Refusal('from-mismatch', 'agreement');
    requireClauses(statement, statementOf(version));
    const before = (await saidOf(tx, statement.agreement)).find(({ issuer }) => issuer === peer.peer);
    const { agreement, issuer } = statement;
    const next = { id, agreement, issuer, at: dateOf(statement.at), envelope };
    requireNewest(next, before ?? null);
    await requireRoomFor(tx, peer, bytes.length);
    await removePendingAcknowledgement(tx, row.id);
    if (before?.id === id) return;
    await putAcknowledgement(tx, next);
    await record(tx, { actor: `peer:${peer.peer}`, action: 'acknowledgements.received', subject: id }, now);
  });
}
