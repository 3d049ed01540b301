import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type DatabasePlace, openDatabase } from '../../src/database/database.ts';
import type { Database } from '../../src/database/schema.ts';
import { quiet } from './quiet.ts';

/** Looks into the database of a node that does not run, past everything that the node would say of it. */
export async function inDatabase<T>(database: DatabasePlace, look: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  await using opened = await openDatabase({ ...database, log: quiet });
  // Awaited here: the database closes when this returns.
  return await look(opened.db);
}

/** Every row of every table that is not the database's own, as JSON text by table. */
export async function dump(db: Kysely<Database>): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') order by 1`.execute(db);
  const all = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select to_json(t)::text as row from ${sql.raw(name)} t`.execute(db);
    all.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return all;
}

/** As if a minute had passed while nothing ran: what a killed worker held is free again, and what waited is due. */
export async function minuteLater(db: Kysely<Database>): Promise<void> {
  for (const table of ['deliveries', 'lanes'])
    await sql`update ${sql.table(table)} set lease = lease - interval '1 minute',
      next_at = next_at - interval '1 minute'`.execute(db);
}

/**
 * Of a dead node: which deliveries an action of the record was about, each time that it was written; which ids it still
 * remembers.
 */
export async function whatStays(db: Kysely<Database>, direction: 'in' | 'out') {
  const record = await db.selectFrom('record').select(['action', 'subject']).execute();
  const tombstones = await db.selectFrom('tombstones').select('delivery').where('direction', '=', direction).execute();
  const done = (action: string) =>
    record
      .filter((row) => row.action === action)
      .map(({ subject }) => subject ?? '')
      .sort();
  return { done, tombstones: tombstones.map(({ delivery }) => delivery).sort() };
}

const block = 8192;

/**
 * What the files of a folder hold, the database's own files included, less every block that stands in the same place of
 * `template`.
 */
export function writtenIn(folder: string, template?: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      const bytes = readFileSync(path);
      const before = template === undefined ? undefined : readIfThere(path.replace(folder, template));
      return [path.slice(folder.length + 1), before ? changedBlocks(bytes, before) : bytes];
    }),
  );
}

function changedBlocks(bytes: Buffer, before: Buffer): Buffer {
  const changed: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += block) {
    const now = bytes.subarray(at, at + block);
    if (!now.equals(before.subarray(at, at + block))) changed.push(now);
  }
  return Buffer.concat(changed);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
