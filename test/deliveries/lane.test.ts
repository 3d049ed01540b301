import { describe, expect, it } from 'vitest';
import { type Attempt, judge, type Outcome } from '../../src/deliveries/lane.ts';

const now = new Date('2026-11-22T12:00:00Z');
const days = (n: number) => new Date(now.getTime() + n * 86_400_000);
const first: Attempt = {
  lane: 'ordinary',
  audience: 'peer',
  attempts: 1,
  created: now,
  giveUp: days(30),
  fails: 1,
};
const answered = (status: number, code: string | null = null, retryAfter: Date | null = null): Outcome => ({
  kind: 'answered',
  status,
  code,
  retryAfter,
});
const secondsUntil = (at: Date) => (at.getTime() - now.getTime()) / 1000;

describe('what becomes of a delivery after an answer', () => {
  it('is sent on every 2xx', () => {
    for (const status of [200, 202, 204]) expect(judge(answered(status), first, now, 1).row.state).toBe('sent');
  });

  it('reads a tombstone at a peer as "erased there", not as a failure', () => {
    expect(judge(answered(409, 'tombstone'), first, now, 1).row.state).toBe('sent');
    expect(judge(answered(409, 'delivery-reuse'), first, now, 1).row.state).toBe('failed');
  });

  it('lets the whole lane wait when the host is away or asks for time', () => {
    for (const outcome of [
      { kind: 'unreachable' } as const,
      answered(429),
      answered(502),
      answered(503),
      answered(504),
    ]) {
      const judged = judge(outcome, first, now, 1);
      expect(judged.row.state).toBe('due');
      expect(judged.laneWaits).not.toBeNull();
    }
  });

  it('lets only the row and its object wait on 500 and on a second 401', () => {
    for (const status of [500, 401]) {
      const judged = judge(answered(status), first, now, 1);
      expect(judged.row.state).toBe('due');
      expect(judged.laneWaits).toBeNull();
    }
  });

  it('tries soon again what found no way to its address, without a failure', () => {
    const judged = judge({ kind: 'crowded' }, { ...first, fails: 20 }, now, 1);
    expect(judged.row.state).toBe('due');
    expect(secondsUntil(judged.laneWaits!)).toBe(1);
  });

  it('honours Retry-After, but never beyond twelve hours', () => {
    expect(judge(answered(429, null, days(0.1)), first, now, 0).laneWaits).toEqual(days(0.1));
    expect(judge(answered(503, null, days(20)), first, now, 0).laneWaits).toEqual(days(0.5));
  });

  it('fails other 4xx at once, with the lane going on', () => {
    for (const status of [400, 403, 409, 413, 422]) {
      const judged = judge(answered(status), first, now, 1);
      expect(judged).toEqual({ row: { state: 'failed' }, laneWaits: null, gone: false });
    }
  });

  it('drops a follower whose inbox is gone, and keeps a peer', () => {
    for (const status of [404, 410]) {
      expect(judge(answered(status), { ...first, audience: 'follower' }, now, 1).gone).toBe(true);
      expect(judge(answered(status), first, now, 1)).toMatchObject({ row: { state: 'failed' }, gone: false });
    }
  });

  it('waits longer each time, up to twelve hours', () => {
    const waits = [1, 2, 5, 10, 15, 20].map((fails) => {
      const judged = judge({ kind: 'unreachable' }, { ...first, fails }, now, 1);
      return secondsUntil(judged.laneWaits!);
    });
    expect(waits).toEqual([2, 4, 32, 1024, 32_768, 43_200]);
    expect(secondsUntil(judge({ kind: 'unreachable' }, { ...first, fails: 3 }, now, 0).laneWaits!)).toBe(4);
  });

  it('retries an erase at least every five minutes in the first day, then hourly, whatever a peer answers', () => {
    const erase: Attempt = { ...first, lane: 'erase', attempts: 20, fails: 20 };
    for (const outcome of [{ kind: 'unreachable' } as const, answered(400), answered(404), answered(500)]) {
      const judged = judge(outcome, erase, now, 1);
      expect(judged.row.state).toBe('due');
      expect(judged.row.state === 'due' && secondsUntil(judged.row.nextAt)).toBe(300);
    }
    const old = judge({ kind: 'unreachable' }, { ...erase, created: days(-2) }, now, 1);
    expect(secondsUntil(old.laneWaits!)).toBe(3600);
  });

  it('gives up when its time is over', () => {
    const judged = judge({ kind: 'unreachable' }, { ...first, giveUp: new Date(now.getTime() + 1000) }, now, 1);
    expect(judged).toEqual({ row: { state: 'failed' }, laneWaits: null, gone: false });
  });
});
