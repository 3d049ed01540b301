import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { attesting, readSigned, type Signed } from './signers.ts';

/** What the issuer states of its own notice beyond "attested". Refuses as `readSigned`; whose notice it is, the caller compares. */
export function verifyLevel(envelope: Envelope, chain: Chain, now: Date): Signed<'level'> {
  return readSigned('level', envelope, chain, attesting, now);
}
