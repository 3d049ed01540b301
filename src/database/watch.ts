import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { answers } from './database.ts';
import type { Database } from './schema.ts';

/**
 * Settles once an embedded database has not answered `tries` times in a row, a pause apart: it stopped for good, for
 * instance because its log did not fit on the disk any more, and only a new start recovers it.
 */
export async function whenStopped(
  db: Kysely<Database>,
  { everyMs, withinMs, tries, signal }: { everyMs: number; withinMs: number; tries: number; signal: AbortSignal },
): Promise<void> {
  for (let failed = 0; failed < tries; ) {
    await wait(everyMs, null, { ref: false, signal });
    const answered = answers(db).then(
      () => true,
      () => false,
    );
    const well = await Promise.race([answered, wait(withinMs, false, { ref: false })]);
    failed = well ? 0 : failed + 1;
  }
}
