import { type Kysely, sql } from 'kysely';
import { prepared } from '../../database/prepared.ts';
import { underNewKey } from '../../database/row-keys.ts';
import type { Database } from '../../database/schema.ts';
import type { IncomingTable } from '../../database/tables/notices.ts';
import type { Wrapped } from '../../database/tables/row-keys.ts';
import { type NewRow, onLane } from '../../deliveries/store.ts';
import type { Peer } from '../../peers/store.ts';
import { domainOf } from '../../platform/addresses.ts';
import { headMoved } from '../../record/store.ts';

/*
 * A sealed item of which nothing is known here is looked at in one statement and written in one. Between the two stands
 * no lock: the peer's `revision` counts whatever is added or erased of its items, and the second statement writes
 * nothing at all when it has moved.
 */

/** What decides about an item of which nothing is known; null when that peer is not known either. */
export type Look = Pick<Peer, 'peer' | 'actor' | 'inbox' | 'state' | 'revision'> & {
  /** Our collective. */
  me: string | null;
  /** Ids of the newest manifest of theirs that we followed, and of our newest complete standing with them. */
  manifest: string | null;
  standing: string | null;
  /** An edition lies here, or a tombstone. */
  known: boolean;
};

export async function lookAt(db: Kysely<Database>, peer: string, delivery: string): Promise<Look | null> {
  return (await look(db, { peer, delivery }))[0] ?? null;
}

const look = prepared<{ peer: string; delivery: string }, Look>(
  [],
  (value) => sql`
    select peer, actor, inbox, state, revision,
      (select collective from node) as me,
      (select id from peer_manifests as m where m.peer = p.peer order by version desc limit 1) as manifest,
      (select id from peer_statements as s where s.peer = p.peer and kind = 'standing' and complete
        order by at desc, id limit 1) as standing,
      exists (select from incoming as i where i.peer = p.peer and delivery = ${value('delivery')})
        or exists (select from tombstones as t where direction = 'in' and t.peer = p.peer
          and delivery = ${value('delivery')})
        as known
    from peers as p where peer = ${value('peer')}`,
);

/** How many sealed editions of a peer lie here. */
export async function countHeld(db: Kysely<Database>, peer: string): Promise<number> {
  const counted = db.selectFrom('incoming').select((eb) => eb.fn.countAll<string>().as('count'));
  return Number((await counted.where('peer', '=', peer).executeTakeFirstOrThrow()).count);
}

/** An item and everything that follows from storing it: receipt, record. Its id alone tells a repeat. */
export type NewItem = {
  revision: string;
  incoming: Pick<IncomingTable, 'peer' | 'delivery' | 'edition' | 'kind' | 'header' | 'cipher' | 'drop_commit'> & {
    body: string;
    drop_after: Date;
  };
  receipt: NewRow;
  entry: { at: string; actor: string; action: string; opening: Buffer; closing: string };
};

/**
 * Stores an item, all of it or nothing; gives when the receipt's lane is due, or null when the peer's revision has
 * moved meanwhile.
 */
export async function storeNew(db: Kysely<Database>, item: NewItem, now: Date): Promise<{ due: Date } | null> {
  const { revision, incoming, receipt, entry } = item;
  const { id: row_key, key, text: body } = underNewKey(incoming.body);
  const [stored] = await store(db, {
    ...incoming,
    body,
    row_key,
    key,
    ...receipt,
    ...entry,
    recordedBy: entry.actor,
    recordedAt: entry.at,
    revision,
    receiptKind: receipt.kind,
    domain: domainOf(receipt.host),
    kind: incoming.kind,
    now,
  });
  return stored ?? null;
}

type Written = Omit<NewItem['incoming'], 'body'> &
  Omit<NewRow, 'kind'> &
  Omit<NewItem['entry'], 'actor' | 'at'> & {
    body: Wrapped;
    row_key: string;
    key: Buffer;
    domain: string;
    revision: string;
    receiptKind: string;
    recordedBy: string;
    recordedAt: string;
    now: Date;
  };

// Locks in the order of every other transaction: the peer, the lane, the record.
const store = prepared<Written, { due: Date }>(
  ['peers', 'row_keys', 'incoming', 'deliveries', 'lanes', 'record', 'record_head'],
  (value) => sql`
    with mine as (
      update peers set revision = revision + 1 where peer = ${value('peer')} and revision = ${value('revision')}
        returning peer),
    keyed as (insert into row_keys (id, key) select ${value('row_key')}::uuid, ${value('key')}::bytea from mine),
    stored as (
      insert into incoming
        (peer, delivery, edition, kind, header, body, row_key, cipher, drop_commit, drop_after, received)
      select peer, ${value('delivery')}, ${value('edition')}::integer, ${value('kind')}, ${value('header')},
        ${value('body')}::bytea, ${value('row_key')}::uuid,
        ${value('cipher')}, ${value('drop_commit')}, ${value('drop_after')}::timestamptz, ${value('now')}::timestamptz
      from mine),
    receipt as (
      insert into deliveries
        (id, host, lane, kind, item, object, recipient, inbox, audience, token, state, created, next_at, give_up,
          receipt_event, receipt_cipher)
      select ${value('id')}::uuid, ${value('host')}, ${value('lane')}, ${value('receiptKind')}, ${value('item')},
        ${value('object')},
        ${value('recipient')}, ${value('inbox')}, ${value('audience')}, ${value('token')}, 'due',
          ${value('created')}::timestamptz,
        ${value('next_at')}::timestamptz, ${value('give_up')}::timestamptz, ${value('receipt_event')},
          ${value('receipt_cipher')}
      from mine),
    lane as (
      insert into lanes (host, lane, next_at, peer, domain)
      select ${value('host')}, ${value('lane')}, ${value('next_at')}::timestamptz, true, ${value('domain')} from mine
      ${onLane} returning lanes.next_at),
    ${headMoved(value('opening'), value('closing'), sql`from lane`)},
    recorded as (
      insert into record (seq, at, actor, action, subject, prev, hash)
      select seq, ${value('recordedAt')}::timestamptz, ${value('recordedBy')}, ${value('action')}, ${value('delivery')},
        prev, hash
      from head)
    select next_at as due from lane`,
);
