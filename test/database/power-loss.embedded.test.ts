import fs, { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amcheck } from '@electric-sql/pglite/contrib/amcheck';
import { type Kysely, sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { startOn } from '../../src/database/power-safe.ts';
import type { Database } from '../../src/database/schema.ts';
import { freshPlace } from '../support/databases.ts';
import { type Recording, recordDisk } from '../support/power-loss.ts';
import { quiet } from '../support/quiet.ts';

/** More for a long run: POWER_LOSSES=500. */
const losses = Number(process.env.POWER_LOSSES || 20);
/** Of them, images of a disk that was never asked to sync: they show that a loss would be seen. */
const controls = 3;
const rows = 40;

test(`${losses} losses of power lose nothing that was acknowledged and damage nothing`, {
  timeout: 60_000 + losses * 15_000,
}, async () => {
  await using place = await freshPlace();
  const folder = mkdtempSync(join(tmpdir(), 'convive-power-'));
  try {
    {
      await using database = await openDatabase({ ...place.database, log: quiet });
      await sql`create table written (seq integer primary key, text text not null)`.execute(database.db);
      await sql`create index written_text on written (text)`.execute(database.db);
      await sql`create table total (sum bigint not null)`.execute(database.db);
      await sql`insert into total values (0)`.execute(database.db);
    }
    const cluster = join(place.folder, 'database');
    const before = join(folder, 'before');
    cpSync(cluster, before, { recursive: true });
    using disk = recordDisk(cluster);
    const acknowledged: number[] = [];
    {
      await using database = await openDatabase({ ...place.database, log: quiet });
      await write(database.db, disk, acknowledged);
    }
    const lose = async (seed: number, synced: boolean) => {
      const random = seeded(seed);
      const moment = Math.floor(random() * (disk.length + 1));
      const image = join(folder, 'image');
      copyChanged(before, image);
      disk.image(moment, image, { synced, random });
      return verdict(image, acknowledged.findLastIndex((at) => at <= moment) + 1);
    };
    const seed = Math.floor(Math.random() * 2 ** 31);
    // Recovery syncs a thousand files; an image that is thrown away needs none of it.
    using _unsynced = vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {});
    for (let loss = seed; loss < seed + losses; loss++) expect(await lose(loss, true), `loss ${loss}`).toBe('whole');
    const without = [];
    for (let control = 0; control < controls; control++) without.push(await lose(control, false));
    expect(without.filter((one) => one !== 'whole')).not.toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Numbers in 0..1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes `to` as `from` is, copying only what was written since the last time. */
function copyChanged(from: string, to: string): void {
  const modified = (path: string) => statSync(path, { throwIfNoEntry: false });
  if (existsSync(to))
    for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' }))
      if (!existsSync(join(from, name))) rmSync(join(to, name), { recursive: true, force: true });
  const filter = (source: string, target: string) => {
    const [was, is] = [modified(source), modified(target)];
    return !was?.isFile() || is === undefined || Math.abs(was.mtimeMs - is.mtimeMs) > 1;
  };
  cpSync(from, to, { recursive: true, preserveTimestamps: true, filter });
}

/**
 * Rows in transactions of two statements, with checkpoints, a vacuum and a new table among them; `acknowledged` is when
 * each was.
 */
async function write(db: Kysely<Database>, disk: Recording, acknowledged: number[]): Promise<void> {
  for (let seq = 1; seq <= rows; seq++) {
    await db.transaction().execute(async (tx) => {
      await sql`insert into written (seq, text) values (${seq}, ${`row ${seq} `.repeat(40)})`.execute(tx);
      await sql`update total set sum = sum + ${seq}`.execute(tx);
    });
    acknowledged.push(disk.length);
    if (seq % 11 === 0) await sql`checkpoint`.execute(db);
    if (seq % 17 === 0) await sql`vacuum written, total`.execute(db);
    if (seq % 13 === 0) await sql.raw(`create table made_${seq} as select * from written`).execute(db);
  }
}

/**
 * 'whole' when the database opens, holds every row up to `least` and no gap, and its indexes fit; else what is wrong.
 */
async function verdict(image: string, least: number): Promise<string> {
  try {
    const database = await startOn(image, { extensions: { amcheck } });
    try {
      const { rows: found } = await database.query<{ count: number; most: number; sums: boolean }>(
        `select count(*)::int as count, coalesce(max(seq), 0)::int as most,
          coalesce(sum(seq), 0) = (select sum from total) as sums from written`,
      );
      await database.exec(`create extension amcheck; select bt_index_check(c.oid, true) from pg_class c
        join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p'`);
      const { count = 0, most = 0, sums = false } = found[0] ?? {};
      if (most < least) return `lost: ${most} of ${least}`;
      return count === most && sums ? 'whole' : `torn: ${count} rows up to ${most}`;
    } finally {
      await database.close();
    }
  } catch (error) {
    return `damaged: ${String(error).slice(0, 100)}`;
  }
}
