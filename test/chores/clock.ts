import { afterAll, beforeAll, vi } from 'vitest';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A moment so long before another one (milliseconds). */
export const earlier = (moment: Date, ms: number): Date => new Date(moment.getTime() - ms);

/**
 * For this file's tests, which move it, the machine's clock: nodes and people in this process go by it. It runs on by
 * itself.
 */
export function moveTheClock(): void {
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true }));
  afterAll(() => void vi.useRealTimers());
}

/** Lets so much time pass at once (milliseconds). */
export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}
