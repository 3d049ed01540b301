import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { AgreementText } from '../../agreement-file/parts.ts';
import { timeOf } from '../../protocol/encoding.ts';

/** The version that stands, as far as the next one depends on it. */
export type NewestVersion = { id: string; version: number };

/** The statement that stewards will sign: the text that people wrote, in its place after the version that stands. */
export function nextVersion(
  text: AgreementText,
  at: { issuer: string; series: string; newest: NewestVersion | null },
  now: Date,
): Agreement {
  const { series: _, ...words } = text;
  return {
    type: 'agreement',
    ...words,
    issuer: at.issuer,
    series: at.series,
    version: (at.newest?.version ?? 0) + 1,
    prev: at.newest?.id ?? null,
    issuedAt: timeOf(now),
  };
}

/** Refuses (`agreement-rollback`, `equivocation`) a version of ours that is not the next one after the newest. */
export function requireNext(
  { version, prev }: Pick<Agreement, 'version' | 'prev'>,
  newest: NewestVersion | null,
): void {
  if (version <= (newest?.version ?? 0)) throw new Refusal('agreement-rollback', 'version');
  if (version !== (newest?.version ?? 0) + 1) throw new Refusal('conflict', 'version');
  if (prev !== (newest?.id ?? null)) throw new Refusal('equivocation', 'prev');
}

/**
 * Whether a partner's version may be shown after those that are. Refuses an older one (`agreement-rollback`), another
 * one in the place of one shown or beside it (`equivocation`). A gap is no fault: what came between was never sent to
 * us.
 */
export function requireLater(
  { version, prev, id }: Pick<Agreement, 'version' | 'prev'> & { id: string },
  shown: readonly NewestVersion[],
): void {
  if (shown.some((one) => one.version === version && one.id !== id)) throw new Refusal('equivocation', 'version');
  if (shown.some((one) => one.version >= version)) throw new Refusal('agreement-rollback', 'version');
  const before = shown.find((one) => one.version === version - 1);
  if (before && before.id !== prev) throw new Refusal('equivocation', 'prev');
}

/**
 * When a version counts as published: now, and later than the one before, in whole seconds, so that `updated` always
 * grows.
 */
export function publishedAfter(before: Date | null, now: Date): Date {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return new Date(Math.max(second, before === null ? 0 : before.getTime() + 1000));
}

/** Refuses (`agreement-form`) an adopted version in which nothing is decided: an untouched template is no agreement. */
export function requireDecided({ adopted, clauses }: Pick<Agreement, 'adopted' | 'clauses'>): void {
  if (adopted !== null && clauses.every(({ stance }) => stance === 'not_decided_yet')) {
    throw new Refusal('agreement-form', 'clauses.stance');
  }
}
