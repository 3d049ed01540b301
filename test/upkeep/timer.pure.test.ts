import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { startChores } from '../../src/upkeep/timer.ts';
import { quiet } from '../support/quiet.ts';

const minute = 60_000;
const hour = 60 * minute;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One chore that counts its rounds, on this machine's clock. */
function counting(everyMs: number, work: () => Promise<unknown> = async () => {}, log = quiet) {
  const seen = { rounds: 0 };
  const round = async () => {
    seen.rounds++;
    await work();
  };
  const chores = startChores({ toys: { everyMs, work: round } }, { clock: systemClock, log });
  return { seen, chores, [Symbol.asyncDispose]: () => chores[Symbol.asyncDispose]() };
}

test('a chore runs at once, and again when its time has passed, not before', async () => {
  await using started = counting(hour);
  expect(started.seen.rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(hour - 1);
  expect(started.seen.rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(1001);
  expect(started.seen.rounds).toBe(2);
  await vi.advanceTimersByTimeAsync(10 * hour);
  expect(started.seen.rounds).toBe(12);
});

test.each([
  ['slept', 2 * hour],
  ['had its clock set back', -2 * hour],
])('a chore runs soon after the machine %s', async (_what, ms) => {
  await using started = counting(hour);
  await vi.advanceTimersByTimeAsync(minute);
  vi.setSystemTime(Date.now() + ms);
  await vi.advanceTimersByTimeAsync(1000);
  expect(started.seen.rounds).toBe(2);
  await vi.advanceTimersByTimeAsync(minute);
  expect(started.seen.rounds).toBe(2);
});

test('a chore that fails is logged, and runs again when its time has passed', async () => {
  const logged: unknown[] = [];
  const fails = async () => {
    throw new Error('broken');
  };
  await using started = counting(minute, fails, {
    ...quiet,
    error: (event, fields) => void logged.push(event, fields),
  });
  await vi.advanceTimersByTimeAsync(minute + 1000);
  expect(started.seen.rounds).toBe(2);
  expect(logged.slice(0, 2)).toEqual(['upkeep.chore-failed', expect.objectContaining({ action: 'toys' })]);
});

test('a chore that is wanted soon while it runs, runs once more, and never twice at a time', async () => {
  const ends: (() => void)[] = [];
  const started = counting(hour, () => new Promise<void>((resolve) => void ends.push(resolve)));
  for (const _ of [1, 2, 3]) started.chores.soon('toys');
  expect(started.seen.rounds).toBe(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(started.seen.rounds).toBe(2);
  let closed = false;
  const closing = started.chores[Symbol.asyncDispose]().then(() => {
    closed = true;
  });
  await vi.advanceTimersByTimeAsync(minute);
  expect(closed).toBe(false);
  ends[1]?.();
  await closing;
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(started.seen.rounds).toBe(2);
});
