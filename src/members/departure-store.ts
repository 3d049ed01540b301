import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Since when who wants to leave, in the order in which they said so. */
export async function leavingSince(db: Kysely<Database>): Promise<{ member: string; leaving: Date }[]> {
  const found = db.selectFrom('members').select(['member', 'leaving']).where('leaving', 'is not', null);
  const rows = await found.orderBy('leaving').orderBy('member').execute();
  return rows.flatMap(({ member, leaving }) => (leaving === null ? [] : [{ member, leaving }]));
}

/** Keeps that a member wants to leave; null for no more. */
export async function setLeaving(tx: Kysely<Database>, member: string, leaving: Date | null): Promise<void> {
  await tx.updateTable('members').set({ leaving }).where('member', '=', member).execute();
}
