import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import { type Opened, opened, wrap } from '../../database/row-keys.ts';
import type { Database } from '../../database/schema.ts';
import type { RecusalsTable, ResealsTable } from '../../database/tables/notices.ts';

/* Queries on who is recused from what, and on what is sealed anew. Whoever changes them locks the peer first. */

/** What was proposed, with its bytes until it is settled. */
export type Reseal = Opened<Selectable<ResealsTable>, 'body'>;
type Recusal = Selectable<RecusalsTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

type Of = Pick<Recusal, 'peer' | 'delivery'>;

/**
 * Items after one from which somebody is recused or that somebody seals anew, by peer and id, as many as one page shows
 * and one more.
 */
export function concernedAfter(db: Db, after: Of, most: number): Promise<Of[]> {
  const [recused, resealed] = (['recusals', 'reseals'] as const).map(
    (table) => sql`
      (select distinct peer, delivery from ${sql.table(table)}
        where (peer, delivery) > (${after.peer}, ${after.delivery}) order by peer, delivery limit ${most + 1})`,
  );
  const both = sql<Of>`${recused} union ${resealed} order by peer, delivery limit ${most + 1}`;
  return byHand(db, [], both);
}

/** Who is recused from these items. */
export async function recusalsOf(db: Db, items: readonly Of[]): Promise<Recusal[]> {
  if (items.length === 0) return [];
  const found = db
    .selectFrom('recusals')
    .selectAll()
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('peer', 'delivery'),
        'in',
        items.map(({ peer, delivery }) => tuple(peer, delivery)),
      ),
    );
  return found.orderBy('peer').orderBy('delivery').orderBy('member').execute();
}

/** Members recused from one item. */
export async function recusedFrom(db: Db, peer: string, delivery: string): Promise<string[]> {
  const rows = db.selectFrom('recusals').select('member').where('peer', '=', peer).where('delivery', '=', delivery);
  return (await rows.orderBy('member').execute()).map(({ member }) => member);
}

/** Items from which a member is recused, of those with these ids. */
export async function itemsWithout(
  db: Db,
  member: string,
  deliveries: readonly string[],
): Promise<Pick<Recusal, 'peer' | 'delivery'>[]> {
  if (deliveries.length === 0) return [];
  const recused = db.selectFrom('recusals').select(['peer', 'delivery']).where('member', '=', member);
  return recused.where('delivery', 'in', deliveries).execute();
}

/** Adds a recusal; one that stands stays as it is. */
export async function addRecusal(tx: Tx, recusal: Recusal): Promise<void> {
  await tx
    .insertInto('recusals')
    .values(recusal)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What is sealed anew of these items: proposed, confirmed or lapsed, without the bytes. */
export async function resealsOf(db: Db, items: readonly Of[]): Promise<Omit<Reseal, 'body'>[]> {
  if (items.length === 0) return [];
  return db
    .selectFrom('reseals')
    .select(['peer', 'delivery', 'edition', 'cipher', 'expected', 'proposed_by', 'recused', 'proposed'])
    .select(['confirmed', 'lapsed'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('peer', 'delivery'),
        'in',
        items.map(({ peer, delivery }) => tuple(peer, delivery)),
      ),
    )
    .orderBy('proposed')
    .orderBy('cipher')
    .execute();
}

/** What was proposed for an edition under this hash, or undefined. */
export async function resealOf(db: Db, { peer, delivery, edition, cipher }: Hashed): Promise<Reseal | undefined> {
  const row = await db
    .selectFrom('reseals')
    .leftJoin('row_keys', 'row_keys.id', 'reseals.row_key')
    .selectAll('reseals')
    .select('key')
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .where('cipher', '=', cipher)
    .executeTakeFirst();
  return row && opened(row, 'body');
}

/** Keeps a proposal in place of an earlier one of the same member; the same bytes again change nothing. */
export async function putReseal(tx: Tx, row: Reseal & { body: string }): Promise<void> {
  await openReseals(tx, row)
    .where('edition', '=', row.edition)
    .where('proposed_by', '=', row.proposed_by)
    .where('cipher', '<>', row.cipher)
    .execute();
  if (await resealOf(tx, row)) return;
  const { row_key, text: body } = await wrap(tx, row.body);
  await tx
    .insertInto('reseals')
    .values({ ...row, body, row_key })
    .execute();
}

/** Notes that a proposal took the place of the edition's bytes: what was settled before goes, the others lapse. */
export async function settleReseal(tx: Tx, { peer, delivery, edition, cipher }: Hashed, now: Date): Promise<void> {
  await tx
    .deleteFrom('reseals')
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .where('body', 'is', null)
    .execute();
  const all = tx
    .updateTable('reseals')
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition);
  const without = { body: null, row_key: null };
  await all
    .set({ ...without, confirmed: now })
    .where('cipher', '=', cipher)
    .execute();
  await all
    .set({ ...without, lapsed: now })
    .where('cipher', '<>', cipher)
    .execute();
}

/** Forgets what a member proposed for an item in which they take no part any more. */
export async function removeReseals(tx: Tx, of: Pick<Reseal, 'peer' | 'delivery'>, member: string): Promise<void> {
  await openReseals(tx, of).where('proposed_by', '=', member).execute();
}

type Hashed = Pick<Reseal, 'peer' | 'delivery' | 'edition' | 'cipher'>;

const openReseals = (tx: Tx, { peer, delivery }: Pick<Reseal, 'peer' | 'delivery'>) =>
  tx
    .deleteFrom('reseals')
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('confirmed', 'is', null)
    .where('lapsed', 'is', null);
