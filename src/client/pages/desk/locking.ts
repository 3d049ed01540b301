import { Refusal } from '../../../../schemas/codes.ts';
import type { Area } from './area.ts';
import { i18n } from './words.ts';

/* When the desk locks by itself: after a while without a touch, when it is left, and when another tab says so. */

const quietMs = 15 * 60_000;
const tickMs = 5_000;

/**
 * Since when nobody has touched the desk, by the clock, which goes on while a device sleeps; one that was set back by
 * as much counts as well.
 */
export function quietClock(now: () => number = Date.now) {
  let last = now();
  return {
    touched(): void {
      last = now();
    },
    over: (): boolean => Math.abs(now() - last) >= quietMs,
  };
}

type Quiet = ReturnType<typeof quietClock>;
type Lock = (because: string | null) => void;

/** Locks a desk that was left alone for too long; says whether it was. */
function lockedBy(quiet: Quiet, lock: Lock): boolean {
  if (!quiet.over()) return false;
  lock(i18n._('desk.locked-quiet', {}, { message: 'The desk locked itself: nobody touched it for 15 minutes.' }));
  return true;
}

/** Asks, unless the desk was left alone for too long: then it is locked, and nothing is done. */
export const askUnlessQuiet =
  (ask: Area['ask'], quiet: Quiet, lock: Lock): Area['ask'] =>
  (task, ...given) =>
    lockedBy(quiet, lock) ? Promise.reject(new Refusal('sign-in-needed')) : ask(task, ...given);

/**
 * Locks after a while without a touch, and when the page is left, also for one that comes back by "Back". A device that
 * wakes up is locked by the first of its ticks, before a press that comes sooner counts.
 */
export function lockWhenLeft(quiet: Quiet, lock: Lock): () => void {
  const over = new AbortController();
  const on = { signal: over.signal, capture: true };
  const look = () => lockedBy(quiet, lock);
  const touched = () => look() || quiet.touched();
  for (const event of ['keydown', 'pointerdown'] as const) window.addEventListener(event, touched, on);
  document.addEventListener('visibilitychange', look, on);
  window.addEventListener('pagehide', () => lock(null), on);
  document.addEventListener('leave', () => lock(null), on);
  const timer = setInterval(look, tickMs);
  return () => {
    clearInterval(timer);
    over.abort();
  };
}

/** Whoever leaves one tab of the desk, or locks it, leaves all that are open in this browser. */
export function leaveTogether(page: EventTarget, tabs: BroadcastChannel): void {
  let told = false;
  tabs.addEventListener('message', () => {
    told = true;
    page.dispatchEvent(new Event('leave'));
    told = false;
  });
  page.addEventListener('leave', () => told || tabs.postMessage(null));
}
