import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { RecusalsTable, ResealsTable } from '../../database/tables/notices.ts';

/* Queries on who is recused from what, and on what is sealed anew. Whoever changes them locks the peer first. */

export type Reseal = Selectable<ResealsTable>;
type Recusal = Selectable<RecusalsTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Every recusal that stands. */
export function recusals(db: Db): Promise<Recusal[]> {
  return db.selectFrom('recusals').selectAll().orderBy('peer').orderBy('delivery').orderBy('member').execute();
}

/** Members recused from one item. */
export async function recusedFrom(db: Db, peer: string, delivery: string): Promise<string[]> {
  const rows = db.selectFrom('recusals').select('member').where('peer', '=', peer).where('delivery', '=', delivery);
  return (await rows.orderBy('member').execute()).map(({ member }) => member);
}

/** Items from which a member is recused. */
export function itemsWithout(db: Db, member: string): Promise<Pick<Recusal, 'peer' | 'delivery'>[]> {
  return db.selectFrom('recusals').select(['peer', 'delivery']).where('member', '=', member).execute();
}

/** Adds a recusal; one that stands stays as it is. */
export async function addRecusal(tx: Tx, recusal: Recusal): Promise<void> {
  await tx
    .insertInto('recusals')
    .values(recusal)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What is sealed anew, proposed or confirmed, without the bytes. */
export function resealList(db: Db): Promise<Omit<Reseal, 'body'>[]> {
  return db
    .selectFrom('reseals')
    .select(['peer', 'delivery', 'edition', 'proposed_by', 'recused', 'proposed', 'confirmed'])
    .orderBy('proposed')
    .execute();
}

/** What is sealed anew of one edition, or undefined. */
export function resealOf(
  db: Db,
  { peer, delivery, edition }: Pick<Reseal, 'peer' | 'delivery' | 'edition'>,
): Promise<Reseal | undefined> {
  return db
    .selectFrom('reseals')
    .selectAll()
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .executeTakeFirst();
}

/** Keeps a proposal in place of an earlier one, or of what it led to. */
export async function putReseal(tx: Tx, row: Reseal): Promise<void> {
  const { peer: _, delivery: __, edition: ___, ...rest } = row;
  await tx
    .insertInto('reseals')
    .values(row)
    .onConflict((conflict) => conflict.columns(['peer', 'delivery', 'edition']).doUpdateSet(rest))
    .execute();
}
