import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Where a value goes in a statement that is written once. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement whose text is made at its first use and then stays: for the few that run with every request, where making the text
 * costs more than the answer. `value(name)` stands for one of the values that each call gives, never for a piece of SQL.
 */
export function prepared<Values extends object, Row>(
  write: (value: (name: keyof Values & string) => RawBuilder<unknown>) => RawBuilder<Row>,
): (db: Kysely<Database>, values: Values) => Promise<Row[]> {
  let text = '';
  let names: (keyof Values)[] = [];
  return async (db, values) => {
    if (text === '') {
      const compiled = write((name) => sql`${new Place(name)}`).compile(db);
      names = compiled.parameters.map((place) => (place as Place).name as keyof Values);
      text = compiled.sql;
    }
    const parameters = names.map((name) => values[name]);
    return (await db.executeQuery<Row>(CompiledQuery.raw(text, parameters))).rows;
  };
}
