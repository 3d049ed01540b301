import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { Database } from './schema.ts';

/** By the root of a statement that was written by hand: the tables that it writes. */
const declared = new WeakMap<object, readonly (keyof Database)[]>();

/**
 * Runs a statement written as SQL text, which says for itself which tables it writes.
 *
 * @returns its rows
 */
export async function byHand<Row>(
  db: Kysely<Database>,
  writes: readonly (keyof Database)[],
  statement: RawBuilder<Row>,
): Promise<Row[]> {
  const compiled = statement.compile(db);
  declareWrites(compiled, writes);
  return (await db.executeQuery<Row>(compiled)).rows;
}

/** Says of a statement that was written by hand which tables it writes. */
export function declareWrites({ query }: CompiledQuery, writes: readonly (keyof Database)[]): void {
  declared.set(query, writes);
}

/** The tables that a statement written by hand was said to write; undefined when nobody said. */
export function declaredWrites(query: object): readonly string[] | undefined {
  return declared.get(query);
}
