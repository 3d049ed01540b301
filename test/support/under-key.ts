import type { Kysely } from 'kysely';
import { wrap } from '../../src/database/row-keys.ts';
import type { Database } from '../../src/database/schema.ts';
import type { Wrapped } from '../../src/database/tables/row-keys.ts';

/** A row with one of its columns under a new key, as the stores write it. */
export async function underKey<Column extends string, Row extends Record<Column, string>>(
  db: Kysely<Database>,
  row: Row,
  column: Column,
): Promise<Omit<Row, Column> & Record<Column, Wrapped> & { row_key: string }> {
  const { row_key, text } = await wrap(db, row[column]);
  return { ...row, [column]: text, row_key } as Omit<Row, Column> & Record<Column, Wrapped> & { row_key: string };
}
