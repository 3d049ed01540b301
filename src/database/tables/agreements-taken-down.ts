import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** What is remembered of partners' agreements that are gone. */
export type AgreementsTakenDownTables = {
  agreements_taken_down: AgreementsTakenDownTable;
};

export const agreementsTakenDownGrowth = {
  agreements_taken_down: { by: 'peers', most: 'share', goesFirst: 'of what was withdrawn, all but the newest hundred' },
} as const satisfies Record<keyof AgreementsTakenDownTables, Growth>;

/**
 * Partners' agreements that were shown here and that their server says are gone. Public. Without `envelope` only the
 * server says so, and the agreement is shown with that mark until the server announces it again; with it stewards have
 * signed, and the words are erased. Of each partner the newest hundred of those are kept.
 */
export interface AgreementsTakenDownTable {
  peer: string;
  series: string;
  actor: string;
  object: string;
  /** When their server said so. */
  told: Time;
  /** Up to which version the collective withdrew it, when, and the signed statement. */
  version: number | null;
  at: MaybeTime;
  envelope: string | null;
  tries: Generated<number>;
  /** When the statement is asked for; null where it is no more. */
  next_try: MaybeTime;
}
