import { PGlite } from '@electric-sql/pglite';
import { amcheck } from '@electric-sql/pglite/contrib/amcheck';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { killHard, runScript } from '../support/children.ts';
import { freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

/** More for a long run: KILLS=500. */
const kills = Number(process.env.KILLS || 20);

test(`a writing process that is killed ${kills} times loses nothing that it acknowledged`, {
  timeout: 120_000 + kills * 10_000,
}, async () => {
  await using place = await freshPlace();
  {
    await using database = await openDatabase({ ...place.database, log: quiet });
    await sql`create table written (seq integer primary key, text text not null)`.execute(database.db);
    await sql`create index written_text on written (text)`.execute(database.db);
    await sql`create table total (sum bigint not null)`.execute(database.db);
    await sql`insert into total values (0)`.execute(database.db);
  }
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill++) {
    const writer = runScript('write-rows.ts', JSON.stringify(place.database), String(acknowledged));
    const enough = acknowledged + 1 + Math.floor(Math.random() * 60);
    while (acknowledged < enough) {
      const { value, done } = await writer.lines.next();
      if (done || !/^\d+$/.test(value)) throw new Error(`the writer ended: ${value}`);
      acknowledged = Number(value);
    }
    // Anywhere in the next transactions, not only where it has just said something.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    await killHard(writer);
  }
  {
    await using database = await openDatabase({ ...place.database, log: quiet });
    const { rows } = await sql<{ count: number; most: number; sum: string; total: string }>`
      select count(*)::int as count, max(seq) as most, sum(seq) as sum, (select sum from total) as total
      from written`.execute(database.db);
    const [row] = rows;
    expect(row?.count).toBe(row?.most);
    expect(row?.most).toBeGreaterThanOrEqual(acknowledged);
    expect(row?.sum).toBe(row?.total);
    if (inject('database') === 'postgres') await sql.raw(checkIndexes).execute(database.db);
  }
  if (inject('database') === 'embedded') {
    const database = await PGlite.create(`${place.folder}/database`, { extensions: { amcheck } });
    await database.exec(checkIndexes);
    await database.close();
  }
});

/** Every B-tree of every table, against its table too. */
const checkIndexes = `create extension if not exists amcheck;
  select bt_index_check(c.oid, true) from pg_class c join pg_am a on a.oid = c.relam
  where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p'`;
