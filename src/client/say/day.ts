/** The day of a time, as it is written everywhere: 2026-11-29. */
export const dayOf = (time: string): string => time.slice(0, 10);

/** The minute of a time, in UTC, as people tell moments of a day apart. */
export const minuteOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;
