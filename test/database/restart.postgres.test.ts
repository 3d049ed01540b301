import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { databaseTrouble, openDatabase } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { postgresBinaries } from '../support/needs.ts';
import { startServer } from '../support/postgres.ts';
import { quiet } from '../support/quiet.ts';

/** More for a long run: RESTARTS=50. */
const restarts = Number(process.env.RESTARTS || 3);
const writers = 8;
const recoveredMs = 15_000;

test.runIf(postgresBinaries())(
  `a server that is ended ${restarts} times under load loses nothing acknowledged`,
  {
    timeout: 60_000 + restarts * 20_000,
  },
  async () => {
    const server = await startServer();
    try {
      await using database = await openDatabase({ url: server.url, log: quiet });
      const { db } = database;
      await migrateToLatest(db);
      await sql`create table written (writer integer, seq integer, primary key (writer, seq))`.execute(db);
      const acknowledged = Array.from({ length: writers }, () => 0);
      let troubles = 0;
      let ended = false;
      const write = async (writer: number) => {
        for (let seq = 1; !ended; ) {
          try {
            // A commit whose answer was lost is done again, and then is there already.
            await sql`insert into written values (${writer}, ${seq}) on conflict do nothing`.execute(db);
            acknowledged[writer] = seq++;
          } catch (error) {
            if (!databaseTrouble(error)) throw error;
            troubles++;
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      };
      const writing = Promise.all(acknowledged.map((_, writer) => write(writer)));
      for (let restart = 0; restart < restarts; restart++) {
        await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
        const before = acknowledged.reduce((sum, seq) => sum + seq, 0);
        const began = performance.now();
        await server.restart();
        await expect
          .poll(() => acknowledged.reduce((sum, seq) => sum + seq, 0), { timeout: recoveredMs })
          .toBeGreaterThan(before + writers);
        expect(performance.now() - began).toBeLessThan(recoveredMs);
      }
      ended = true;
      await writing;
      expect(troubles).toBeGreaterThan(0);
      const { rows } = await sql<{ count: number; most: number }>`
      select count(*)::int as count, max(seq) as most from written group by writer order by writer`.execute(db);
      expect(rows).toEqual(acknowledged.map((seq) => ({ count: seq, most: seq })));
      await sql
        .raw(`create extension amcheck;
      select bt_index_check(c.oid, true) from pg_class c join pg_am a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p'`)
        .execute(db);
    } finally {
      await server.stop();
    }
  },
);
