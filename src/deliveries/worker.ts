import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Runtime } from '../runtime.ts';
import { type Asked, prepareAll, type Sender } from './ask-senders.ts';
import { grouped } from './batch.ts';
import { type Judgement, judge, type Outcome } from './lane.ts';
import type { DeliveryRow } from './store.ts';
import {
  batch,
  claimLanes,
  dueRows,
  type Lane,
  type Released,
  releaseLanes,
  returnExpired,
  settleRow,
  settleSent,
} from './worker-store.ts';

export type { Prepared, Sender } from './ask-senders.ts';

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
const lanesAtOnce = 32;
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
  const { db, clock } = runtime;
  const lanes = await claimLanes(db, clock.now(), lanesAtOnce);
  if (lanes.length === 0) return false;
  const turn: Turn = {
    runtime,
    parts,
    stopped,
    prepare: grouped((all) => prepareAll(runtime, parts, all)),
    sent: grouped((all) => settleSent(db, all)),
    release: grouped((all) => releaseLanes(db, all)),
  };
  const due = await firstRows(turn, lanes);
  const worked = await Promise.allSettled(lanes.map((lane, at) => workLane(turn, lane, due[at] ?? [])));
  return worked.map(fulfilled).some(Boolean);
}

/** What the lanes of one turn share: what is the same for many of them is written at once. */
type Turn = {
  runtime: Omit<Runtime, 'wake'>;
  parts: WorkerParts;
  stopped: () => boolean;
  prepare: (asked: Asked) => Promise<void>;
  sent: (row: { id: string; answer: string; sent: Date }) => Promise<void>;
  release: (lane: Released) => Promise<void>;
};

async function firstRows({ runtime: { db, clock }, release }: Turn, lanes: readonly Lane[]): Promise<DeliveryRow[][]> {
  try {
    await returnExpired(db, lanes, clock.now());
    return await dueRows(db, lanes, clock.now());
  } catch (error) {
    const waits = new Date(clock.now().getTime() + pollMs);
    await Promise.all(lanes.map((lane) => release({ ...lane, waits, failed: false })));
    throw error;
  }
}

async function workLane(turn: Turn, lane: Lane, first: DeliveryRow[]): Promise<boolean> {
  const { db, clock } = turn.runtime;
  const began = Date.now();
  let attempted = false;
  let waits: Date | null = null;
  let rows = first;
  try {
    while (rows.length > 0 && !waits && !turn.stopped() && Date.now() - began < laneTurnMs) {
      for (const row of rows) {
        if (turn.stopped() || waits) break;
        attempted = true;
        waits = await attempt(turn, lane, row);
      }
      // Whatever else is due by then makes the lane due again when it is released.
      rows = rows.length === batch && !waits ? ((await dueRows(db, [lane], clock.now()))[0] ?? []) : [];
    }
  } finally {
    const soon = attempted ? null : new Date(clock.now().getTime() + pollMs);
    await turn.release({ ...lane, waits: waits ?? soon, failed: waits !== null });
  }
  return attempted;
}

function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/**
 * One row: ask again and mark `sending` in a transaction, post outside of any, settle. Returns until when the lane
 * waits.
 */
async function attempt({ runtime, parts, prepare, sent }: Turn, lane: Lane, row: DeliveryRow): Promise<Date | null> {
  const asked: Asked = { row, prepared: null };
  await prepare(asked);
  const { prepared } = asked;
  if (prepared instanceof Error) throw prepared;
  if (prepared === null || !('send' in prepared)) return null;
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
  if (judgement.row.state === 'sent') await sent({ id: row.id, answer, sent: after });
  else await settleUnsent(runtime, parts, row, judgement, answer);
  const status = outcome.kind === 'answered' ? { status: outcome.status } : {};
  runtime.log.info('deliveries.attempted', { kind: row.kind, state: judgement.row.state, ...status });
  return judgement.laneWaits;
}

async function settleUnsent(
  { db }: Pick<Runtime, 'db'>,
  { followerGone }: WorkerParts,
  row: DeliveryRow,
  { row: next, gone }: Judgement,
  answer: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (gone) await followerGone(tx, row.recipient);
    if (next.state === 'due') await settleRow(tx, row, { state: 'due', answer, next_at: next.nextAt });
    else await settleRow(tx, row, { state: 'failed', answer });
  });
}
