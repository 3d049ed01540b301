import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** The nicknames of those who chose one, by member. */
export async function nicknamesOf(db: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('members')
    .select(['member', 'nickname'])
    .where('nickname', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ member, nickname }) => (nickname === null ? [] : [[member, nickname] as const])));
}

/** Keeps how a member wants to be called; null for by their two words alone. */
export async function setNickname(tx: Kysely<Database>, member: string, nickname: string | null): Promise<void> {
  await tx.updateTable('members').set({ nickname }).where('member', '=', member).execute();
}
