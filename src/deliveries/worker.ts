import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Runtime } from '../runtime.ts';
import { judge, type Outcome } from './lane.ts';
import {
  claimLanes,
  type DeliveryRow,
  dueRows,
  type Lane,
  markSending,
  releaseLane,
  returnExpired,
  settleRow,
} from './store.ts';

/** What a room makes of a row at send time: the exact bytes to post, or why there is nothing to send. */
export type Prepared = { send: string } | { cancel: string } | { wait: Date; because: string };

/** Builds an item from current rows. Runs inside the transaction that marks the row `sending`; it may lock what it asks. */
export type Sender = (tx: Transaction<Database>, row: DeliveryRow, now: Date) => Promise<Prepared>;

/** Posts the bytes, signed with the node's key; never throws for what the other side does. */
export type Post = (inbox: string, body: string) => Promise<Outcome>;

export type WorkerParts = {
  senders: Record<string, Sender>;
  post: Post;
  /** A follower's inbox is gone for good: forget them. */
  followerGone: (tx: Transaction<Database>, actor: string) => Promise<void>;
  /** Called at each round, so that readiness can tell whether this still runs. */
  beat?: () => void;
};

const pollMs = 1000;
const lanesAtOnce = 8;
const laneTurnMs = 10_000;

/** Drains the ledger until disposed: woken after a commit, polling every second; waits for what is being sent. */
export function startWorker(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
): AsyncDisposable & { wake: () => void } {
  let stopped = false;
  let wakeUp: () => void = () => {};
  let woken = false;
  const wake = () => {
    woken = true;
    wakeUp();
  };
  const loop = async () => {
    while (!stopped) {
      woken = false;
      parts.beat?.();
      try {
        if (await drainOnce(runtime, parts, () => stopped)) continue;
      } catch (error) {
        runtime.log.error('deliveries.worker-failed', { error });
      }
      if (stopped || woken) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = loop();
  return {
    wake,
    async [Symbol.asyncDispose]() {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** Claims due lanes and works them side by side; true when something was attempted. */
export async function drainOnce(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
  stopped: () => boolean = () => false,
): Promise<boolean> {
  const lanes = await claimLanes(runtime.db, runtime.clock.now(), lanesAtOnce);
  const worked = await Promise.all(lanes.map((lane) => workLane(runtime, parts, lane, stopped)));
  return worked.some(Boolean);
}

async function workLane(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
  lane: Lane,
  stopped: () => boolean,
): Promise<boolean> {
  const began = Date.now();
  let attempted = false;
  let waits: Date | null = null;
  try {
    await returnExpired(runtime.db, lane, runtime.clock.now());
    let rows = await dueRows(runtime.db, lane, runtime.clock.now());
    while (rows.length > 0 && !waits && !stopped() && Date.now() - began < laneTurnMs) {
      for (const row of rows) {
        if (stopped() || waits) break;
        attempted = true;
        waits = await attempt(runtime, parts, lane, row);
      }
      if (!waits) rows = await dueRows(runtime.db, lane, runtime.clock.now());
    }
  } finally {
    const soon = attempted ? null : new Date(runtime.clock.now().getTime() + pollMs);
    await releaseLane(runtime.db, lane, waits ?? soon, waits !== null);
  }
  return attempted;
}

/** One row: ask again and mark `sending` in a transaction, post outside of any, settle. Returns until when the lane waits. */
async function attempt(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
  lane: Lane,
  row: DeliveryRow,
): Promise<Date | null> {
  const now = runtime.clock.now();
  const prepared = await runtime.db.transaction().execute(async (tx): Promise<Prepared> => {
    const sender = parts.senders[row.kind];
    if (!sender) throw new Error(`no sender for ${row.kind}`);
    const ready: Prepared = row.give_up <= now ? { cancel: 'given-up' } : await sender(tx, row, now);
    if ('send' in ready) {
      if (!(await markSending(tx, row.id, now))) return { cancel: 'overtaken' };
    } else if ('wait' in ready) {
      await settleRow(tx, row, { state: 'due', answer: ready.because, next_at: ready.wait });
    } else {
      await settleRow(tx, row, { state: ready.cancel === 'given-up' ? 'failed' : 'cancelled', answer: ready.cancel });
    }
    return ready;
  });
  if (!('send' in prepared)) return null;
  const outcome = await parts.post(row.inbox, prepared.send);
  const after = runtime.clock.now();
  const { audience, created, give_up: giveUp } = row;
  const judgement = judge(
    outcome,
    { lane: lane.lane, audience, attempts: row.attempts + 1, created, giveUp, fails: lane.fails + 1 },
    after,
    Math.random(),
  );
  const answer =
    outcome.kind === 'unreachable' ? 'unreachable' : [outcome.status, outcome.code].filter(Boolean).join(' ');
  await runtime.db.transaction().execute(async (tx) => {
    if (judgement.gone) await parts.followerGone(tx, row.recipient);
    if (judgement.row.state === 'sent') await settleRow(tx, row, { state: 'sent', answer, sent: after });
    else if (judgement.row.state === 'due')
      await settleRow(tx, row, { state: 'due', answer, next_at: judgement.row.nextAt });
    else await settleRow(tx, row, { state: 'failed', answer });
  });
  const status = outcome.kind === 'answered' ? { status: outcome.status } : {};
  runtime.log.info('deliveries.attempted', { kind: row.kind, state: judgement.row.state, ...status });
  return judgement.laneWaits;
}
