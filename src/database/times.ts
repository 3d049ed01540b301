import type { ColumnType } from 'kysely';

/** A moment; PostgreSQL keeps microseconds, Date milliseconds. */
export type Time = ColumnType<Date, Date, Date>;
/** A moment that may not have come. */
export type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
