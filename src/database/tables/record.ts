import type { Generated } from 'kysely';
import type { Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** The record of who did what. */
export type RecordTables = {
  record: RecordTable;
  record_head: RecordHeadTable;
};

/** Who can make them grow. */
export const recordGrowth = {
  record: { by: 'peers', most: 'pace', goesFirst: 'nothing: it holds what was let in, for good' },
  record_head: 'nobody',
} as const satisfies Record<keyof RecordTables, Growth>;

/** Append-only: who did what, never what was in it. Members read it; never erased. */
export interface RecordTable {
  seq: number;
  at: Time;
  /** A member id, `node`, `setup`, `peer:<id>` or `person` (someone with a code). */
  actor: string;
  action: string;
  subject: string | null;
  prev: string;
  hash: string;
}

/** The newest row of the record, in one row that is locked while the next is appended. Never erased. */
export interface RecordHeadTable {
  one: Generated<number>;
  seq: number;
  prev: string;
  hash: string;
}
