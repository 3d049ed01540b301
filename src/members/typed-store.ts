import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { TypedTable } from '../database/tables/members.ts';

/* Queries on what members typed and have not sent. Each reads their own; of others, only who typed something. */

export type TypedRow = Selectable<TypedTable>;
type Db = Kysely<Database>;

/** What a member typed at places that begin like that, in order. */
export function typedUnder(db: Db, member: string, prefix: string): Promise<TypedRow[]> {
  return db
    .selectFrom('typed')
    .selectAll()
    .where('place', '>=', prefix)
    .where('place', '<', afterAll(prefix))
    .where('member', '=', member)
    .orderBy('place')
    .execute();
}

/** Who typed something at places that begin like that. */
export async function typistsUnder(db: Db, prefix: string): Promise<string[]> {
  const found = db.selectFrom('typed').select('member').distinct();
  const rows = await found.where('place', '>=', prefix).where('place', '<', afterAll(prefix)).execute();
  return rows.map(({ member }) => member);
}

/** At how many places a member typed something. */
export async function countTyped(db: Db, member: string): Promise<number> {
  const found = db.selectFrom('typed').select(({ fn }) => fn.countAll<string>().as('all'));
  return Number((await found.where('member', '=', member).executeTakeFirstOrThrow()).all);
}

export async function putTyped(tx: Db, row: TypedRow): Promise<void> {
  const { content, at } = row;
  await tx
    .insertInto('typed')
    .values(row)
    .onConflict((conflict) => conflict.columns(['place', 'member']).doUpdateSet({ content, at }))
    .execute();
}

export async function dropTyped(tx: Db, member: string, place: string): Promise<void> {
  await tx.deleteFrom('typed').where('place', '=', place).where('member', '=', member).execute();
}

/** Erases what anybody typed at places that begin like that. */
export async function dropTypedUnder(tx: Db, prefix: string): Promise<void> {
  await tx.deleteFrom('typed').where('place', '>=', prefix).where('place', '<', afterAll(prefix)).execute();
}

/** Erases what nobody went on typing since then. */
export async function pruneTyped(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('typed').where('at', '<', before).execute();
}

/** The first string after all that begin like that, byte by byte. */
function afterAll(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
