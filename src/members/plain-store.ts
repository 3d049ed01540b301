import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { MembersTable, SealKeysTable } from '../database/tables/members.ts';

/* Queries for members whom no manifest lists. What is theirs goes with their row. */

type Db = Kysely<Database>;

export type PlainRow = Pick<Selectable<MembersTable>, 'member' | 'public_key' | 'joined' | 'keeper'> &
  Pick<Selectable<SealKeysTable>, 'recipient' | 'envelope' | 'at'>;

/** Every plain member with their keys, in the order in which they joined. */
export function plainRows(db: Db): Promise<PlainRow[]> {
  return db
    .selectFrom('members')
    .innerJoin('seal_keys', 'seal_keys.member', 'members.member')
    .select(['members.member', 'public_key', 'joined', 'keeper', 'recipient', 'envelope', 'at'])
    .where('plain', '=', true)
    .orderBy('joined')
    .orderBy('members.member')
    .execute();
}

/** The key of a plain member; null of anybody else. */
export async function plainKeyOf(db: Db, member: string): Promise<string | null> {
  const query = db.selectFrom('members').select('public_key').where('member', '=', member).where('plain', '=', true);
  return (await query.executeTakeFirst())?.public_key ?? null;
}

export async function insertPlain(
  tx: Db,
  row: { member: string; public_key: string; keeper?: boolean },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('members')
    .values({ ...row, roles: [], joined: now, plain: true })
    .execute();
}

/** Forgets a plain member with all that is theirs. */
export async function deletePlain(tx: Db, member: string): Promise<void> {
  await tx.deleteFrom('members').where('member', '=', member).where('plain', '=', true).execute();
}
