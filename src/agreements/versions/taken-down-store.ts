import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { AgreementsTakenDownTable } from '../../database/tables/agreements-taken-down.ts';

/* Queries on partners' agreements that their server took down, or their collective withdrew. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;
export type TakenDownRow = Selectable<AgreementsTakenDownTable>;

/** What is known of a partner's series that is gone there, or null. */
export async function takenDownOf(db: Db, peer: string, series: string): Promise<TakenDownRow | null> {
  const found = db.selectFrom('agreements_taken_down').selectAll().where('peer', '=', peer);
  return (await found.where('series', '=', series).executeTakeFirst()) ?? null;
}

/** Since when which of these series are gone by their server's word alone, by `peer series`. */
export async function takenDownUnsigned(
  db: Db,
  among: readonly Pick<TakenDownRow, 'peer' | 'series'>[],
): Promise<Map<string, Date>> {
  if (among.length === 0) return new Map();
  const found = db
    .selectFrom('agreements_taken_down')
    .select(['peer', 'series', 'told'])
    .where('envelope', 'is', null)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('peer', 'series'),
        'in',
        among.map(({ peer, series }) => tuple(peer, series)),
      ),
    );
  return new Map((await found.execute()).map(({ peer, series, told }) => [`${peer} ${series}`, told]));
}

/** Notes that a server said so, and asks for the signed statement; what was withdrawn up to a version stays so. */
export async function noteTakenDown(
  tx: Tx,
  row: Pick<TakenDownRow, 'peer' | 'series' | 'actor' | 'object'>,
  now: Date,
): Promise<void> {
  const told = { actor: row.actor, object: row.object, told: now, tries: 0, next_try: now };
  await tx
    .insertInto('agreements_taken_down')
    .values({ ...row, ...told })
    .onConflict((conflict) => conflict.columns(['peer', 'series']).doUpdateSet(told))
    .execute();
}

/** Takes the mark away of what an actor announces again; what was withdrawn stays so. */
export async function standsAgain(tx: Tx, actor: string, object: string): Promise<void> {
  const found = tx.deleteFrom('agreements_taken_down').where('actor', '=', actor).where('object', '=', object);
  await found.where('envelope', 'is', null).execute();
}

/** Forgets that a series was gone: a version of it is shown that came later. */
export async function forgetTakenDown(tx: Tx, peer: string, series: string): Promise<void> {
  await tx.deleteFrom('agreements_taken_down').where('peer', '=', peer).where('series', '=', series).execute();
}

/** Notes that a collective withdrew a series, and forgets of that partner what comes after the newest `most`. */
export async function putWithdrawn(
  tx: Tx,
  { peer, series, ...said }: Pick<TakenDownRow, 'peer' | 'series' | 'version' | 'at' | 'envelope'>,
  most: number,
): Promise<void> {
  await tx
    .updateTable('agreements_taken_down')
    .set({ ...said, next_try: null })
    .where('peer', '=', peer)
    .where('series', '=', series)
    .execute();
  const beyond = tx
    .selectFrom('agreements_taken_down')
    .select('series')
    .where('peer', '=', peer)
    .where('envelope', 'is not', null)
    .orderBy('told', 'desc')
    .orderBy('series')
    .offset(most);
  await tx.deleteFrom('agreements_taken_down').where('peer', '=', peer).where('series', 'in', beyond).execute();
}

/** Of which statements it is time to ask, the oldest first. */
export function dueWithdrawals(db: Db, now: Date, most: number): Promise<(TakenDownRow & { id: string })[]> {
  return db
    .selectFrom('agreements_taken_down')
    .selectAll()
    .select('object as id')
    .where('next_try', '<=', now)
    .orderBy('next_try')
    .orderBy('object')
    .limit(most)
    .execute();
}

/** Puts off asking; null for never again. */
export async function laterWithdrawal(
  db: Db,
  { peer, series }: Pick<TakenDownRow, 'peer' | 'series'>,
  at: Date | null,
): Promise<void> {
  await db
    .updateTable('agreements_taken_down')
    .set((eb) => ({ tries: eb('tries', '+', 1), next_try: at }))
    .where('peer', '=', peer)
    .where('series', '=', series)
    .execute();
}

/** Puts off asking for whatever of this actor would be asked for sooner. */
export async function putOffWithdrawals(db: Db, actor: string, until: Date): Promise<void> {
  const found = db.updateTable('agreements_taken_down').set({ next_try: until }).where('actor', '=', actor);
  await found.where('next_try', '<', until).execute();
}
