import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { Refusal } from '../../schemas/codes.ts';
import { holdFolder } from './lock.ts';
import { reserveIn } from './reserve.ts';

/**
 * Opens (or makes) the database inside `folder` for this process alone, surviving kill and power loss. The pool has one
 * connection, gives up after 5 s and is ended before this is disposed. Refuses (`database-in-use`) while another
 * process holds the folder, and (`database`) a damaged one, which it leaves as it is.
 */
export async function openEmbedded(folder: string): Promise<{ pool: pg.Pool } & AsyncDisposable> {
  process.umask(0o077);
  const lock = holdFolder(folder);
  try {
    // Recovery writes, too.
    reserveIn(folder).releaseIfTight();
    const database = await startDatabase(folder);
    const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
    const pool = new pg.Pool({
      ...createPgConfig(database),
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: 5_000,
    });
    return {
      pool,
      async [Symbol.asyncDispose]() {
        await database.close();
        lock[Symbol.dispose]();
      },
    };
  } catch {
    lock[Symbol.dispose]();
    throw new Refusal('database', 'embedded');
  }
}

const making = 'database.making-';
const placeIn = (folder: string): string => join(folder, 'database');

/** Whether a database was made in this folder. */
export function embeddedThere(folder: string): boolean {
  return existsSync(placeIn(folder));
}

/** A database that is made appears whole or not at all; what an interrupted making left is removed. */
async function startDatabase(folder: string): Promise<PGlite> {
  const place = placeIn(folder);
  for (const name of readdirSync(folder))
    if (name.startsWith(making)) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  // Never the same name twice: the process that an interrupted start left behind may still be writing.
  const made = existsSync(place) ? undefined : mkdtempSync(join(folder, making));
  // PGlite loads meanwhile.
  const [, { startOn, syncPath }] = await Promise.all([made && makeCluster(made), import('./power-safe.ts')]);
  if (made) {
    renameSync(made, place);
    syncPath(folder);
  }
  return startOn(place);
}

/**
 * In a process of its own, which ends with everything on the disk: making a cluster takes twice the memory of using it,
 * and WebAssembly gives none back. Code that runs once is not worth optimizing: half the memory and two thirds of the
 * CPU.
 */
async function makeCluster(place: string): Promise<void> {
  const script = fileURLToPath(new URL('make-cluster.js', import.meta.url));
  const child = spawn(process.execPath, ['--liftoff-only', script, place], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the database could not be made');
}
