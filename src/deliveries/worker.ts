import type { Transaction } from 'kysely';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { openPlaces, type Place, type Places } from '../platform/places.ts';
import type { Runtime } from '../runtime.ts';
import { type Asked, prepareAll, type Sender } from './ask-senders.ts';
import { grouped } from './batch.ts';
import { type Claimed, claimLanes } from './claim.ts';
import { type Judgement, judge, type Outcome } from './lane.ts';
import type { DeliveryRow } from './store.ts';
import { batch, dueRows, type Released, releaseLanes, returnExpired, settleRow, settleSent } from './worker-store.ts';

export type { Prepared, Sender } from './ask-senders.ts';

/**
 * Posts the bytes, signed with the node's key or with the `former` one first, from a place and within a time in all;
 * never throws for what the other side does.
 */
export type Post = (
  inbox: string,
  body: string,
  from: { place: Place; deadlineMs: number; former: boolean },
) => Promise<Outcome>;

export type WorkerParts = {
  senders: Record<string, Sender>;
  post: Post;
  /** A follower's inbox is gone for good: forget them. */
  followerGone: (tx: Transaction<Database>, actor: string) => Promise<void>;
  /** Called at each round, so that readiness can tell whether this still runs. */
  beat?: () => void;
};

const pollMs = 1000;
/** So long after a place became free others are awaited, so that one look finds lanes for all of them. */
const gatherMs = 10;
/** So long a lane begins to post; what waits in it then goes behind other lanes. */
const laneTurnMs = 2_000;
/** How long one post lasts at most, the name, the connection and both kinds of signature included. */
const deadlineMs = { peer: 20_000, other: 8_000 };

/**
 * Drains the ledger until disposed: woken after a commit and soon after places become free, polling every second;
 * waits for what is being sent.
 */
export function startWorker(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
  places: Places = openPlaces(),
): AsyncDisposable & { wake: () => void } {
  let stopped = false;
  let wakeUp: () => void = () => {};
  let woken = false;
  const wake = () => {
    woken = true;
    wakeUp();
  };
  const failed = (error: unknown) => runtime.log.error('deliveries.worker-failed', { error });
  const round = openRound(runtime, parts, places, () => stopped);
  const under = new Set<Promise<unknown>>();
  const loop = async () => {
    while (!stopped) {
      woken = false;
      parts.beat?.();
      try {
        for (const turn of await startDue(round)) {
          const ended = turn.catch(failed).finally(() => under.delete(ended));
          under.add(ended);
        }
      } catch (error) {
        failed(error);
        // Giving back the places that were taken for it is no reason to try at once again.
        woken = false;
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
  const later = gathered(wake);
  const ignore = places.whenFree(later.call);
  const running = loop();
  return {
    wake,
    async [Symbol.asyncDispose]() {
      stopped = true;
      wake();
      await running;
      await Promise.all(under);
      ignore();
      later.drop();
    },
  };
}

/** Calls once for all that ask within a moment. */
function gathered(call: () => void): { call: () => void; drop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = undefined;
        call();
      }, gatherMs);
    },
    drop: () => clearTimeout(timer),
  };
}

/** Works the lanes that are due, as many as there are places, and waits for them; true when something was attempted. */
export async function drainOnce(
  runtime: Omit<Runtime, 'wake'>,
  parts: WorkerParts,
  places: Places = openPlaces(),
): Promise<boolean> {
  const turns = await startDue(openRound(runtime, parts, places, () => false));
  const worked = await Promise.allSettled(turns);
  return worked.map(fulfilled).some(Boolean);
}

/** What all lanes share: what is the same for many of them is written at once. */
type Round = {
  runtime: Omit<Runtime, 'wake'>;
  parts: WorkerParts;
  places: Places;
  stopped: () => boolean;
  prepare: (asked: Asked) => Promise<void>;
  sent: (row: { id: string; answer: string; sent: Date }) => Promise<void>;
  release: (lane: Released) => Promise<void>;
};

function openRound(runtime: Omit<Runtime, 'wake'>, parts: WorkerParts, places: Places, stopped: () => boolean): Round {
  return {
    runtime,
    parts,
    places,
    stopped,
    prepare: grouped((all) => prepareAll(runtime, parts, all)),
    sent: grouped((all) => settleSent(runtime.db, all)),
    release: grouped((all) => releaseLanes(runtime.db, all)),
  };
}

/** Begins a turn of each lane that is due and has a place. */
async function startDue(round: Round): Promise<Promise<boolean>[]> {
  const { db, clock } = round.runtime;
  const claimed = await claimLanes(db, round.places, clock.now());
  if (claimed.length === 0) return [];
  const lanes = claimed.map(({ lane }) => lane);
  try {
    await returnExpired(db, lanes, clock.now());
    const due = await dueRows(db, lanes, clock.now());
    return claimed.map((one, at) => workLane(round, one, due[at] ?? []));
  } catch (error) {
    const waits = new Date(clock.now().getTime() + pollMs);
    await Promise.all(lanes.map((lane) => round.release({ ...lane, waits }))).finally(() => {
      for (const { place } of claimed) place.leave();
    });
    throw error;
  }
}

async function workLane(round: Round, { lane, place, rank }: Claimed, first: DeliveryRow[]): Promise<boolean> {
  const { db, clock } = round.runtime;
  const began = performance.now();
  const inTime = () => !round.stopped() && performance.now() - began < laneTurnMs;
  let attempted = false;
  let broken = true;
  let waits: Date | null = null;
  let fails = 0;
  let rows = first;
  try {
    while (rows.length > 0 && !waits && inTime()) {
      for (const row of rows) {
        if (waits || !inTime()) break;
        attempted = true;
        const after = await attempt(round, { lane, place, rank }, row);
        waits = after.waits;
        fails = after.fails;
      }
      // Whatever else is due by then makes the lane due again when it is released.
      rows = rows.length === batch && !waits ? ((await dueRows(db, [lane], clock.now()))[0] ?? []) : [];
    }
    broken = false;
  } finally {
    // What a sender throws at is as due as before: without a pause it would be tried without end.
    const soon = attempted && !broken ? null : new Date(clock.now().getTime() + pollMs);
    const slow = round.places.slow(lane.host, rank, lane.slow);
    await round.release({ ...lane, fails, slow, waits: waits ?? soon }).finally(() => place.leave());
  }
  return attempted;
}

function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Until when the lane waits after a row, and how often in a row it has failed. */
type After = { waits: Date | null; fails: number };

/** One row: ask again and mark `sending` in a transaction, post outside of any, settle. */
async function attempt(
  { runtime, parts, prepare, sent }: Round,
  { lane, place }: Claimed,
  row: DeliveryRow,
): Promise<After> {
  const asked: Asked = { row, prepared: null };
  await prepare(asked);
  const { prepared } = asked;
  if (prepared instanceof Error) throw prepared;
  if (prepared === null || !('send' in prepared)) return { waits: null, fails: 0 };
  const began = performance.now();
  const outcome = await parts.post(row.inbox, prepared.send, {
    place,
    deadlineMs: lane.peer ? deadlineMs.peer : deadlineMs.other,
    former: prepared.former ?? false,
  });
  if (outcome.kind !== 'crowded') place.took(performance.now() - began);
  const after = runtime.clock.now();
  const { audience, created, give_up: giveUp } = row;
  const judgement = judge(
    outcome,
    { lane: lane.lane, audience, attempts: row.attempts + 1, created, giveUp, fails: lane.fails + 1 },
    after,
    Math.random(),
  );
  const answer = outcome.kind === 'answered' ? [outcome.status, outcome.code].filter(Boolean).join(' ') : outcome.kind;
  if (judgement.row.state === 'sent') await sent({ id: row.id, answer, sent: after });
  else await settleUnsent(runtime, parts, row, judgement, answer);
  const status = outcome.kind === 'answered' ? { status: outcome.status } : {};
  runtime.log.info('deliveries.attempted', { kind: row.kind, state: judgement.row.state, ...status });
  const { laneWaits: waits } = judgement;
  return { waits, fails: outcome.kind === 'crowded' ? lane.fails : waits === null ? 0 : lane.fails + 1 };
}

async function settleUnsent(
  { db }: Pick<Runtime, 'db'>,
  { followerGone }: WorkerParts,
  row: DeliveryRow,
  { row: next, gone }: Judgement,
  answer: string,
): Promise<void> {
  await transaction(db, async (tx) => {
    if (gone) await followerGone(tx, row.recipient);
    if (next.state === 'due') await settleRow(tx, row, { state: 'due', answer, next_at: next.nextAt });
    else await settleRow(tx, row, { state: 'failed', answer });
  });
}
