import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/database/schema.ts';
import type { FreshPlace } from './databases.ts';

/**
 * Where the bytes of a test's database lie: its whole folder, or the server's files of it, which hold everything once
 * this was asked. The server's own log is its keeper's.
 */
export async function filesOf(db: Kysely<Database>, { folder, database }: FreshPlace): Promise<string[]> {
  if ('folder' in database) return filesIn(folder);
  const { rows } = await sql<{ at: string; id: string }>`
    select current_setting('data_directory') as at, oid::text as id
    from pg_database where datname = current_database()`.execute(db);
  const { at, id } = rows[0]!;
  await sql`checkpoint`.execute(db);
  return filesIn(join(at, 'base', id));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/**
 * Which of some bytes stand in some of the files, whole or as one of their halves: a page of the log may come between.
 */
export function foundIn<Name extends string>(files: readonly string[], bytes: Record<Name, Buffer>): Name[] {
  const found = new Set<Name>();
  for (const path of files) {
    const all = read(path);
    for (const name of Object.keys(bytes) as Name[]) {
      const half = bytes[name].length / 2;
      if (all.includes(bytes[name].subarray(0, half)) || all.includes(bytes[name].subarray(half))) found.add(name);
    }
  }
  return [...found].sort();
}

/** A file that its owner removes meanwhile has no bytes. */
function read(path: string): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const all = Buffer.alloc(statSync(path).size);
      return all.subarray(0, readSync(file, all, 0, all.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
