import { dateOf } from './encoding.ts';

const day = 86_400_000;

/** How far a clock may be ahead of ours, in milliseconds (PROTOCOL §1). */
export const tolerance = 600_000;

/** The moment so many days later. */
export function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * day);
}

/** So many months later: that day and hour, or that month's last day. */
export function monthsAfter(moment: Date, months: number): Date {
  const later = new Date(moment);
  later.setUTCMonth(later.getUTCMonth() + months);
  if (later.getUTCDate() !== moment.getUTCDate()) later.setUTCDate(0);
  return later;
}

/** Whether a time lies further ahead of `now` than clocks differ. */
export function ahead(time: string, now: Date): boolean {
  return dateOf(time).getTime() > now.getTime() + tolerance;
}

/** How an agreement's review date stands: past, at most thirty days away, or further. */
export function reviewDue(reviewBy: string, now: Date): 'over' | 'soon' | null {
  const today = now.toISOString().slice(0, 10);
  if (reviewBy < today) return 'over';
  return reviewBy <= daysAfter(now, 30).toISOString().slice(0, 10) ? 'soon' : null;
}
