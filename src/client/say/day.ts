/** The day of a time, as it is written everywhere: 2026-11-29. */
export const dayOf = (time: string): string => time.slice(0, 10);
