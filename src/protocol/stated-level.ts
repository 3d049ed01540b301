import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { attesting, readSigned, requireQuorum, type Signed } from './signers.ts';

/**
 * What the issuer states of its own notice beyond "attested"; whose notice it is, the caller compares.
 * @throws as `checkLevel` and `requireQuorum`.
 */
export function verifyLevel(envelope: Envelope, chain: Chain, now: Date): Signed<'level'> {
  return requireQuorum(checkLevel(envelope, chain, now), chain, attesting);
}

/**
 * What the issuer states of its own notice, signed by whoever has so far.
 * @throws as `readSigned`.
 */
export function checkLevel(envelope: Envelope, chain: Chain, now: Date): Signed<'level'> {
  return readSigned('level', envelope, chain, attesting, now);
}
