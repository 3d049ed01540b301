import type { RefusalCode } from '../../../schemas/codes.ts';
import type { Held } from './store.ts';

const day = 86_400_000;

/** How long a failed item stays for a second pair of eyes, and one that cannot be checked yet waits (PROTOCOL §5). */
export const failedStaysMs = 14 * day;
export const quarantineMs = 30 * day;

/** Check 5: perhaps this keyring is the broken one, so it never erases. */
const unopenable: ReadonlySet<string> = new Set(['unseal', 'padding', 'canonical']);

/** Not wrong, only not yet, like a consent that begins later, or what somebody signed who has left since: the item waits in quarantine. */
const notYet: ReadonlySet<string> = new Set(['unverified-peer', 'need-manifest', 'manifest-expired', 're-attest']);

/** What the checks of an opening client can find, and a withdrawal that it opened; nothing else is taken as a report. */
export const findings = [
  'unseal',
  'padding',
  'canonical',
  'bundle',
  'encoding',
  'schema',
  'payload-type',
  'version',
  'not-for-me',
  'from-mismatch',
  'unverified-peer',
  'not-accepted',
  'manifest-expired',
  'manifest-rollback',
  'equivocation',
  'need-manifest',
  're-attest',
  'signature',
  'attest-threshold',
  'notice-rule',
  'notice-rollback',
  'notice-equivocation',
  'weak-key',
  'case-key-is-member',
  'consent-audience',
  'consent-content',
  'consent-delegate',
  'consent-delivery',
  'consent-issuer',
  'consent-person-signature',
  'consent-purpose',
  'consent-window',
  'consent-witnesses',
  'drop-after',
  'no-consent',
] as const satisfies readonly RefusalCode[];

/** What becomes of an item after one client's report. */
export type Finding =
  | { become: 'unchanged' }
  | { become: 'quarantined' | 'unopenable' | 'failed'; code: string | null; since: Date | null; by: string }
  | { become: 'purged' };

/**
 * Judges a client's report that an item failed. One report hides at most; the same code from a second accompanier purges.
 * Never purges for check 5, and never lets a client that cannot open hide what another has opened.
 */
export function judgeFailed(
  row: Pick<Held, 'state' | 'failed_code' | 'failed_by' | 'failed'>,
  report: { code: RefusalCode; early: boolean; member: string },
  now: Date,
): Finding {
  const { code, member: by } = report;
  if (unopenable.has(code)) {
    if (row.state !== 'quarantined') return { become: 'unchanged' };
    return { become: 'unopenable', code: null, since: null, by };
  }
  if (notYet.has(code) || (code === 'consent-window' && report.early)) {
    if (row.state === 'failed' || row.state === 'verified') return { become: 'unchanged' };
    const waiting = row.state === 'quarantined' ? row.failed : null;
    return { become: 'quarantined', code: null, since: waiting ?? now, by };
  }
  if (row.state === 'failed' && row.failed_code === code && row.failed_by !== by) return { become: 'purged' };
  return { become: 'failed', code, since: (row.state === 'failed' ? row.failed : null) ?? now, by };
}

/**
 * What an arriving edition is compared with: the same edition when it lies here, else the highest one that counts, at edition 0 when
 * none does. An edition that nobody accepted and a client of ours found broken does not count: whatever number a peer's server gave
 * it, the next honest one takes its place.
 */
export function comparedWith(editions: readonly Held[], edition: number): Held | null {
  const newest = editions.at(-1);
  if (!newest) return null;
  const broken = ({ opened, state }: Held) => opened === null && (state === 'failed' || state === 'unopenable');
  const found = editions.find((one) => one.edition === edition) ?? editions.findLast((one) => !broken(one));
  return found ?? { ...newest, edition: 0 };
}
