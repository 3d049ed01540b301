import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { erasing, openDatabase, transaction } from '../../src/database/database.ts';
import { rewriteDue, rewriteErased } from '../../src/database/rewrite.ts';
import { wrap } from '../../src/database/row-keys.ts';
import type { Database } from '../../src/database/schema.ts';
import { freshPlace } from '../support/databases.ts';
import { filesOf, foundIn } from '../support/disk.ts';
import { quiet } from '../support/quiet.ts';
import { smallDisk } from '../support/small-disk.ts';
import { eventually } from '../support/world.ts';

afterEach(() => void vi.useRealTimers());

/** Writes until nothing more fits; gives the code with which the database said so. */
async function fill(db: Kysely<Database>): Promise<string> {
  for (;;)
    try {
      await sql`insert into kv (key, value) select gen_random_uuid()::text, repeat('x', 500)
        from generate_series(1, 200)`.execute(db);
    } catch (error) {
      return (error as { code: string }).code;
    }
}

test('a full disk stops what is stored, and neither what erases nor that it is gone from the files', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using place = await freshPlace();
  const reserve = () => statSync(join(place.folder, 'reserve'), { throwIfNoEntry: false })?.size ?? 0;
  const gone: Record<string, Buffer> = {};
  {
    await using opened = await openDatabase({ ...place.database, log: quiet });
    const { db } = opened;
    const many = Array.from({ length: 40 }, (_, n) => `draft-${n}`);
    for (const draft of many) {
      const { row_key, text } = await transaction(db, (tx) => wrap(tx, 'x'.repeat(60_000)));
      const by = { made_by: 'rosa', stored_by: 'rosa', worked_on_by: [] };
      const row = { draft, revision: 1, ciphertext: text, row_key, updated: new Date(), ...by };
      await db.insertInto('drafts').values(row).execute();
    }
    for (const { id, key } of await db.selectFrom('row_keys').selectAll().execute()) gone[id] = key;
    vi.advanceTimersByTime(5 * 60_000);
    await eventually(
      async () => reserve(),
      (bytes) => bytes === 48 * 1024 * 1024,
    );
    using disk = smallDisk(place.folder, 300_000);
    expect(await fill(db)).toBe('53100');
    await expect(transaction(db, (tx) => tx.deleteFrom('drafts').execute())).rejects.toMatchObject({ code: '53100' });
    expect(reserve()).toBeGreaterThan(0);
    await erasing(db, (tx) => tx.deleteFrom('drafts').execute());
    expect(reserve()).toBe(0);
    expect(await db.selectFrom('row_keys').select('id').execute()).toEqual([]);
    await rewriteErased(db);
    expect(await rewriteDue(db)).toBe(false);
    expect(foundIn(await filesOf(db, place), gone)).toEqual([]);
    expect(disk.free()).toBeGreaterThan(0);
  }
  await using again = await openDatabase({ ...place.database, log: quiet });
  expect(await again.db.selectFrom('drafts').select('draft').execute()).toEqual([]);
});
