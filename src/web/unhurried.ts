import { setTimeout as pause } from 'node:timers/promises';

/** In milliseconds: longer than the work behind any of these answers takes, and nothing to a person. */
const floorMs = 150;

/**
 * Answers who shows words or a token no sooner than the floor, whatever the answer is: what does not fit takes as long
 * as what does. They have 80 random bits or more, so nothing is counted that somebody else could use up.
 */
export async function unhurried<T>(work: () => Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work(), pause(floorMs)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}

/** Refuses a wrong code no sooner than the floor, and lets the right one in at once. */
export async function slowToRefuse<T>(work: () => Promise<T>): Promise<T> {
  const floor = pause(floorMs);
  try {
    return await work();
  } catch (error) {
    await floor;
    throw error;
  }
}
