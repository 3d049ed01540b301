import { type Kysely, sql } from 'kysely';
import { byHand } from '../database/by-hand.ts';
import { transaction, withRetry } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import type { DeliveryRow } from './store.ts';

/* What the worker asks of the queue. Leases, not session locks; the lane's key leads every index. */

export type Lane = { host: string; lane: 'erase' | 'ordinary'; fails: number; peer: boolean; slow: boolean };

/** Which lanes are looked for: whose, how many, and where nothing more may go now. */
export type Wanted = Pick<Lane, 'lane' | 'peer' | 'slow'> & { most: number; domains: string[]; origins: string[] };

/**
 * A row outlives one post of 20 s; a lane outlives its turn and the post that began at its end. What a killed worker
 * held is due again after these.
 */
const rowLeaseMs = 25_000;
const laneLeaseMs = 30_000;
/** So many rows of a lane are read at once. */
export const batch = 25;

/** Due lanes of each of these kinds, oldest first; nobody's yet. */
export async function dueLanes(db: Kysely<Database>, now: Date, wanted: readonly Wanted[]): Promise<Lane[]> {
  const due = sql<Lane>`
    select due.* from json_to_recordset(${JSON.stringify(wanted)}::json)
      as w (peer boolean, lane text, slow boolean, most integer, domains text[], origins text[])
    cross join lateral (
      select l.host, l.lane, l.fails, l.peer, l.slow from lanes as l
      where l.peer = w.peer and l.lane = w.lane and l.slow = w.slow and l.next_at <= ${now}
        and (l.lease is null or l.lease < ${now})
        and (l.domain is null or l.domain <> all (w.domains)) and l.host <> all (w.origins)
      order by l.next_at limit w.most) as due`;
  return byHand(db, [], due);
}

/** Leases those of these lanes that are still due. A lane whose holder died is due again when its lease ran out. */
export async function leaseLanes(db: Kysely<Database>, now: Date, lanes: readonly Lane[]): Promise<Lane[]> {
  const leased = sql<Lane>`
    update lanes set lease = ${new Date(now.getTime() + laneLeaseMs)}
    where (host, lane) in (
      select lanes.host, lanes.lane from lanes join ${named(lanes)} on lanes.host = l.host and lanes.lane = l.lane
      where lanes.next_at <= ${now} and (lanes.lease is null or lanes.lease < ${now})
      for update of lanes skip locked)
    returning host, lane, fails, peer, slow`;
  return byHand(db, ['lanes'], leased);
}

/** Notes of lanes whether their hosts are slow, where that has changed. */
export async function markSlow(
  db: Kysely<Database>,
  lanes: readonly Pick<Lane, 'host' | 'lane' | 'slow'>[],
): Promise<void> {
  const marked = sql`update lanes set slow = l.slow
    from json_to_recordset(${JSON.stringify(lanes)}::json) as l (host text, lane text, slow boolean)
    where lanes.host = l.host and lanes.lane = l.lane`;
  await withRetry(() => byHand(db, ['lanes'], marked));
}

/**
 * Gives back rows of these lanes whose sender died. One that an erase has overtaken is never sent again: it is taken as
 * sent and erased.
 */
export async function returnExpired(db: Kysely<Database>, lanes: readonly Lane[], now: Date): Promise<void> {
  const back = sql`update deliveries as d set lease = null,
      state = case when exists (select 1 from deliveries e where e.recipient = d.recipient and e.object = d.object
        and e.id > d.id and e.lane = 'erase' and d.lane = 'ordinary') then 'cancelled' else 'due' end
    from ${named(lanes)} where d.host = l.host and d.lane = l.lane and d.state = 'sending' and d.lease < ${now}`;
  await byHand(db, ['deliveries'], back);
}

/**
 * Due rows of each of these lanes, in order; a row waits while an earlier one of its (recipient, object) is unsent. An
 * erase waits for what is being sent, never for an ordinary row that failed and would be tried again hours later:
 * nothing is left to be sent of that.
 */
export async function dueRows(db: Kysely<Database>, lanes: readonly Lane[], now: Date): Promise<DeliveryRow[][]> {
  const due = sql<DeliveryRow>`
    select d.* from ${named(lanes)} cross join lateral (
      select * from deliveries as d where d.host = l.host and d.lane = l.lane and d.state = 'due'
        and d.next_at <= ${now}
        and not exists (select from deliveries as e where e.recipient = d.recipient and e.object = d.object
          and e.id < d.id
          and (e.state = 'sending' or (e.state = 'due' and (e.lane = 'erase' or d.lane = 'ordinary'))))
      order by d.id limit ${batch}) as d
    order by d.id`;
  const rows = await byHand(db, [], due);
  return lanes.map(({ host, lane }) => rows.filter((row) => row.host === host && row.lane === lane));
}

/** Lanes as a table `l`, sent as one value. */
function named(lanes: readonly Lane[]) {
  return sql`json_to_recordset(${JSON.stringify(lanes)}::json) as l (host text, lane text)`;
}

/** Marks rows `sending` under a lease; gives those that nobody else changed meanwhile. */
export async function markSending(db: Kysely<Database>, ids: readonly string[], now: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const marked = await db
    .updateTable('deliveries')
    .set((eb) => ({ state: 'sending', lease: new Date(now.getTime() + rowLeaseMs), attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where('state', '=', 'due')
    .returning('id')
    .execute();
  return new Set(marked.map(({ id }) => id));
}

type Settled = { state: 'failed' | 'cancelled' | 'due'; answer: string; next_at?: Date };

/**
 * Sets a row's state after an attempt, and lets later rows of its object wait with it. Nothing changes when a receipt
 * or a cancel came first; what was erased while it was being sent is not due again.
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

/** Settles rows that were sent, all in one statement; what a receipt or a cancel settled first stays as it is. */
export async function settleSent(
  db: Kysely<Database>,
  sent: readonly { id: string; answer: string; sent: Date }[],
): Promise<void> {
  const settled = sql`
    update deliveries as d set state = 'sent', lease = null, answer = s.answer, sent = s.sent
    from json_to_recordset(${JSON.stringify(sent)}::json) as s (id uuid, answer text, sent timestamptz)
    where d.id = s.id and d.state in ('due', 'sending')`;
  await withRetry(() => byHand(db, ['deliveries'], settled));
}

export type Released = Pick<Lane, 'host' | 'lane' | 'fails' | 'slow'> & { waits: Date | null };

/**
 * Ends the leases of lanes: each waits until `waits` and its next due row, or for ever when it has none. A lane is
 * locked before its rows are looked at: what a transaction enqueued that commits meanwhile would otherwise be
 * overlooked, and nothing would wake the lane again.
 */
export async function releaseLanes(db: Kysely<Database>, lanes: readonly Released[]): Promise<void> {
  const released = sql`json_to_recordset(${JSON.stringify(lanes)}::json)
    as r (host text, lane text, fails integer, slow boolean, waits timestamptz)`;
  await transaction(db, async (tx) => {
    const locked = sql`select from lanes as l where (l.host, l.lane) in (select r.host, r.lane from ${released})
        order by l.host collate "C", l.lane collate "C" for update`;
    await byHand(tx, [], locked);
    const freed = sql`update lanes as l set lease = null, fails = r.fails, slow = r.slow,
          next_at = greatest(r.waits, least(
            (select min(d.next_at) from deliveries as d where d.host = l.host and d.lane = l.lane and d.state = 'due'),
            (select min(d.lease) from deliveries as d
              where d.host = l.host and d.lane = l.lane and d.state = 'sending')))
        from ${released} where l.host = r.host and l.lane = r.lane`;
    await byHand(tx, ['lanes'], freed);
  });
}
