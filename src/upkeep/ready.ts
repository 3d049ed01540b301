import { statfs } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { answers } from '../database/database.ts';
import { pendingMigrations } from '../database/migrate.ts';
import type { Database } from '../database/schema.ts';

/** Each part of `/readyz`: true when it is well. */
export type Readiness = { database: boolean; migrations: boolean; worker: boolean; disk: boolean };

const databaseMs = 1_000;
const heartbeatMs = 30_000;
const diskFree = 0.1;

/**
 * Asks whether this node can do its work: the database answers within a second, is at this version, the worker lives,
 * the disk has room.
 */
export async function readiness(
  db: Kysely<Database>,
  facts: { folder: string; heartbeat: Date; now: Date },
): Promise<Readiness> {
  const within = <T>(work: Promise<T>) =>
    Promise.race([
      work.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, databaseMs, false).unref()),
    ]).catch(() => false);
  const database = await within(answers(db));
  const pending = database ? await pendingMigrations(db) : ['unknown'];
  const disk = await statfs(facts.folder).then(({ bavail, blocks }) => bavail / blocks > diskFree);
  return {
    database,
    migrations: pending.length === 0,
    worker: facts.now.getTime() - facts.heartbeat.getTime() < heartbeatMs,
    disk,
  };
}
