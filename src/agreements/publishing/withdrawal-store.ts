import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { AgreementWithdrawalsTable } from '../../database/tables/agreements.ts';

/* Queries on withdrawals of our own agreements. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;
export type WithdrawalRow = Selectable<AgreementWithdrawalsTable>;

/** Withdrawals that not enough have signed, the oldest first. */
export function withdrawalsWaiting(db: Db): Promise<WithdrawalRow[]> {
  return db
    .selectFrom('agreement_withdrawals')
    .selectAll()
    .where('published', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Of those, the ids of what a steward proposed after that moment. */
export async function withdrawalsBy(db: Db, member: string, after: Date): Promise<string[]> {
  const found = db.selectFrom('agreement_withdrawals').select('id').where('made_by', '=', member);
  return (await found.where('at', '>', after).where('published', 'is', null).execute()).map(({ id }) => id);
}

/** The withdrawal with which a series was taken back, or null. */
export async function publishedWithdrawal(db: Db, series: string): Promise<WithdrawalRow | null> {
  const found = db.selectFrom('agreement_withdrawals').selectAll().where('series', '=', series);
  return (await found.where('published', 'is not', null).executeTakeFirst()) ?? null;
}

export async function withdrawalById(db: Db, id: string): Promise<WithdrawalRow | null> {
  const found = db.selectFrom('agreement_withdrawals').selectAll().where('id', '=', id);
  return (await found.executeTakeFirst()) ?? null;
}

/** Keeps a withdrawal beside others, or what was added to it. */
export async function putWithdrawal(tx: Tx, row: WithdrawalRow): Promise<void> {
  const { envelope, published } = row;
  await tx
    .insertInto('agreement_withdrawals')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ envelope, published }))
    .execute();
}

/** Erases what never was signed by enough and was proposed before. */
export async function pruneWithdrawals(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('agreement_withdrawals').where('published', 'is', null).where('at', '<=', before).execute();
}
