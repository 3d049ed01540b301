import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type {
  AcknowledgementDraftsTable,
  AcknowledgementsPendingTable,
  AcknowledgementsTable,
} from '../../database/tables/agreements.ts';

/* Queries on what collectives say of each other's agreements. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;
export type AcknowledgementRow = Selectable<AcknowledgementsTable>;
export type AcknowledgementDraft = Selectable<AcknowledgementDraftsTable>;
export type PendingAcknowledgement = Selectable<AcknowledgementsPendingTable>;

/** Announcements of one actor that may wait at once. */
export const mostPendingAcknowledgements = 20;

/** What was said of one version, newest first. */
export function saidOf(db: Db, agreement: string): Promise<AcknowledgementRow[]> {
  return db
    .selectFrom('acknowledgements')
    .selectAll()
    .where('agreement', '=', agreement)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
}

/** What one collective says of agreements of another that are shown here, newest first. */
export function saidAbout(
  db: Db,
  { issuer, peer }: { issuer: string; peer: string },
  most: number,
): Promise<AcknowledgementRow[]> {
  return db
    .selectFrom('acknowledgements')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('agreement', 'in', (from) =>
      from
        .selectFrom('agreements_received')
        .select('statement')
        .where('peer', '=', peer)
        .$narrowType<{ statement: string }>(),
    )
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
}

export async function acknowledgementById(db: Db, id: string): Promise<AcknowledgementRow | null> {
  return (await db.selectFrom('acknowledgements').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Puts the newest word of an issuer on an agreement in the place of the one before. */
export async function putAcknowledgement(tx: Tx, row: AcknowledgementRow): Promise<void> {
  const { agreement, issuer } = row;
  await tx.deleteFrom('acknowledgements').where('agreement', '=', agreement).where('issuer', '=', issuer).execute();
  await tx.insertInto('acknowledgements').values(row).execute();
}

/** Erases what was said of agreements that are gone. */
export async function forgetSaid(tx: Tx, agreements: readonly string[]): Promise<void> {
  if (agreements.length === 0) return;
  await tx.deleteFrom('acknowledgements').where('agreement', 'in', agreements).execute();
  await tx.deleteFrom('acknowledgement_drafts').where('agreement', 'in', agreements).execute();
}

export function acknowledgementDrafts(db: Db): Promise<AcknowledgementDraft[]> {
  return db.selectFrom('acknowledgement_drafts').selectAll().orderBy('created').orderBy('id').execute();
}

/** Keeps a draft in place of any other on the same agreement. */
export async function putAcknowledgementDraft(tx: Tx, draft: AcknowledgementDraft): Promise<void> {
  await removeAcknowledgementDraft(tx, draft.agreement);
  await tx.insertInto('acknowledgement_drafts').values(draft).execute();
}

export async function lockAcknowledgementDraft(tx: Tx, agreement: string): Promise<AcknowledgementDraft | null> {
  const found = tx.selectFrom('acknowledgement_drafts').selectAll().where('agreement', '=', agreement);
  return (await found.forUpdate().executeTakeFirst()) ?? null;
}

export async function removeAcknowledgementDraft(tx: Tx, agreement: string): Promise<void> {
  await tx.deleteFrom('acknowledgement_drafts').where('agreement', '=', agreement).execute();
}

/** Notes an announcement; the same one again changes nothing. */
export async function insertPendingAcknowledgement(
  tx: Tx,
  row: Pick<PendingAcknowledgement, 'id' | 'actor' | 'url' | 'digest'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('acknowledgements_pending')
    .values({ ...row, next_try: now, received: now })
    .onConflict((conflict) => conflict.columns(['actor', 'digest']).doNothing())
    .execute();
}

export async function countPendingAcknowledgements(tx: Tx, actor: string): Promise<number> {
  const found = tx.selectFrom('acknowledgements_pending').select('id').where('actor', '=', actor);
  return (await found.limit(100).execute()).length;
}

/** What is due to be fetched, oldest first. */
export function dueAcknowledgements(db: Db, now: Date, most: number): Promise<PendingAcknowledgement[]> {
  return db
    .selectFrom('acknowledgements_pending')
    .selectAll()
    .where('next_try', '<=', now)
    .orderBy('received')
    .orderBy('id')
    .limit(most)
    .execute();
}

/** Forgets an announcement, shown or refused. */
export async function removePendingAcknowledgement(db: Db, id: string): Promise<void> {
  await db.deleteFrom('acknowledgements_pending').where('id', '=', id).execute();
}

/** Puts off whatever of this actor would be tried sooner. */
export async function putOffAcknowledgements(db: Db, actor: string, until: Date): Promise<void> {
  await db
    .updateTable('acknowledgements_pending')
    .set({ next_try: until })
    .where('actor', '=', actor)
    .where('next_try', '<', until)
    .execute();
}

/** Puts a fetch off. */
export async function laterAcknowledgement(db: Db, id: string, at: Date): Promise<void> {
  await db
    .updateTable('acknowledgements_pending')
    .set((eb) => ({ tries: eb('tries', '+', 1), next_try: at }))
    .where('id', '=', id)
    .execute();
}
