import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { enterAs, programToken } from '../support/browser-session.ts';
import { freshDatabase } from '../support/databases.ts';
import { founded } from './founders.ts';
import { startTestNode } from './node.ts';

test('sessions that were there before say whose they are, and no row says anything else', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await sql.raw(`drop schema public cascade`).execute(db);
  await sql.raw(`create schema public`).execute(db);
  const earlier = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0016-session-kind'));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => earlier } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  await sql`insert into members values ('rosa', 'key', '{steward}', now())`.execute(db);
  await sql`insert into sessions (token_hash, member, expires, ends) values
    ('program', 'rosa', '2030-01-01', null), ('browser', 'rosa', '2030-01-01', '2030-01-02')`.execute(db);
  await migrateToLatest(db);
  const kept = await db.selectFrom('sessions').select(['token_hash', 'kind', 'ends']).orderBy('token_hash').execute();
  expect(kept).toEqual([
    { token_hash: 'browser', kind: 'browser', ends: new Date('2030-01-02T00:00:00Z') },
    { token_hash: 'program', kind: 'program', ends: null },
  ]);
  for (const [kind, ends] of [
    ['telephone', null],
    [null, null],
    ['browser', null],
  ])
    await expect(
      sql`insert into sessions (token_hash, member, expires, kind, ends)
        values ('other', 'rosa', '2030-01-01', ${kind}, ${ends})`.execute(db),
    ).rejects.toThrow(/violates/);
});

test('whose a session is stands in its kind, whether or not it has an end', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const token = await programToken(node.origin, rosa);
  const browserToken = cookie.slice(cookie.indexOf('=') + 1);
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${node.origin}/me`, { headers: { accept: 'application/json', ...headers } })).status;
  const answers = async () => [
    await status({ authorization: `Bearer ${token}` }),
    await status({ cookie: `__Host-convive=${token}` }),
    await status({ authorization: `Bearer ${browserToken}` }),
    await status({ cookie }),
  ];
  const { db } = node.runtime;
  const kinds = await db.selectFrom('sessions').select(['kind', 'ends']).orderBy('kind').execute();
  expect(kinds).toEqual([
    { kind: 'browser', ends: expect.any(Date) },
    { kind: 'program', ends: null },
  ]);
  expect(await answers()).toEqual([200, 401, 401, 200]);
  await db
    .updateTable('sessions')
    .set({ ends: new Date(Date.now() + 3_600_000) })
    .where('kind', '=', 'program')
    .execute();
  expect(await answers()).toEqual([200, 401, 401, 200]);
  const entering = await fetch(`${node.origin}/enter`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{}',
  });
  expect(entering.status).toBe(201);
});
