import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import { declareWrites } from './by-hand.ts';
import type { Database } from './schema.ts';

/** Where a value goes in a statement that is written once. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const planNames = new Map<string, string>();

/**
 * A statement whose text is made at its first use and then stays, and whose plan the server keeps for each connection:
 * for the few that run with every request, where text and plan cost more than the answer. `value(name)` stands for one
 * of the values that each call gives, never for a piece of SQL; `writes` names the tables that it writes.
 */
export function prepared<Values extends object, Row>(
  writes: readonly (keyof Database)[],
  write: (value: (name: keyof Values & string) => RawBuilder<unknown>) => RawBuilder<Row>,
): (db: Kysely<Database>, values: Values) => Promise<Row[]> {
  let text = '';
  let names: (keyof Values)[] = [];
  return async (db, values) => {
    if (text === '') {
      const compiled = write((name) => sql`${new Place(name)}`).compile(db);
      const places = compiled.parameters.map((place) => (place as Place).name as keyof Values);
      names = [...new Set(places)];
      // A value that stands at several places is sent once.
      text = compiled.sql.replace(
        /\$(\d+)/g,
        (_, at) => `$${names.indexOf(places[Number(at) - 1] as keyof Values) + 1}`,
      );
      planNames.set(text, planNames.get(text) ?? `convive-${planNames.size}`);
    }
    const parameters = names.map((name) => sent(values[name]));
    const asked = CompiledQuery.raw(text, parameters);
    declareWrites(asked, writes);
    return (await db.executeQuery<Row>(asked)).rows;
  };
}

/** A moment as text in UTC; the driver would write it field by field in the zone of this machine. */
const sent = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/** Lets a connection name the prepared statements, so that the server parses and plans each of them once. */
export function keepPlans(client: pg.PoolClient): pg.PoolClient {
  if (Object.hasOwn(client, 'query')) return client;
  const ask = client.query.bind(client) as (asked: unknown, values?: unknown) => unknown;
  const query = (asked: unknown, values?: unknown) => {
    const name = typeof asked === 'string' ? planNames.get(asked) : undefined;
    return name === undefined ? ask(asked, values) : ask({ name, text: asked, values });
  };
  return Object.assign(client, { query: query as pg.PoolClient['query'] });
}
