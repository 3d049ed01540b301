import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, DeliveriesTable } from '../database/schema.ts';

/* All SQL of the queue. Leases, not session locks; the lane's key leads every index (QUALITY §2). */

export type DeliveryRow = Selectable<DeliveriesTable>;
export type Lane = { host: string; lane: 'erase' | 'ordinary'; fails: number };

/** A row as it is put in, before anything was tried. */
export type NewRow = Omit<
  DeliveryRow,
  'attempts' | 'lease' | 'sent' | 'answer' | 'acknowledged' | 'acknowledged_on' | 'state'
>;

/** A row outlives two posts of 5 s; a lane outlives its turn of 10 s. What a killed worker held is due again after these. */
const rowLeaseMs = 20_000;
const laneLeaseMs = 25_000;
const batch = 25;

/** Adds one due row. It waits behind what is unsent of the same object for the same recipient. */
export async function insertRow(db: Kysely<Database>, row: NewRow): Promise<void> {
  const earlier = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.max('next_at').as('next_at'))
    .where('recipient', '=', row.recipient)
    .where('object', '=', row.object)
    .where('lane', '=', row.lane)
    .where('state', '=', 'due')
    .executeTakeFirst();
  const next_at = earlier?.next_at && earlier.next_at > row.next_at ? earlier.next_at : row.next_at;
  await db
    .insertInto('deliveries')
    .values({ ...row, next_at, state: 'due' })
    .execute();
  await wakeLane(db, row.host, row.lane, next_at);
}

/** When a lane is due that `excluded` wants due: a lane that backs off keeps to its own time. */
export const wokenLane = sql<Date>`case when lanes.fails > 0 and lanes.next_at is not null then lanes.next_at
  else least(coalesce(lanes.next_at, excluded.next_at), excluded.next_at) end`;

/** Makes the lane due, unless it backs off: one dead host is not tried more often because more is waiting. */
async function wakeLane(db: Kysely<Database>, host: string, lane: Lane['lane'], at: Date): Promise<void> {
  await db
    .insertInto('lanes')
    .values({ host, lane, next_at: at })
    .onConflict((conflict) =>
      conflict.columns(['host', 'lane']).doUpdateSet({
        next_at: wokenLane,
      }),
    )
    .execute();
}

/** Cancels what was not sent yet of an object for a recipient; what is `sending` under a live lease stays. */
export async function cancelUnsent(db: Kysely<Database>, object: string, recipient: string, now: Date): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'cancelled', lease: null, answer: 'cancelled' })
    .where('object', '=', object)
    .where('recipient', '=', recipient)
    .where('lane', '=', 'ordinary')
    .where((or) => or.or([or('state', '=', 'due'), or.and([or('state', '=', 'sending'), or('lease', '<', now)])]))
    .execute();
}

/** Cancels what a follower was not sent yet, but never an erase; rows of `except` kinds stay. */
export async function cancelToFollower(
  db: Kysely<Database>,
  recipient: string,
  except: readonly string[],
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'cancelled', answer: 'cancelled' })
    .where('recipient', '=', recipient)
    .where('audience', '=', 'follower')
    .where('lane', '=', 'ordinary')
    .where('state', '=', 'due')
    .where('kind', 'not in', except)
    .execute();
}

/** Leases due lanes, oldest first. A lane whose holder died is due again when its lease ran out. */
export async function claimLanes(db: Kysely<Database>, now: Date, most: number): Promise<Lane[]> {
  return db
    .updateTable('lanes')
    .set({ lease: new Date(now.getTime() + laneLeaseMs) })
    .where(({ eb, selectFrom, refTuple }) =>
      eb(
        refTuple('host', 'lane'),
        'in',
        selectFrom('lanes')
          .select(['host', 'lane'])
          .where('next_at', '<=', now)
          .where((or) => or.or([or('lease', 'is', null), or('lease', '<', now)]))
          .orderBy('next_at')
          .limit(most)
          .forUpdate()
          .skipLocked()
          .$asTuple('host', 'lane'),
      ),
    )
    .returning(['host', 'lane', 'fails'])
    .execute();
}

/** Gives back rows whose sender died. One that an erase has overtaken is never sent again: it is taken as sent and erased. */
export async function returnExpired(db: Kysely<Database>, lane: Lane, now: Date): Promise<void> {
  await sql`update deliveries as d set lease = null,
      state = case when exists (select 1 from deliveries e where e.recipient = d.recipient and e.object = d.object
        and e.id > d.id and e.lane = 'erase' and d.lane = 'ordinary') then 'cancelled' else 'due' end
    where d.host = ${lane.host} and d.lane = ${lane.lane} and d.state = 'sending' and d.lease < ${now}`.execute(db);
}

/**
 * Due rows of a lane, in order; a row waits while an earlier one of its (recipient, object) is unsent. An erase waits for what is
 * being sent, never for an ordinary row that failed and would be tried again hours later: nothing is left to be sent of that.
 */
export async function dueRows(db: Kysely<Database>, lane: Lane, now: Date): Promise<DeliveryRow[]> {
  return db
    .selectFrom('deliveries as d')
    .selectAll('d')
    .where('d.host', '=', lane.host)
    .where('d.lane', '=', lane.lane)
    .where('d.state', '=', 'due')
    .where('d.next_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as e')
            .select('e.id')
            .whereRef('e.recipient', '=', 'd.recipient')
            .whereRef('e.object', '=', 'd.object')
            .whereRef('e.id', '<', 'd.id')
            .where((or) =>
              or.or([
                or('e.state', '=', 'sending'),
                or.and([or('e.state', '=', 'due'), or.or([or('e.lane', '=', 'erase'), or('d.lane', '=', 'ordinary')])]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('d.id')
    .limit(batch)
    .execute();
}

/** Marks a row `sending` under a lease; false when someone else changed it meanwhile. */
export async function markSending(db: Kysely<Database>, id: string, now: Date): Promise<boolean> {
  const marked = await db
    .updateTable('deliveries')
    .set((eb) => ({ state: 'sending', lease: new Date(now.getTime() + rowLeaseMs), attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'due')
    .executeTakeFirst();
  return marked.numUpdatedRows === 1n;
}

type Settled = { state: 'sent' | 'failed' | 'cancelled' | 'due'; answer: string; sent?: Date; next_at?: Date };

/**
 * Sets a row's state after an attempt, and lets later rows of its object wait with it. Nothing changes when a receipt or a cancel
 * came first; what was erased while it was being sent is not due again.
 */
export async function settleRow(db: Kysely<Database>, row: DeliveryRow, to: Settled): Promise<void> {
  const state = to.state === 'due' && row.lane === 'ordinary' && (await erasedSince(db, row)) ? 'cancelled' : to.state;
  await db
    .updateTable('deliveries')
    .set({ lease: null, ...to, state })
    .where('id', '=', row.id)
    .where('state', 'in', ['due', 'sending'])
    .execute();
  if (to.next_at === undefined) return;
  await db
    .updateTable('deliveries')
    .set({ next_at: to.next_at })
    .where('recipient', '=', row.recipient)
    .where('object', '=', row.object)
    .where('lane', '=', row.lane)
    .where('id', '>', row.id)
    .where('state', '=', 'due')
    .where('next_at', '<', to.next_at)
    .execute();
}

async function erasedSince(db: Kysely<Database>, { id, recipient, object }: DeliveryRow): Promise<boolean> {
  const erase = await db
    .selectFrom('deliveries')
    .select('id')
    .where('recipient', '=', recipient)
    .where('object', '=', object)
    .where('lane', '=', 'erase')
    .where('id', '>', id)
    .limit(1)
    .executeTakeFirst();
  return erase !== undefined;
}

/**
 * Ends a lane's lease: it waits until `waits` and its next due row, or for ever when it has none. The lane is locked before its rows are
 * looked at: what a transaction enqueued that commits meanwhile would otherwise be overlooked, and nothing would wake the lane again.
 */
export async function releaseLane(
  db: Kysely<Database>,
  { host, lane, fails }: Lane,
  waits: Date | null,
  failed: boolean,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const held = tx.selectFrom('lanes').select('host').where('host', '=', host).where('lane', '=', lane);
    await held.forUpdate().execute();
    await sql`update lanes set lease = null, fails = ${failed ? fails + 1 : 0}, next_at = greatest(${waits}::timestamptz, (
        select min(case when state = 'sending' then lease else next_at end) from deliveries
        where host = ${host} and lane = ${lane} and state in ('due', 'sending')))
      where host = ${host} and lane = ${lane}`.execute(tx);
  });
}

/** Who was ever sent an object, with the state of each row: the answer to "who holds this?". */
export function rowsOf(db: Kysely<Database>, object: string): Promise<DeliveryRow[]> {
  return db.selectFrom('deliveries').selectAll().where('object', '=', object).orderBy('id').execute();
}

/**
 * Whoever was sent an object, each with the inbox and kind of the newest row; without those whom we removed as followers, to whom nothing but an erase
 * goes any more.
 */
export function holdersOf(
  db: Kysely<Database>,
  object: string,
): Promise<Pick<DeliveryRow, 'kind' | 'recipient' | 'inbox' | 'audience'>[]> {
  return db
    .selectFrom('deliveries as d')
    .distinctOn('d.recipient')
    .select(['d.kind', 'd.recipient', 'd.inbox', 'd.audience'])
    .where('d.object', '=', object)
    .where('d.lane', '=', 'ordinary')
    .where('d.state', 'in', ['sending', 'sent'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as r')
            .select('r.id')
            .whereRef('r.recipient', '=', 'd.recipient')
            .where('r.object', '=', sql<string>`'follow:' || d.recipient`)
            .where('r.kind', '=', 'follow-reject')
            .where('r.state', '<>', 'cancelled'),
        ),
      ),
    )
    .orderBy('d.recipient')
    .orderBy('d.id', 'desc')
    .execute();
}

/** Forgets what was said to whom we removed as a follower: they follow again. */
export async function forgetRemoval(tx: Transaction<Database>, actor: string): Promise<void> {
  await tx
    .deleteFrom('deliveries')
    .where('recipient', '=', actor)
    .where('object', '=', `follow:${actor}`)
    .where('kind', '=', 'follow-reject')
    .where('state', 'in', ['sent', 'failed'])
    .execute();
}

/** Notes a holder's receipt on the newest row of that object and recipient, of the kinds given. */
export async function acknowledgeRow(
  db: Kysely<Database>,
  found: { object: string; recipient: string; lane: Lane['lane'] },
  event: string,
  on: Date,
): Promise<boolean> {
  const done = await db
    .updateTable('deliveries')
    .set({
      // A late `stored` never hides an `opened`.
      acknowledged: sql<string>`case when ${event}::text = 'stored' and acknowledged is not null then acknowledged else ${event}::text end`,
      acknowledged_on: on,
      token: null,
      state: 'sent',
      lease: null,
      sent: sql<Date>`coalesce(sent, ${on}::timestamptz)`,
    })
    .where(
      'id',
      '=',
      db
        .selectFrom('deliveries')
        .select('id')
        .where('object', '=', found.object)
        .where('recipient', '=', found.recipient)
        .where('lane', '=', found.lane)
        .where('state', '<>', 'cancelled')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Forgets the ledger's rows about a settled item: to whom it went and what they answered. */
export async function forgetRows(tx: Transaction<Database>, object: string): Promise<void> {
  await tx.deleteFrom('deliveries').where('object', '=', object).where('state', 'not in', ['due', 'sending']).execute();
}

/** Forgets rows of a kind that are settled and older than `before`: what was sent for good says nothing more. */
export async function pruneSettled(db: Kysely<Database>, kinds: readonly string[], before: Date): Promise<void> {
  await db
    .deleteFrom('deliveries')
    .where('kind', 'in', kinds)
    .where('state', 'in', ['sent', 'cancelled'])
    .where('created', '<', before)
    .execute();
}
