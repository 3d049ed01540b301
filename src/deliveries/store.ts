import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../database/by-hand.ts';
import { prepared } from '../database/prepared.ts';
import type { Database } from '../database/schema.ts';
import type { DeliveriesTable } from '../database/tables/deliveries.ts';
import { domainOf } from '../platform/addresses.ts';
import { followObject } from './objects.ts';

/* What is put into the ledger, and what is asked of it; what the worker asks is in worker-store.ts. */

export type DeliveryRow = Selectable<DeliveriesTable>;

/** A row as it is put in, before anything was tried. */
export type NewRow = Omit<
  DeliveryRow,
  'attempts' | 'lease' | 'sent' | 'answer' | 'acknowledged' | 'acknowledged_on' | 'state'
>;

/** When a lane is due that `excluded` wants due: a lane that backs off keeps to its own time. */
const wokenLane = sql<Date>`case when lanes.fails > 0 and lanes.next_at is not null then lanes.next_at
  else least(coalesce(lanes.next_at, excluded.next_at), excluded.next_at) end`;

/** What becomes of a lane that is there when something is put into it. */
export const onLane = sql`on conflict (host, lane) do update
  set next_at = ${wokenLane}, peer = lanes.peer or excluded.peer, domain = excluded.domain`;

/**
 * Adds due rows, each behind what is unsent of the same object for the same recipient, and makes their lanes due unless
 * they back off: one dead host is not tried more often because more is waiting. Lanes are locked in the order of their
 * names.
 */
export async function insertRows(db: Kysely<Database>, rows: readonly NewRow[]): Promise<void> {
  const given = rows.map((row) => ({ ...row, domain: domainOf(row.host) }));
  const put = sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as r (
        id uuid, host text, lane text, kind text, item text, object text, recipient text, inbox text, audience text,
          token text,
        created timestamptz, next_at timestamptz, give_up timestamptz, receipt_event text, receipt_cipher text,
        domain text)),
    put as (
      insert into deliveries
        (id, host, lane, kind, item, object, recipient, inbox, audience, token, state, created, next_at, give_up,
          receipt_event, receipt_cipher)
      select id, host, lane, kind, item, object, recipient, inbox, audience, token, 'due', created,
        greatest(next_at, (select max(d.next_at) from deliveries as d where d.recipient = given.recipient
          and d.object = given.object and d.lane = given.lane and d.state = 'due')), give_up, receipt_event,
            receipt_cipher
      from given returning id, host, lane, next_at)
    insert into lanes (host, lane, next_at, peer, domain)
    select put.host, put.lane, min(put.next_at), bool_or(given.audience = 'peer'), min(given.domain)
      from put join given on given.id = put.id
      group by put.host, put.lane order by put.host collate "C", put.lane collate "C"
    ${onLane}`;
  await byHand(db, ['deliveries', 'lanes'], put);
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

/** Makes what waits of an object for a recipient due now, and its lane with it, unless that backs off. */
export async function dueNow(db: Kysely<Database>, object: string, recipient: string, now: Date): Promise<void> {
  const rows = db.updateTable('deliveries').set({ next_at: now }).where('object', '=', object);
  const due = rows.where('recipient', '=', recipient).where('lane', '=', 'ordinary').where('state', '=', 'due');
  for (const { host, lane } of await due.returning(['host', 'lane']).execute()) {
    const lanes = db.updateTable('lanes').set({ next_at: now }).where('host', '=', host).where('lane', '=', lane);
    await lanes.where('fails', '=', 0).where('next_at', '>', now).execute();
  }
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

/** Who was ever sent an object, with the state of each row: the answer to "who holds this?". */
export function rowsOf(db: Kysely<Database>, object: string): Promise<DeliveryRow[]> {
  return db.selectFrom('deliveries').selectAll().where('object', '=', object).orderBy('id').execute();
}

/** Whether an item of an object was sent to a recipient or is about to be; however many others were sent it. */
export async function goesTo(
  db: Kysely<Database>,
  { object, recipient, item }: Pick<DeliveryRow, 'object' | 'recipient' | 'item'>,
): Promise<boolean> {
  const rows = db.selectFrom('deliveries').select('id').where('recipient', '=', recipient).where('object', '=', object);
  const found = rows.where('item', '=', item).where('state', 'not in', ['cancelled', 'failed']).limit(1);
  return (await found.executeTakeFirst()) !== undefined;
}

/**
 * Whoever was sent an object, each with the inbox and kind of the newest row; without those whom we removed as
 * followers, to whom nothing but an erase goes any more.
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
            .where('r.object', '=', sql<string>`${followObject('')} || d.recipient`)
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
    .where('object', '=', followObject(actor))
    .where('kind', '=', 'follow-reject')
    .where('state', 'in', ['sent', 'failed'])
    .execute();
}

/** Whether a recipient was sent an item of an object before this row. */
export async function sentBefore(db: Kysely<Database>, row: DeliveryRow): Promise<boolean> {
  return (await sentEarlier(db, row)).length > 0;
}

const sentEarlier = prepared<Pick<DeliveryRow, 'id' | 'recipient' | 'object'>, { id: string }>(
  [],
  (value) => sql`select id from deliveries where recipient = ${value('recipient')} and object = ${value('object')}
    and id < ${value('id')}::uuid and state = 'sent' limit 1`,
);

/** Notes a holder's receipt on the newest row of that object and recipient, of the kinds given. */
export async function acknowledgeRow(
  db: Kysely<Database>,
  found: { object: string; recipient: string; lane: DeliveryRow['lane'] },
  event: string,
  on: Date,
): Promise<boolean> {
  const done = await db
    .updateTable('deliveries')
    .set({
      // A late `stored` never hides an `opened`.
      acknowledged: sql<string>`case when ${event}::text = 'stored' and acknowledged is not null then acknowledged
        else ${event}::text end`,
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

/** Forgets lanes of strangers in which nothing is left: who follows once and is gone leaves nothing. */
export async function pruneLanes(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .deleteFrom('lanes')
    .where('next_at', 'is', null)
    .where('peer', '=', false)
    .where(({ eb, or }) => or([eb('lease', 'is', null), eb('lease', '<', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as d')
            .select('d.id')
            .whereRef('d.host', '=', 'lanes.host')
            .whereRef('d.lane', '=', 'lanes.lane'),
        ),
      ),
    )
    .execute();
}

/** Forgets receipts that are settled: of what is said again, only the newest says something. */
export async function removeReceipts(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('deliveries')
    .where('id', 'in', ids)
    .where('receipt_event', 'is not', null)
    .where('state', 'not in', ['due', 'sending'])
    .execute();
}

/** Forgets every receipt for a recipient, also one that waits to be sent. */
export async function forgetReceipts(db: Kysely<Database>, recipient: string): Promise<void> {
  await db
    .deleteFrom('deliveries')
    .where('recipient', '=', recipient)
    .where('receipt_event', 'is not', null)
    .where('state', '<>', 'sending')
    .execute();
}

/** Who followed and does no more is remembered by so many rows of one registrable domain: the oldest go first. */
export const mostOfGone = 1_000;

/**
 * Forgets what strangers leave in the ledger: what was given up before `before`, but for the newest of a follower, by
 * which somebody who cannot be reached is known; and of who follows no more whatever is too much. That we removed
 * somebody stays.
 */
export async function pruneStrangers(db: Kysely<Database>, before: Date): Promise<void> {
  await byHand(
    db,
    ['deliveries'],
    sql`
      with settled as (
        select d.id, d.state, d.give_up, f.actor is not null as follows,
          row_number() over (partition by f.actor is not null, coalesce(l.domain, d.host) order by d.id desc) as nth,
          lead(d.id) over (partition by d.recipient order by d.id) is null as newest
        from deliveries as d
        left join followers as f on f.actor = d.recipient
        left join lanes as l on l.host = d.host and l.lane = d.lane
        where d.audience = 'follower' and d.state in ('sent', 'failed', 'cancelled') and d.kind <> 'follow-reject'
          and not exists (select from peers as p where p.actor = d.recipient))
      delete from deliveries where id in (select id from settled
        where (state <> 'sent' and give_up < ${before} and not (follows and newest))
          or (not follows and nth > ${mostOfGone}))`,
  );
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

/** How many deliveries of a kind were made since then and have been sent. */
export async function sentSince(db: Kysely<Database>, kind: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('kind', '=', kind)
    .where('state', 'in', ['sent', 'cancelled'])
    .where('created', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
