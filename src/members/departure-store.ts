import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Since when who wants to leave, in the order in which they said so. */
export async function leavingSince(db: Kysely<Database>): Promise<{ member: string; leaving: Date }[]> {
  const found = db.selectFrom('members').select(['member', 'leaving']).where('leaving', 'is not', null);
  const rows = await found.orderBy('leaving').orderBy('member').execute();
  return rows.flatMap(({ member, leaving }) => (leaving === null ? [] : [{ member, leaving }]));
}

/** Keeps that a member wants to leave, from the first time on; null for no more. Says whether that changed anything. */
export async function setLeaving(tx: Kysely<Database>, member: string, leaving: Date | null): Promise<boolean> {
  const row = tx.updateTable('members').set({ leaving }).where('member', '=', member);
  const { numUpdatedRows } = await row.where('leaving', leaving === null ? 'is not' : 'is', null).executeTakeFirst();
  return numUpdatedRows > 0n;
}
