import type { RefusalCode } from '../../schemas/codes.ts';
import { daysAfter } from './calendar.ts';

/** What one accompanier's client found wrong, by the receiver's own clock. */
export type Report = { code: RefusalCode; by: string; at: Date };

/**
 * One edition of a peer's sealed item, as the receiver's server knows it: which bytes, and what clients said about
 * them.
 */
export type Copy = {
  edition: number;
  cipher: string;
  dropAfter: Date;
  /** Newest manifest version of the issuer with which a client passed checks 5 to 14; null: nobody has. */
  checkedWith: number | null;
  /** Since when a client said that it cannot be checked yet. */
  waiting: Date | null;
  /** A client could not even open it; says nothing once another has passed it. */
  unopenable: boolean;
  reports: readonly Report[];
};

/** Why a copy is over by itself. */
export type CopyEnding = 'expired' | 'failed';

/** How long an edition stays for a second pair of eyes, and how long one waits that cannot be checked yet. */
export const failedDays = 14;
export const waitingDays = 30;

/** Check 5: perhaps that keyring is the broken one, so it never erases (PROTOCOL §5). */
const unopenable: ReadonlySet<RefusalCode> = new Set(['unseal', 'padding', 'canonical']);

/** Not wrong, only not yet, like a consent that begins later, or what somebody signed who has left since. */
const notYet: ReadonlySet<RefusalCode> = new Set(['unverified-peer', 'need-manifest', 'manifest-expired', 're-attest']);

/** An edition that has just come in. */
export function freshCopy(edition: number, cipher: string, dropAfter: Date): Copy {
  return { edition, cipher, dropAfter, checkedWith: null, waiting: null, unopenable: false, reports: [] };
}

/** Whether nobody has passed it and somebody found it wrong, or could not even open it. */
export function broken({ checkedWith, reports, unopenable }: Copy): boolean {
  return checkedWith === null && (unopenable || reports.length > 0);
}

/** A client that passes takes back whatever another had said. */
export function passed(copy: Copy, version: number): Copy {
  const checkedWith = Math.max(copy.checkedWith ?? 0, version);
  return { ...copy, checkedWith, waiting: null, reports: [] };
}

/**
 * What one client's failed check makes of a copy; null erases it. One member hides at most: the same code from a second
 * member erases. Check 5 never does, and neither it nor "not yet" hides what a client has passed.
 */
export function failed(copy: Copy, { code, by, early }: { code: RefusalCode; by: string; early: boolean }, now: Date) {
  if (unopenable.has(code)) return { ...copy, unopenable: true };
  if (notYet.has(code) || (code === 'consent-window' && early)) {
    return copy.checkedWith === null ? { ...copy, unopenable: false, waiting: copy.waiting ?? now } : copy;
  }
  const same = copy.reports.filter((report) => report.code === code);
  if (same.some((report) => report.by !== by)) return null;
  return same.length > 0 ? copy : { ...copy, reports: [...copy.reports, { code, by, at: now }] };
}

/**
 * When a copy is over without anybody doing anything: at dropAfter, 14 days after the first failure, 30 days after the
 * first "not yet". Of several at the same moment the first of these is told.
 */
export function endOf({ dropAfter, reports, waiting }: Copy): { ending: CopyEnding; at: Date } {
  const ends: { ending: CopyEnding; at: Date }[] = [{ ending: 'expired', at: dropAfter }];
  for (const { at } of reports) ends.push({ ending: 'failed', at: daysAfter(at, failedDays) });
  if (waiting) ends.push({ ending: 'expired', at: daysAfter(waiting, waitingDays) });
  return ends.reduce((first, one) => (one.at < first.at ? one : first));
}
