import type { KvKey, KvStore, MessageQueue } from '@fedify/fedify';
import pg from 'pg';

/** What a bare Fedify keeps on PostgreSQL: cache, queue, and one row per activity that its listener was given. */
export type FedifyStore = { kv: KvStore; queue: MessageQueue; accepted(activity: string): Promise<void> };

const workers = 4;
const pollMs = 500;

/**
 * The plainest store that Fedify takes: one query per call. As in its own PostgreSQL queue, a message is deleted before
 * it is handled; unlike there, the process wakes itself and asks for no notification, which costs less.
 */
export async function openFedifyStore(url: string): Promise<FedifyStore> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query('create table kv (key text primary key, value jsonb not null, expires timestamptz)');
  await pool.query(
    'create table queue (id bigint generated always as identity primary key, message jsonb not null, due timestamptz ' +
      'not null)',
  );
  await pool.query('create table accepted (activity text primary key)');
  return {
    kv: kvOn(pool),
    queue: queueOn(pool),
    accepted: async (activity) =>
      void (await pool.query('insert into accepted values ($1) on conflict do nothing', [activity])),
  };
}

function kvOn(pool: pg.Pool): KvStore {
  const keyOf = (key: KvKey) => JSON.stringify(key);
  return {
    async get<T>(key: KvKey) {
      const { rows } = await pool.query<{ value: T }>(
        'select value from kv where key = $1 and (expires is null or expires > now())',
        [keyOf(key)],
      );
      return rows[0]?.value;
    },
    async set(key, value, options) {
      await pool.query(
        `insert into kv values ($1, $2, now() + $3::interval) on conflict (key) do update
          set value = excluded.value, expires = excluded.expires`,
        [keyOf(key), JSON.stringify(value), options?.ttl?.toString() ?? null],
      );
    },
    async delete(key) {
      await pool.query('delete from kv where key = $1', [keyOf(key)]);
    },
    async *list(prefix) {
      const start = prefix ? keyOf(prefix).slice(0, -1) : '';
      const { rows } = await pool.query<{ key: string; value: unknown }>(
        'select key, value from kv where starts_with(key, $1)',
        [start],
      );
      for (const { key, value } of rows) yield { key: JSON.parse(key) as KvKey, value };
    },
  };
}

function queueOn(pool: pg.Pool): MessageQueue {
  let wake: () => void = () => {};
  const take = async () => {
    const { rows } = await pool.query<{ message: unknown }>(
      `delete from queue where id = (select id from queue where due <= now() order by id limit 1 for update skip locked)
        returning message`,
    );
    return rows[0];
  };
  return {
    async enqueue(message, options) {
      await pool.query(`insert into queue (message, due) values ($1, now() + coalesce($2::interval, '0'))`, [
        JSON.stringify(message),
        options?.delay?.toString() ?? null,
      ]);
      wake();
    },
    async listen(handler, { signal } = {}) {
      const waiting = new Set<() => void>();
      wake = () => {
        const [one] = waiting;
        one?.();
      };
      const work = async () => {
        while (!signal?.aborted) {
          const row = await take();
          if (row) await handler(row.message);
          else await nextTurn(waiting);
        }
      };
      await Promise.all(Array.from({ length: workers }, work));
    },
  };
}

function nextTurn(waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      resolve();
    };
    const timer = setTimeout(done, pollMs);
    waiting.add(done);
  });
}
