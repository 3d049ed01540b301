import { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { rooms } from '../src/app.ts';
import { enqueue } from '../src/deliveries/enqueue.ts';
import { record } from '../src/record/append.ts';
import type { Parts, Room } from '../src/room.ts';
import { page } from '../src/web/page.tsx';
import { requireMember } from '../src/web/session.ts';
import { styleSheet } from '../src/web/static.ts';
import { viewOf } from '../src/web/view.ts';
import { enterAs, programToken } from './support/browser-session.ts';
import { eventually, found } from './support/world.ts';

type Toys = Kysely<{ toys: { name: string } }>;
const sheet = styleSheet('toys.css');

/** A room that nobody knew when the house was built: all that a node does for it, it does by this one value. */
function toyRoom(seen: { opened: number; closed: number; swept: number; greeted: string[] }): Room {
  const toys = ({ runtime }: Parts) => runtime.db as unknown as Toys;
  const links = (
    view: Parameters<NonNullable<NonNullable<Room['links']>['members']>>[0],
    from: number,
    count: number,
  ) =>
    Array.from({ length: count }, (_, n) => ({
      rank: from + n,
      href: view.link(`/toys/${n}`),
      text: `Toy ${from + n}`,
    }));
  return {
    name: 'toys',
    opens: async ({ runtime }) => {
      await sql`create table if not exists toys (name text not null)`.execute(runtime.db);
      seen.opened++;
    },
    closes: async () => void seen.closed++,
    routes: (parts) => {
      const routes = new Hono();
      routes.get('/toys', async (c) => {
        const rows = await toys(parts).selectFrom('toys').select('name').execute();
        return page(
          c,
          { view: viewOf(c), node: parts.node, title: 'Toys', open: true, style: sheet },
          <p>{rows.length}</p>,
        );
      });
      routes.post('/toys', async (c) => {
        const { member } = requireMember(c, 'toymaker');
        return c.json({ member });
      });
      return routes;
    },
    takes: (parts) => [
      {
        activity: 'Create',
        object: ({ object }) => (object as { type?: string }).type === 'Toy',
        receive: async ({ id }) => void (await toys(parts).insertInto('toys').values({ name: id }).execute()),
      },
    ],
    senders: () => ({
      toy: async (_tx, { item }) => {
        seen.greeted.push(item);
        return { cancel: 'only-played' };
      },
    }),
    chores: () => ({ toys: { everyMs: 10, work: async () => void seen.swept++ } }),
    links: { everybody: (view) => links(view, 70, 4), members: (view) => links(view, 80, 2) },
    kept: /^\/toys$/,
    assets: [sheet],
    hiddenFor: ['toymaker'],
  };
}

it('a new room is served, swept, greeted, linked, hidden and withheld by its door alone', async () => {
  const seen = { opened: 0, closed: 0, swept: 0, greeted: [] as string[] };
  const collective = await found('Ceiba', { replace: { rooms: [...rooms, toyRoom(seen)] } });
  await using ceiba = collective;
  const { runtime } = ceiba.node!.app;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${ceiba.origin}${path}`, { ...init, headers: { accept: 'text/html', ...init.headers } });

  expect(seen.opened).toBe(1);
  const shown = await (await ask('/toys?lang=en')).text();
  expect(shown).toContain('<p>0</p>');
  expect((await ask(sheet.path)).status).toBe(200);

  // Kept in memory until a table of which no door says that nobody sees it is written.
  await (runtime.db as unknown as Toys).insertInto('toys').values({ name: 'top' }).execute();
  expect(await (await ask('/toys?lang=en')).text()).toContain('<p>1</p>');

  // Six links, then the rest behind "More".
  const [nav = ''] = /<nav class="nav".*?<\/nav>/s.exec(shown) ?? [];
  const [open = '', more = ''] = nav.split('<details class="more">');
  expect([open.match(/<a /g)?.length, more.match(/<a /g)?.length]).toEqual([6, 1]);
  expect(more).toContain('More');
  expect(more).toContain('Toy 73');

  await eventually(
    async () => seen.swept,
    (swept) => swept > 2,
  );
  await runtime.db.transaction().execute(async (tx) => {
    const recipient = { actor: 'https://x.test/actor', inbox: 'https://x.test/inbox', audience: 'follower' as const };
    await enqueue(tx, [{ kind: 'toy', item: 'hello', object: 'toy', recipient }], runtime.clock.now());
    await record(tx, { actor: 'node', action: 'toy.sent', subject: 'hello' }, runtime.clock.now());
  });
  runtime.wake();
  await eventually(
    async () => seen.greeted,
    (greeted) => greeted.includes('hello'),
  );

  // Nobody but its makers learns that there is something.
  expect((await ask('/toys', { method: 'POST', headers: { accept: 'application/json' } })).status).toBe(404);
  const steward = await programToken(ceiba.origin, ceiba.keyrings[2]!);
  const read = async (token: string) => {
    const answer = await ask('/record', { headers: { accept: 'application/json', authorization: `Bearer ${token}` } });
    return JSON.stringify(await answer.json());
  };
  expect(await read(steward)).not.toContain('toy.sent');
  expect(await read(await programToken(ceiba.origin, ceiba.keyrings[0]!))).toContain('toy.sent');
  const inside = await ask('/?lang=en', { headers: (await enterAs(ceiba.origin, ceiba.keyrings[0]!)).form });
  expect(await inside.text()).toContain('Toy 81');

  await ceiba.stop();
  expect(seen.closed).toBe(1);
});
