import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What two people do together is kept under its hash, with who proposed it: several proposals stand side by side.
 * Columns are described in src/database/tables/. Who proposed what stands so far is read from the record.
 */
export const proposals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Who first did that about a row's id; nobody where the record does not say. */
const firstIn = (table: string, id: string, ...actions: string[]): string =>
  `coalesce((select actor from record where subject = ${table}.${id} and action in (${actions
    .map((action) => `'${action}'`)
    .join(', ')}) order by seq limit 1), '')`;

/** Adds who made a row, and fills it in. */
const madeBy = (table: string, column: string, id: string, ...actions: string[]): string[] => [
  `alter table ${table} add column ${column} text`,
  `update ${table} set ${column} = ${firstIn(table, id, ...actions)}`,
  `alter table ${table} alter column ${column} set not null`,
];

const statements = [
  `alter table manifest_rotations drop column one`,
  `alter table manifest_rotations add primary key (id)`,
  ...madeBy('manifest_rotations', 'proposed_by', 'id', 'manifest.drafted'),
  `alter table manifest_rotations add column lapsed timestamptz`,
  `alter table key_offers drop constraint key_offers_pkey, drop constraint key_offers_code_hash_key,
    add primary key (code_hash)`,
];
