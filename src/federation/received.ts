import type { Kysely, Transaction } from 'kysely';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import type { Runtime } from '../runtime.ts';

/**
 * Whether this activity of this actor is here for the first time. Call it first in the domain transaction: what rolls
 * back may come again, what commits has no effect twice.
 */
export async function firstTime(
  tx: Transaction<Database>,
  actor: string,
  activity: string,
  now: Date,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('received_activities')
    .values({ actor, activity, received: now })
    .onConflict((conflict) => conflict.columns(['actor', 'activity']).doNothing())
    .returning('activity')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Has an effect in a transaction when this activity of this actor came for the first time; else does nothing. */
export function once(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  { actor }: { actor: string },
  activity: string,
  effect: (tx: Transaction<Database>, now: Date) => Promise<void>,
): Promise<void> {
  const now = clock.now();
  return transaction(db, async (tx) => {
    if (await firstTime(tx, actor, activity, now)) await effect(tx, now);
  });
}

/** What a request is remembered by that ended or began a follow: no id of an activity, which is an address. */
export const signatureKey = (signature: string): string => `signature:${signature}`;

/**
 * Forgets the signatures of requests that ended or began a follow and came before then: nobody can send one of them
 * again.
 */
export async function pruneSignatures(db: Kysely<Database>, before: Date): Promise<void> {
  const old = db.deleteFrom('received_activities').where('received', '<', before);
  await old.where('activity', 'like', signatureKey('%')).execute();
}

/** Forgets activities received before a day. A signature is good for an hour, so nothing older can come again. */
export async function pruneReceived(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('received_activities').where('received', '<', before).execute();
}
