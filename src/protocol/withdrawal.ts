import { Refusal } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import type { Withdrawal } from '../../schemas/withdrawal.ts';
import { sealBundle } from './age-seal.ts';
import { bundleFor, headerWithoutConsent } from './delivery.ts';
import { b64u, timeOf } from './encoding.ts';
import { draftEnvelope, type Envelope, membersWhoSigned, readUnverified, signEnvelope } from './envelope.ts';
import { boxOf, readChain } from './manifest.ts';
import { caseKeyOf } from './secrets.ts';

/** Takes the consent to one delivery back, with nothing but the person's secret. Final; asks no reason. */
export function composeWithdrawal(secret: Uint8Array, issuer: string, delivery: string, now: Date): Envelope {
  const statement: Withdrawal = { type: 'withdrawal', issuer, delivery, at: timeOf(now) };
  return signEnvelope(draftEnvelope('withdrawal', statement), caseKeyOf(secret, delivery).secret);
}

/**
 * A withdrawal sealed for its holder, under a delivery id of its own.
 * @throws as `readChain` does where the served chain is not that collective's, and `manifest-expired` where it is over
 */
export async function sealWithdrawal(
  withdrawal: Envelope,
  { issuer, peer, chain }: { issuer: string; peer: string; chain: readonly Envelope[] },
  now: Date,
): Promise<{ header: Header; body: string }> {
  const box = boxOf(readChain(chain, now, { expect: peer }), now);
  const header = headerWithoutConsent('withdrawal', issuer, peer, now);
  return { header, body: b64u(await sealBundle(bundleFor(header, [withdrawal]), [box])) };
}

/**
 * What is withdrawn, by the person alone. `caseKey` finds the key in the consent that we hold for a delivery.
 * @throws `no-such-consent` when there is none, `from-mismatch`, `signature` for anyone else's word.
 */
export function verifyWithdrawal(
  envelope: Envelope,
  issuer: string,
  caseKey: (delivery: string) => string | null,
): Withdrawal {
  const { statement } = readUnverified('withdrawal', envelope);
  if (statement.issuer !== issuer) throw new Refusal('from-mismatch', 'issuer');
  const publicKey = caseKey(statement.delivery);
  if (publicKey === null) throw new Refusal('no-such-consent');
  if (membersWhoSigned(envelope, [{ member: 'person', publicKey }]).size === 0) throw new Refusal('signature');
  return statement;
}
