import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { attesting, readSigned, requireAudience, requireDistinct, requireQuorum, type Signed } from './signers.ts';

/**
 * The issuer takes an alert back, signed by whoever has so far.
 * @throws as `readSigned`.
 */
export function checkRetraction(envelope: Envelope, chain: Chain, now: Date): Signed<'retraction'> {
  return readSigned('retraction', envelope, chain, attesting, now);
}

/**
 * The issuer takes an alert back: never one person alone.
 * @throws as `checkRetraction` and `requireQuorum`.
 */
export function verifyRetraction(envelope: Envelope, chain: Chain, now: Date): Signed<'retraction'> {
  return requireQuorum(checkRetraction(envelope, chain, now), chain, attesting);
}

/**
 * The issuer asks our server to erase: never one person alone.
 * @throws as `checkRecall` and `requireQuorum`.
 */
export function verifyRecall(envelope: Envelope, chain: Chain, me: string, now: Date): Signed<'recall'> {
  return requireQuorum(checkRecall(envelope, chain, me, now), chain, attesting);
}

/**
 * The issuer asks our server to erase, signed by whoever has so far.
 * @throws as `readSigned`, `not-for-me`, and `statement-rule` for a delivery named twice.
 */
export function checkRecall(envelope: Envelope, chain: Chain, me: string, now: Date): Signed<'recall'> {
  const read = readSigned('recall', envelope, chain, attesting, now);
  requireAudience(read.statement, me);
  requireDistinct(read.statement.deliveries, 'deliveries');
  return read;
}
