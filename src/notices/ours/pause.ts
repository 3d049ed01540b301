import { Refusal } from '../../../schemas/codes.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import type { Consent } from './consent-store.ts';

/** How long a sealed alert waits before it leaves. */
const pauseDays = 1;

type Paused = Pick<Consent, 'send_after'>;

/**
 * When an alert that is handed in may go out: a day later. What takes the place of one that the partner has `opened`
 * goes at once; what takes the place of any other has a day of its own, since nobody knows what that one was.
 */
export function sendAfter(earlier: Paused | undefined, opened: boolean, now: Date): Date {
  return earlier && opened && earlier.send_after <= now ? earlier.send_after : daysAfter(now, pauseDays);
}

/** When an alert goes out, where that is still ahead. */
export const goesOut = ({ send_after }: Paused, now: Date): Date | null => (send_after > now ? send_after : null);

/** Refuses (`pause-over`) what can be done only while an alert waits. */
export function requirePaused(consent: Paused, now: Date): void {
  if (!goesOut(consent, now)) throw new Refusal('pause-over');
}
