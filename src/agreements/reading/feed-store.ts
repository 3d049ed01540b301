import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { PublishedRow } from '../versions/store.ts';

/** The versions that were published last and stand, newest first. */
export function newestVersions(db: Kysely<Database>, most: number): Promise<PublishedRow[]> {
  return db
    .selectFrom('agreements')
    .selectAll()
    .where('withdrawn', 'is', null)
    .orderBy('published', 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
}

/**
 * The series that were withdrawn last, each with when; nothing of what they said. All versions of one are withdrawn
 * together.
 */
export async function newestWithdrawn(
  db: Kysely<Database>,
  most: number,
): Promise<{ series: string; withdrawn: Date }[]> {
  const rows = await db
    .selectFrom('agreements')
    .select(['series', 'withdrawn'])
    .where('withdrawn', 'is not', null)
    .where('version', '=', 1)
    .orderBy('withdrawn', 'desc')
    .orderBy('series')
    .limit(most)
    .execute();
  return rows.flatMap(({ series, withdrawn }) => (withdrawn === null ? [] : [{ series, withdrawn }]));
}
