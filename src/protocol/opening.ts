import type { Alert } from '../../schemas/alert.ts';
import { Refusal } from '../../schemas/codes.ts';
import type { Comparison } from '../../schemas/comparison.ts';
import type { Consent } from '../../schemas/consent.ts';
import type { Bundle, Header, SealedKind } from '../../schemas/delivery.ts';
import type { ProcessStatus } from '../../schemas/process-status.ts';
import type { StatementKind } from '../../schemas/statements.ts';
import type { Withdrawal } from '../../schemas/withdrawal.ts';
import { unsealBundle } from './age-seal.ts';
import { checkConsent } from './consent.ts';
import { fromB64u } from './encoding.ts';
import { type Envelope, payloadTypeOf } from './envelope.ts';
import { type Chain, requireCurrent } from './manifest.ts';
import { checkSuccession, verifyAlert } from './notice.ts';
import { verifyStatus } from './process-status.ts';
import { type Root, trustedChain } from './root.ts';
import { verifyWithdrawal } from './withdrawal.ts';

/** A delivery as the server handed it over, what opens it, and whom we believe. */
export type Sealed = { header: Header; body: string; identities: readonly string[]; root: Root; now: Date };

/** What we hold of a notice, by its id. */
export type HeldVersion = (noticeId: string) => { version: number; id: string } | null;

/** The three facts that stand beside an alert, never merged into one mark. */
export type ThreeFacts = {
  signed: { issuer: string; compared: string; method: Comparison['method'] };
  consent: { by: Consent['grantedBy']; notBefore: string; notAfter: string };
  care: { accompaniers: number };
};

export type OpenedAlert = { alert: Alert; alertId: string; consent: Consent; consentId: string; facts: ThreeFacts };

export type OpenedStatus = { status: ProcessStatus; statusId: string; consent: Consent; consentId: string };

/**
 * Opens an alert and runs the client's checks 5 to 14 in order (PROTOCOL §5); shows nothing unless all pass. `stored`
 * tells what we hold of a notice. Refuses with the first failing check's code. `unverified-peer`, `need-manifest`,
 * `manifest-expired` and `consent-window` at `notBefore` mean: not yet.
 */
export async function openDelivery(given: Sealed & { stored: HeldVersion }): Promise<OpenedAlert> {
  const { header, root, now, stored } = given;
  const { items, chain, comparison } = await openBundle(given, 'alert');
  const [notice, grant] = items as [Envelope, Envelope];
  const { alert, id, attesters } = verifyAlert(notice, chain, root.standing?.attest ?? 2, now);
  const { consent, id: consentId } = checkConsent(grant, { header, notice: id, attesters, chain, now });
  checkSuccession(alert, id, stored(alert.noticeId));
  const facts: ThreeFacts = {
    signed: { issuer: alert.issuer, compared: comparison.at, method: comparison.method },
    consent: { by: consent.grantedBy, notBefore: consent.notBefore, notAfter: consent.notAfter },
    care: { accompaniers: attesters.size },
  };
  return { alert, alertId: id, consent, consentId, facts };
}

/**
 * Opens a process status: the same checks in the same order. The statuses of one process are versions without a link,
 * so a gap is no fault.
 */
export async function openStatus(given: Sealed & { stored: HeldVersion }): Promise<OpenedStatus> {
  const { header, now, stored } = given;
  const { items, chain } = await openBundle(given, 'process-status');
  const [notice, grant] = items as [Envelope, Envelope];
  const { statement: status, id, signers: attesters } = verifyStatus(notice, chain, now);
  const { consent, id: consentId } = checkConsent(grant, { header, notice: status, attesters, chain, now });
  const held = stored(status.noticeId);
  checkSuccession({ version: status.version, supersedes: held?.id ?? null }, id, held);
  return { status, statusId: id, consent, consentId };
}

/**
 * Opens a sealed withdrawal: checks 5 to 8, then the person's signature by the key in the consent that we hold
 * (`no-such-consent` when none).
 */
export async function openWithdrawal(
  given: Sealed & { caseKey: (delivery: string) => string | null },
): Promise<Withdrawal> {
  const { items, chain } = await openBundle(given, 'withdrawal');
  return verifyWithdrawal(items[0] as Envelope, chain.collective, given.caseKey);
}

/**
 * Checks 5 to 8 on any sealed kind: opened, equal to its header, items as its kind says, from a collective that our own
 * people compared.
 */
export async function openBundle(
  { header, body, identities, root, now }: Sealed,
  kind: SealedKind,
): Promise<{ items: readonly Envelope[]; chain: Chain; comparison: Comparison }> {
  const bundle = await unsealBundle(fromB64u(body), identities);
  checkBundle(bundle, header, kind, root.own);
  const chain = trustedChain(root, kind, header.from, now);
  requireCurrent(chain, now);
  return { items: bundle.items, chain, comparison: root.comparison as Comparison };
}

/** Items of each kind, in their order in the bundle: what needs consent comes with it, everything else alone. */
function itemsOf(kind: SealedKind): readonly StatementKind[] {
  return kind === 'alert' || kind === 'process-status' ? [kind, 'consent'] : [kind];
}

// The header is the server's word until the sealed bundle repeats it.
function checkBundle(bundle: Bundle, header: Header, kind: SealedKind, own: Chain): void {
  if (header.kind !== kind) throw new Refusal('bundle', 'kind');
  for (const field of ['kind', 'from', 'to', 'delivery', 'edition'] as const) {
    if (bundle[field] !== header[field]) throw new Refusal('bundle', field);
  }
  if (bundle.to !== own.collective) throw new Refusal('not-for-me', 'to');
  const wanted = itemsOf(kind).map(payloadTypeOf);
  const found = bundle.items.map((item) => item.payloadType);
  if (found.length !== wanted.length || found.some((type, at) => !sameKind(type, wanted[at]!))) {
    throw new Refusal('bundle', 'items');
  }
}

// Another version of the right kind is said as `version` by whoever reads the item.
function sameKind(found: string, wanted: string): boolean {
  return found.startsWith(wanted.slice(0, wanted.lastIndexOf('.v') + 2));
}
