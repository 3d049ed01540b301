import { expect, test } from 'vitest';
import { startNode } from '../federation/stage.ts';

/* What strangers send by the thousand leaves no line each: the journal is on the same disk. */

test('an inbox that refuses all day writes twenty lines a minute, and how many it left out', async () => {
  const lines: [string, object | undefined][] = [];
  const silent = () => {};
  const info = (event: string, fields?: object) => void lines.push([event, fields]);
  const clock = { time: Date.parse('2026-11-30T10:00:00Z'), now: () => new Date(clock.time) };
  const { origin } = await startNode({ clock, log: { debug: silent, info, warn: info, error: info } });
  const refuse = async (times: number) => {
    for (let at = 0; at < times; at++)
      expect((await fetch(`${origin}/actors/self/inbox`, { method: 'POST', body: '{}' })).status).toBe(401);
  };
  await refuse(150);
  const refused = lines.filter(([event]) => event === 'inbox.refused');
  expect([refused.length, lines.length]).toEqual([20, 20]);
  expect(refused[0]?.[1]).toMatchObject({ status: 401 });
  clock.time += 60_000;
  await refuse(1);
  expect(lines.slice(20)).toEqual([
    ['inbox.refused-more', { count: 130 }],
    ['inbox.refused', expect.objectContaining({ status: 401 })],
  ]);
});
