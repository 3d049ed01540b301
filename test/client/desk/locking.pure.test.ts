import { expect, test, vi } from 'vitest';
import { askUnlessQuiet, leaveTogether, quietClock } from '../../../src/client/pages/desk/locking.ts';

const minute = 60_000;

test('a desk is quiet by the clock, also after a device slept and no timer went on', async () => {
  let now = Date.parse('2026-11-30T12:00:00Z');
  const quiet = quietClock(() => now);
  const asked: string[] = [];
  const lock = vi.fn();
  const ask = askUnlessQuiet(
    async (task, ..._) => {
      asked.push(task);
      return undefined as never;
    },
    quiet,
    lock,
  );
  now += 14 * minute;
  await ask('toSign');
  quiet.touched();
  now += 14 * minute;
  await ask('people');
  expect(lock).not.toHaveBeenCalled();
  now += minute;
  // It is locked first, and what was pressed is not done.
  await expect(ask('renew', 1)).rejects.toMatchObject({ code: 'sign-in-needed' });
  expect(lock).toHaveBeenCalledOnce();
  expect(lock.mock.calls[0]?.[0]).toContain('15');
  expect(asked).toEqual(['toSign', 'people']);
});

test('a clock that was set back by as much keeps no desk open', () => {
  let now = Date.parse('2026-11-30T12:00:00Z');
  const quiet = quietClock(() => now);
  now -= 5 * minute;
  expect(quiet.over()).toBe(false);
  now -= 10 * minute;
  expect(quiet.over()).toBe(true);
});

test('whoever leaves one tab leaves all of them, once', async () => {
  const [one, other] = [new EventTarget(), new EventTarget()];
  const lines = [new BroadcastChannel('desk-test'), new BroadcastChannel('desk-test')];
  try {
    leaveTogether(one, lines[0]!);
    leaveTogether(other, lines[1]!);
    const left = [0, 0];
    one.addEventListener('leave', () => left[0]!++);
    const told = new Promise<void>((resolve) => {
      other.addEventListener('leave', () => {
        left[1]!++;
        resolve();
      });
    });
    one.dispatchEvent(new Event('leave'));
    await told;
    // Nothing comes back.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(left).toEqual([1, 1]);
  } finally {
    for (const line of lines) line.close();
  }
});
