import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import type { Page } from '../../database/page-of.ts';
import type { Database } from '../../database/schema.ts';
import type { ConsentsTable, OwnListsTable } from '../../database/tables/notices.ts';

/* The only queries of this room. A consent is the delivery header, SHA-256(locator) and a state: nothing else. */

export type Consent = Selectable<ConsentsTable>;
export type OwnList = Selectable<OwnListsTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** One consent's row, or undefined when it was never granted, ended or was withdrawn. */
export function consentOf(db: Db, delivery: string): Promise<Consent | undefined> {
  return db.selectFrom('consents').selectAll().where('delivery', '=', delivery).executeTakeFirst();
}

/** A consent, locked: a withdrawal either comes before this transaction or waits for it. */
export function lockConsent(tx: Tx, delivery: string): Promise<Consent | undefined> {
  return tx.selectFrom('consents').selectAll().where('delivery', '=', delivery).forUpdate().executeTakeFirst();
}

/** Every consent under a locator's hash, locked, in one order. */
export function lockConsentsByLocator(tx: Tx, locatorHash: string): Promise<Consent[]> {
  return tx
    .selectFrom('consents')
    .selectAll()
    .where('locator_hash', '=', locatorHash)
    .orderBy('delivery')
    .forUpdate()
    .execute();
}

/** Every consent under a locator's hash. */
export function consentsByLocator(db: Db, locatorHash: string): Promise<Consent[]> {
  return db.selectFrom('consents').selectAll().where('locator_hash', '=', locatorHash).orderBy('delivery').execute();
}

/** Consents whose alert was handed in from this draft. */
export function consentsOfDraft(db: Db, draft: string): Promise<Consent[]> {
  return db
    .selectFrom('consents')
    .selectAll('consents')
    .innerJoin('outgoing', 'outgoing.delivery', 'consents.delivery')
    .where('outgoing.draft', '=', draft)
    .execute();
}

/** True when another delivery's consent already carries this dropCommit. */
export async function dropCommitTaken(db: Db, dropCommit: string, delivery: string): Promise<boolean> {
  const taken = await db
    .selectFrom('consents')
    .select('delivery')
    .where('drop_commit', '=', dropCommit)
    .where('delivery', '<>', delivery)
    .executeTakeFirst();
  return taken !== undefined;
}

/** Adds a consent. */
export async function addConsent(tx: Tx, consent: Omit<Consent, 'asks_nothing_more' | 'hurry'>): Promise<void> {
  await tx.insertInto('consents').values(consent).execute();
}

/** Puts a later edition's header, end and pause in place of the earlier; nobody has signed yet that it cannot wait. */
export async function renewConsent(
  tx: Tx,
  { delivery, header, drop_after, send_after }: Pick<Consent, 'delivery' | 'header' | 'drop_after' | 'send_after'>,
): Promise<void> {
  await tx
    .updateTable('consents')
    .set({ header, drop_after, send_after, hurry: null })
    .where('delivery', '=', delivery)
    .execute();
}

/** Keeps who signed so far that an alert cannot wait, and when it may go out by that. */
export async function putHurry(
  tx: Tx,
  { delivery, hurry, send_after }: Pick<Consent, 'delivery' | 'hurry' | 'send_after'>,
): Promise<void> {
  await tx.updateTable('consents').set({ hurry, send_after }).where('delivery', '=', delivery).execute();
}

/** Marks that the person wants to be asked nothing more; gives how many consents stand under the locator. */
export async function setAsksNothingMore(db: Db, locatorHash: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('consents')
    .set({ asks_nothing_more: true })
    .where('locator_hash', '=', locatorHash)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Whether somebody's words reached this server, so that nothing new is taken under them. */
export async function wordsSeen(db: Db, locatorHash: string): Promise<boolean> {
  const row = db.selectFrom('words_seen').select('locator_hash').where('locator_hash', '=', locatorHash);
  return (await row.executeTakeFirst()) !== undefined;
}

/** Notes that the words behind a locator reached this server. */
export async function noteWordsSeen(db: Db, locatorHash: string, now: Date): Promise<void> {
  const row = { locator_hash: locatorHash, seen: now };
  await db
    .insertInto('words_seen')
    .values(row)
    .onConflict((conflict) => conflict.column('locator_hash').doUpdateSet({ seen: now }))
    .execute();
}

/** Forgets words that were seen before then. */
export async function forgetWordsSeen(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('words_seen').where('seen', '<=', before).execute();
}

/** Removes consents; what stays of them are tombstones. */
export async function removeConsents(tx: Tx, deliveries: readonly string[]): Promise<void> {
  if (deliveries.length > 0) await tx.deleteFrom('consents').where('delivery', 'in', deliveries).execute();
}

/** Consents whose dropAfter has passed, locked. */
export function endedConsents(tx: Tx, now: Date, limit: number): Promise<Consent[]> {
  return tx
    .selectFrom('consents')
    .selectAll()
    .where('drop_after', '<=', now)
    .orderBy('delivery')
    .limit(limit)
    .forUpdate()
    .execute();
}

/** Everything handed in for one of these peers that stands and may go out, and since when. */
export async function consentsStanding(db: Db, peers: readonly string[], now: Date) {
  if (peers.length === 0) return [];
  return db
    .selectFrom('consents')
    .select(['peer', 'delivery', 'send_after'])
    .where('peer', 'in', peers)
    .where('state', '=', 'granted')
    .where('send_after', '<=', now)
    .orderBy('delivery')
    .execute();
}

/**
 * Peers for whom something was handed in, or who were told a list, by id: as many as one page shows and one more. One
 * look at the index for each, however much was handed in for it.
 */
export async function peersToldAfter(db: Db, { after = '', most }: Page): Promise<string[]> {
  const found = sql<{ peer: string }>`
    with recursive shared as (
      (select peer from consents where peer > ${after} order by peer limit 1)
      union all
      select next.peer from shared cross join lateral (
        select c.peer from consents as c where c.peer > shared.peer order by c.peer limit 1) as next)
    (select peer from shared limit ${most + 1})
    union (select peer from own_lists where peer > ${after} order by peer limit ${most + 1})
    order by peer limit ${most + 1}`;
  return (await byHand(db, [], found)).map(({ peer }) => peer);
}

/** Our newest list for each of these peers. */
export async function ownLists(db: Db, peers: readonly string[]): Promise<OwnList[]> {
  return peers.length === 0 ? [] : db.selectFrom('own_lists').selectAll().where('peer', 'in', peers).execute();
}

/** Our newest list for one peer, or undefined before the first. */
export function ownListFor(db: Db, peer: string): Promise<OwnList | undefined> {
  return db.selectFrom('own_lists').selectAll().where('peer', '=', peer).executeTakeFirst();
}

/** Keeps a list of ours, in place of the earlier one for that peer. */
export async function putOwnList(tx: Tx, list: OwnList): Promise<void> {
  const { peer: _peer, ...rest } = list;
  await tx
    .insertInto('own_lists')
    .values(list)
    .onConflict((conflict) => conflict.column('peer').doUpdateSet(rest))
    .execute();
}
