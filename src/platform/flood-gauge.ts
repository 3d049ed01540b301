import type { Clock } from './clock.ts';

const minuteMs = 60_000;
const minutes = 10;
/** So many refusals within ten minutes are no mistake of one server. */
const flood = 200;

/** How many requests that no member made were refused of late. */
export type FloodGauge = {
  /** Counts one. */
  refused: () => void;
  /** Since when, and how many within the last ten minutes; null while it is calm. */
  lasts: () => { since: Date; refused: number } | null;
};

/**
 * Counts refusals by the minute, in memory, and nothing about who was refused. A flood lasts for as long as there were
 * many within ten minutes.
 */
export function floodGauge(clock: Clock): FloodGauge {
  const counts = new Map<number, number>();
  let since: Date | null = null;
  const minuteNow = () => Math.floor(clock.now().getTime() / minuteMs);
  const recent = (): number => {
    const oldest = minuteNow() - minutes;
    for (const minute of counts.keys()) if (minute <= oldest) counts.delete(minute);
    let sum = 0;
    for (const count of counts.values()) sum += count;
    if (sum < flood) since = null;
    else since ??= clock.now();
    return sum;
  };
  return {
    refused() {
      const minute = minuteNow();
      counts.set(minute, (counts.get(minute) ?? 0) + 1);
      recent();
    },
    lasts() {
      const refused = recent();
      return since && { since, refused };
    },
  };
}
