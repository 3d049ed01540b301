import type { Alert } from '../../schemas/alert.ts';
import { Refusal } from '../../schemas/codes.ts';
import { ahead, monthsAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, signersOf } from './manifest.ts';
import { refuseFormer } from './re-attest.ts';
import { attesting, attestingAtLeast, requireQuorum, type Signed } from './signers.ts';

/** How long one version may last, and all versions together, in months (PROTOCOL §4). Micro is never an alert. */
const lives = { serious: [12, 60], grave: [24, 60], extreme: [36, 84] } as const;

const reviewMonths = 6;

/** Identifiers of which one is enough. */
const strong = ['handle', 'phone', 'email'];

/** An alert that enough accompaniers signed, and who they are. */
export type Attested = { alert: Alert; id: string; attesters: ReadonlySet<string> };

/**
 * Checks 9 and 10 on an alert, for its issuer before sealing and for its receiver alike. `threshold` is what the
 * receiver asks for, where that is more than the issuer does.
 * @throws as `checkSignedAlert` and `requireQuorum`.
 */
export function verifyAlert(envelope: Envelope, chain: Chain, threshold: number, now: Date): Attested {
  const read = checkSignedAlert(envelope, chain, now);
  const { statement: alert, id, signers: attesters } = requireQuorum(read, chain, attestingAtLeast(threshold));
  return { alert, id, attesters };
}

/**
 * Check 9 on an alert, signed by whichever accompaniers have so far.
 * @throws `payload-type`, `version`, `encoding`, `canonical`, `schema`, `from-mismatch`, `need-manifest`,
 * `equivocation`, `re-attest`, `signature`, `notice-rule`.
 */
export function checkSignedAlert(envelope: Envelope, chain: Chain, now: Date): Signed<'alert'> {
  const { statement, id } = readUnverified('alert', envelope);
  if (statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  checkNamedManifest(statement, chain);
  refuseFormer(envelope, chain);
  const signers = signersOf(envelope, chain, ...attesting.roles);
  checkAlert(statement, now);
  return { statement, id, signers };
}

/**
 * The rules across an alert's fields (PROTOCOL §4).
 * @throws `notice-rule` and names the field.
 */
export function checkAlert(alert: Alert, now: Date): void {
  const { identifiers, severity, version, supersedes, issuedAt, firstIssuedAt, reviewBy, expires } = alert;
  const distinct = new Set(identifiers.map((one) => `${one.kind} ${one.value}`)).size;
  if (distinct < 2 && !identifiers.some((one) => strong.includes(one.kind))) broken('identifiers');
  if (severity === 'micro') broken('severity');
  if ((version === 1) !== (supersedes === null)) broken('supersedes');
  if (ahead(issuedAt, now)) broken('issuedAt');
  if (version === 1 ? firstIssuedAt !== issuedAt : firstIssuedAt > issuedAt) broken('firstIssuedAt');
  const [once, altogether] = lives[severity];
  const last = (from: string, months: number) => timeOf(monthsAfter(dateOf(from), months));
  if (dateOf(expires) <= now) broken('expires');
  if (expires > last(issuedAt, once) || expires > last(firstIssuedAt, altogether)) broken('expires');
  if (dateOf(reviewBy) <= dateOf(issuedAt) || reviewBy > last(issuedAt, reviewMonths)) broken('reviewBy');
}

/**
 * Check 14: whether an alert may stand beside what the client holds of the same notice. The same version with the same
 * text is a renewal.
 * @throws `notice-rollback` and `notice-equivocation`.
 */
export function checkSuccession(
  alert: Pick<Alert, 'version' | 'supersedes'>,
  id: string,
  stored: { version: number; id: string } | null,
): void {
  if (!stored) return;
  if (alert.version < stored.version) throw new Refusal('notice-rollback');
  if (alert.version === stored.version && id !== stored.id) throw new Refusal('notice-equivocation');
  if (alert.version === stored.version + 1 && alert.supersedes !== stored.id) throw new Refusal('notice-equivocation');
}

// The manifest that a statement names is never where its signers are looked up: it only says that ours is behind.
function checkNamedManifest({ manifest }: Alert, chain: Chain): void {
  const held = chain.all[manifest.version - 1];
  if (!held) throw new Refusal('need-manifest');
  if (held.id !== manifest.id) throw new Refusal('equivocation', 'manifest');
}

function broken(field: string): never {
  throw new Refusal('notice-rule', field);
}
