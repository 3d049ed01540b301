import { expect, test } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { rooms } from '../../src/app.ts';
import { call } from '../../src/client/api/call.ts';
import { atWork, meet } from '../../src/commands/scripted-steps.ts';
import { createEgress } from '../../src/platform/egress.ts';
import type { Room } from '../../src/room.ts';
import { found } from '../support/world.ts';

const hour = 3_600_000;

test('after a long sleep a node asks its partners before it shows an accompanier what they sent', async () => {
  await using egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test' });
  const asked: string[] = [];
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const counted: typeof egress = {
    ...egress,
    get: (url, options) => {
      asked.push(url);
      return egress.get(url, options);
    },
  };
  await using ceiba = await found('Ceiba');
  // The chore would ask too, within a second of the moved clock: here it is about who reads before it came round.
  const without = rooms.map((room): Room => {
    const { chores: _, ...rest } = room;
    return room.name === 'peers' ? rest : room;
  });
  await using maguey = await found('Maguey', { replace: { clock, egress: counted, rooms: without } });
  await meet(maguey, ceiba);
  const look = async () => {
    const { api } = await atWork(maguey, 0, clock.now());
    asked.length = 0;
    await call(api, noticesContract.notices);
    return asked.filter((url) => url.startsWith(`${ceiba.origin}/manifest`)).length;
  };
  const answered = async () =>
    (await maguey.node!.app.runtime.db.selectFrom('peers').select('answered').executeTakeFirstOrThrow()).answered;
  expect(await look()).toBe(1);
  expect(await look()).toBe(0);
  const before = await answered();
  ahead = 2 * hour;
  await fetch(`${maguey.origin}/notices`, { headers: { accept: 'application/json' } });
  expect(await answered()).toEqual(before);
  expect(await look()).toBe(1);
  expect((await answered())!.getTime()).toBeGreaterThan(before!.getTime() + hour);
});
