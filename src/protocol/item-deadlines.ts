import { daysAfter } from './calendar.ts';
import { type Copy, type CopyEnding, endOf, failedDays, waitingDays } from './edition-state.ts';

/**
 * What the receiver keeps of a peer's newest `live`: what the issuer's care team said last, and until when it counts.
 */
export type Lease = { issuedAt: Date; nextBy: Date; id: string };

/**
 * What one client said when it opened a withdrawal or retraction that names this item, and who found that it does not.
 */
export type TakenBack = { kind: 'withdrawn' | 'retracted'; by: string; at: Date; deniedBy: readonly string[] };

/** A peer's sealed item that we hold. Times are the receiver's own, except the lease's, which `live` bounds. */
export type Held = {
  held: true;
  /** When its first edition came in. Later editions renew nothing: only `live` does. */
  since: Date;
  /** Whether it travels with consent, and so stands on `live`. */
  leased: boolean;
  /** The one that a client passed, and a newer one that none has; never none. */
  copies: readonly Copy[];
  live: Lease | null;
  /** Since when the newest `live` has left it out. */
  suspended: Date | null;
  /** Newest manifest version of the issuer that marks a key `compromised`; 0: none. */
  compromisedIn: number;
  takenBack: TakenBack | null;
  trustEnded: Date | null;
  /** When it came back from a backup. */
  restored: Date | null;
};

export type Ending = CopyEnding | TakenBack['kind'] | 'recalled' | 'suspended' | 'silent' | 'trust-ended';

/** What stays: that it is over, how and since when. Final. */
export type Purged = { held: false; ending: Ending; at: Date };

export type Holding = Held | Purged;

const silentDays = 90;
const firstLiveDays = 30;
const suspendedDays = 14;
const takenBackDays = 14;
/** A day less than the 72 hours of PROTOCOL §6, so that a node which was away for a day still keeps them. */
const trustEndedDays = 2;

/** The copy that counts: the one that a client passed, else the only one. */
export function frontOf({ copies }: Held): Copy {
  return copies[0]!;
}

/**
 * Whether the issuer's care team has been silent for too long to show this without a warning: no `live` after nextBy,
 * before the first one 30 days after receipt, and after a backup came back none issued since.
 */
export function isStale(
  { live, restored, leased, since }: Pick<Held, 'live' | 'restored' | 'leased' | 'since'>,
  now: Date,
): boolean {
  if (restored && !(live && live.issuedAt > restored)) return true;
  return leased && (live ? live.nextBy : daysAfter(since, firstLiveDays)) <= now;
}

/**
 * What is over by time alone, and since when; null while nothing is. 90 silent days count from the issue of the newest
 * `live` or from receipt, whichever is later; the others from the receiver's own clock, so that no statement can date
 * them back. With several, the earliest.
 */
export function due(held: Held, now: Date): { ending: Ending; at: Date } | null {
  const over = deadlines(held).filter(({ at }) => at <= now);
  return over.length === 0 ? null : over.reduce((first, one) => (one.at < first.at ? one : first));
}

/** What is left of an item at a moment: editions that are over go, and with the last of them the whole. */
export function settle(holding: Holding, now: Date): Holding {
  if (!holding.held) return holding;
  const over = due(holding, now);
  if (over) return { held: false, ...over };
  return { ...holding, copies: holding.copies.filter((copy) => endOf(copy).at > now) };
}

/** What may be over: what was so since one of these moments or longer. */
export type Limits = {
  suspended: Date;
  silent: Date;
  trustEnded: Date;
  takenBack: Date;
  failed: Date;
  waiting: Date;
  expired: Date;
};

/** The limits by which a sweep finds what `settle` may end. */
export function limits(now: Date): Limits {
  return {
    suspended: daysAfter(now, -suspendedDays),
    silent: daysAfter(now, -silentDays),
    trustEnded: daysAfter(now, -trustEndedDays),
    takenBack: daysAfter(now, -takenBackDays),
    failed: daysAfter(now, -failedDays),
    waiting: daysAfter(now, -waitingDays),
    expired: now,
  };
}

function deadlines({ leased, live, since, suspended, takenBack, trustEnded, copies }: Held) {
  const ends: { ending: Ending; at: Date }[] = [];
  const lastWord = new Date(Math.max(since.getTime(), live?.issuedAt.getTime() ?? 0));
  if (leased) ends.push({ ending: 'silent', at: daysAfter(lastWord, silentDays) });
  if (suspended) ends.push({ ending: 'suspended', at: daysAfter(suspended, suspendedDays) });
  if (takenBack) ends.push({ ending: takenBack.kind, at: daysAfter(takenBack.at, takenBackDays) });
  if (trustEnded) ends.push({ ending: 'trust-ended', at: daysAfter(trustEnded, trustEndedDays) });
  ends.push(copies.map(endOf).reduce((last, one) => (one.at > last.at ? one : last)));
  return ends;
}
