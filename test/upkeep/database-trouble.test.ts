import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import { onServer } from '../support/postgres.ts';
import { eventually, found } from '../support/world.ts';

it('a node whose database is away answers 503 to everybody, and works again when it is back', async () => {
  await using ceiba = await found('Ceiba');
  const { db } = ceiba.node!.app.runtime;
  const get = (path: string) => fetch(`${ceiba.origin}${path}`, { headers: { accept: 'application/json' } });
  const troubled = async () => {
    const answers = await Promise.all([get('/agreements'), get('/manifest?from=1')]);
    for (const answer of answers) expect(await answer.json()).toEqual({ code: 'database' });
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
  };
  if (inject('database') === 'embedded') {
    // Its one connection is taken for longer than anybody waits for it.
    await db.transaction().execute(troubled);
  } else {
    const { server } = inject('postgres');
    const name = (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]!.name;
    await onServer(server, `alter database ${name} allow_connections false`);
    await onServer(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await troubled();
    await onServer(server, `alter database ${name} allow_connections true`);
  }
  await eventually(
    async () => (await get('/agreements')).status,
    (status) => status === 200,
  );
  await eventually(
    async () => (await get('/readyz')).status,
    (status) => status === 200,
  );
});
