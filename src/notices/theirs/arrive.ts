import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Delivery } from '../../../schemas/delivery.ts';
import type { Database } from '../../database/schema.ts';
import { ledgerRow } from '../../deliveries/enqueue.ts';
import { type Left, leftBy } from '../../peers/left-store.ts';
import { goesIn } from '../../peers/room-for.ts';
import { standingAt, whileTrusted } from '../../peers/standing.ts';
import { chainAt } from '../../peers/store.ts';
import { isSealed, kindsNeedingStanding } from '../../protocol/delivery.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import { type Judgement, judgeDelivery } from '../../protocol/receiving.ts';
import { hashedAround } from '../../record/store.ts';
import type { Runtime } from '../../runtime.ts';
import { countHeld, type Look, lookAt, storeNew } from './arrival-store.ts';
import { receiptFor } from './receipts.ts';

/** A delivery whose HTTP signature was verified with a pinned key of `peer`. */
export type Arrived = { peer: string; actor: string; activity: string; delivery: Delivery };

/**
 * Sealed editions of one peer that we hold at once: three thousand of 100 KB, and a list that a client still reads
 * whole.
 */
export const mostHeld = 3_000;

/**
 * Stores a sealed item of which nothing is known here, with two statements; false for everything else, which is then
 * judged under the peer's lock and changes nothing before. Judges by the same checks, from the same rows; refuses
 * nothing itself.
 */
export async function storeAtOnce(runtime: Runtime, arrived: Arrived): Promise<boolean> {
  const { db } = runtime;
  const { peer, actor, delivery } = arrived;
  if (!isSealed(delivery.header.kind)) return false;
  const now = runtime.clock.now();
  const { header, body } = delivery;
  const seen = await lookAt(db, peer, header.delivery);
  if (!seen || seen.known || seen.actor !== actor || typeof body !== 'string') return false;
  if (seen.state !== 'trusted' && seen.state !== 'compared') return false;
  const judgement = judgeNew(seen, delivery, now);
  if (judgement?.outcome !== 'store') return false;
  const here = await hereAt(db, seen);
  const headerText = JSON.stringify(header);
  const bytes = headerText.length + body.length;
  if (here.held >= mostHeld || !goesIn(here, bytes)) return false;
  const { cipher } = judgement;
  const receipt = receiptFor(seen, { delivery: header.delivery, cipher, event: 'stored' });
  const entry = { at: timeOf(now), actor: `peer:${peer}`, action: 'notice.stored', subject: header.delivery };
  const { delivery: id, edition, kind, dropCommit, dropAfter } = header;
  const stored = await storeNew(
    db,
    {
      revision: seen.revision,
      incoming: {
        peer,
        delivery: id,
        edition,
        kind,
        header: headerText,
        body,
        cipher,
        drop_commit: dropCommit,
        drop_after: dateOf(dropAfter ?? ''),
      },
      receipt: ledgerRow(receipt, now),
      entry: { ...entry, ...hashedAround(entry) },
    },
    now,
  );
  if (!stored) return false;
  // The item and its receipt are two rows.
  const after = { held: here.held + 1, rows: here.rows + 2, bytes: here.bytes + bytes };
  counted(db).set(peer, { ...after, revision: String(BigInt(seen.revision) + 1n) });
  // A lane that backs off is not due: nobody has to be woken for it.
  if (stored.due <= now) runtime.wake();
  return true;
}

/** What the checks say; null where they refuse, or where a chain or a standing was not read by this process yet. */
function judgeNew(seen: Look, delivery: Delivery, now: Date): Judgement | null {
  const chain = chainAt(seen.manifest);
  const standing = standingAt(seen.standing);
  const scope = kindsNeedingStanding[delivery.header.kind];
  if (!chain || (scope !== null && !standing)) return null;
  const { accepts } = whileTrusted(seen.state, standing, now);
  const nothing = { row: null, tombstone: null, pendingTombstones: 0 };
  try {
    return judgeDelivery(delivery, { me: seen.me ?? '', peer: chain, accepts, ...nothing }, now, cipherHere);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** `cipherOf` in native code; the body was decoded strictly when it was parsed. */
const cipherHere = (body: string): string => createHash('sha256').update(body, 'base64url').digest('base64url');

/** What a peer left here, and how many of it are sealed editions. */
type Here = Left & { held: number };
type Counted = Map<string, Here & { revision: string }>;
const counts = new WeakMap<Kysely<Database>, Counted>();

/**
 * What a peer left here at this revision: counted once, and then kept for as long as the revision is the one that we
 * left.
 */
async function hereAt(db: Kysely<Database>, look: Look): Promise<Here> {
  const known = counted(db).get(look.peer);
  if (known?.revision === look.revision) return known;
  const [left, held] = [await leftBy(db, look), await countHeld(db, look.peer)];
  return { ...left, held };
}

function counted(db: Kysely<Database>): Counted {
  const known = counts.get(db) ?? new Map();
  counts.set(db, known);
  return known;
}

const queues = new WeakMap<Kysely<Database>, Map<string, Promise<unknown>>>();

/**
 * Lets what one peer sends follow each other in this process: else the second would find the revision moved, and begin
 * again with a lock. In between everybody else has their turn.
 */
export function oneByOne<T>(db: Kysely<Database>, peer: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(db) ?? new Map<string, Promise<unknown>>();
  queues.set(db, queue);
  // The embedded database answers without letting go of the loop: a whole queue would be one turn of it.
  const turn = () => nextTurn().then(work);
  const mine = (queue.get(peer) ?? Promise.resolve()).then(turn, turn);
  queue.set(peer, mine);
  const leave = () => void (queue.get(peer) === mine && queue.delete(peer));
  mine.then(leave, leave);
  return mine;
}
