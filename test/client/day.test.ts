import { afterEach, expect, it } from 'vitest';
import { minuteOf } from '../../src/client/say/day.ts';

const before = process.env.TZ;
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

it.each([
  ['UTC', '2026-11-29 23:05 UTC'],
  ['America/Mexico_City', '2026-11-29 17:05 UTC-6'],
  ['America/St_Johns', '2026-11-29 19:35 UTC-3:30'],
  ['Asia/Kathmandu', '2026-11-30 04:50 UTC+5:45'],
  ['Europe/Madrid', '2026-11-30 00:05 UTC+1'],
])('a moment is told by the clock of whoever reads it: %s', (zone, told) => {
  process.env.TZ = zone;
  expect(minuteOf('2026-11-29T23:05:59Z')).toBe(told);
});

it('… also where summer moved that clock', () => {
  process.env.TZ = 'Europe/Madrid';
  expect(minuteOf('2026-07-01T23:05:00Z')).toBe('2026-07-02 01:05 UTC+2');
});
