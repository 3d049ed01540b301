import type { Clock } from './clock.ts';
import type { AllowedFields } from './log-fields.ts';
import type { Log } from './logging.ts';

/** So many a minute are read by somebody; more only fill the disk. */
const mostPerMinute = 20;
const minuteMs = 60_000;

/**
 * Writes a line of what strangers can cause, twenty a minute at most; how many were left out stands in `<event>-more`
 * before the first line of a later minute.
 */
export function fewLines(log: Log, event: string, clock: Clock): (fields: Partial<AllowedFields>) => void {
  let minute = 0;
  let written = 0;
  let leftOut = 0;
  return (fields) => {
    const now = Math.floor(clock.now().getTime() / minuteMs);
    if (now !== minute) {
      if (leftOut > 0) log.info(`${event}-more`, { count: leftOut });
      [minute, written, leftOut] = [now, 0, 0];
    }
    if (written === mostPerMinute) leftOut++;
    else {
      written++;
      log.info(event, fields);
    }
  };
}
