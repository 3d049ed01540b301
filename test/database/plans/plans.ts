import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from '../../../src/database/schema.ts';

export type Tx = Transaction<Database>;

/**
 * A way to run one function of a store; `alone` for one that begins its own transaction, null where it asks nothing.
 */
export type Run = ((tx: Tx) => unknown) | { alone: (db: Kysely<Database>) => unknown } | null;

/** A way to run each function that a module exports: a new one does not compile without. */
export type RunsOf<Module> = {
  [Name in keyof Module as Module[Name] extends (...given: never[]) => unknown ? Name : never]: Run;
};

export type Asked = { sql: string; parameters: readonly unknown[] };

/** A database of which every statement is kept that goes through it. */
export function openRecorded(url: string): { db: Kysely<Database>; taken: () => Asked[] } & AsyncDisposable {
  let asked: Asked[] = [];
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }) => {
      if (level === 'query') asked.push({ sql: query.sql, parameters: query.parameters });
    },
  });
  const taken = () => {
    const all = asked;
    asked = [];
    return all;
  };
  return { db, taken, [Symbol.asyncDispose]: () => db.destroy() };
}

class Undone extends Error {}

/** Runs some work in a transaction and undoes what it did. */
export async function undone<T>(db: Kysely<Database>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const done: T[] = [];
  await db
    .transaction()
    .execute(async (tx) => {
      done.push(await work(tx));
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return done[0] as T;
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };

/**
 * The tables of which the server would read every row to answer a statement, under the settings of this transaction.
 */
export async function scannedBy(tx: Tx, { sql, parameters }: Asked): Promise<string[]> {
  if (!/^\s*(with|select|\(select|insert|update|delete)\b/i.test(sql.replace(/^\s*\(+/, ''))) return [];
  const { rows } = await tx.executeQuery<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]),
  );
  const found: string[] = [];
  const look = (plan: Plan): void => {
    if (plan['Node Type'] === 'Seq Scan') found.push(String(plan['Relation Name']));
    for (const part of plan.Plans ?? []) look(part);
  };
  for (const { 'QUERY PLAN': plans } of rows) for (const { Plan: plan } of plans) look(plan);
  return found;
}
