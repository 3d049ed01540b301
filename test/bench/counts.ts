import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl, onServer } from '../support/postgres.ts';

const patienceMs = 120_000;

/** A new, empty database on that server, and a client to count in it; both gone when `held` is disposed. */
export async function newDatabase(
  held: AsyncDisposableStack,
  server: string,
): Promise<{ url: string; client: pg.Client }> {
  const name = `convive_bench_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  held.defer(() => onServer(server, `drop database ${name} with (force)`));
  const url = databaseUrl(server, name);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  held.defer(() => client.end());
  return { url, client };
}

/** How many rows there are; `from` is a table, with or without a condition. */
export async function count(client: pg.Client, from: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${from}`);
  return Number(rows[0]?.count);
}

/** Waits until there are exactly so many rows; fails after two minutes. */
export async function untilCounted(client: pg.Client, from: string, wanted: number): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await count(client, from);
    if (seen === wanted) return;
    if (Date.now() > end) throw new Error(`${seen} rows instead of ${wanted}: ${from}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
