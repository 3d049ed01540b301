import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import { fromB64u } from './encoding.ts';
import { type Envelope, keyidOf } from './envelope.ts';
import { type Chain, extendChain, keysOf, memberKeys } from './manifest.ts';

/** The next manifest of a chain as it stands: complete, or waiting for the signatures that this code asks for. */
export type Judged = { complete: Chain } | { waiting: RefusalCode };

/** What more signatures mend. */
const mended: readonly RefusalCode[] = ['rotate-threshold-old', 'rotate-threshold-new', 'no-proof-of-possession'];

/**
 * Judges a drafted vN+1 by the very check that everybody else will make of it, `extendChain`. Refuses as that does, but for signatures
 * that are still missing. `rotate-threshold-new` for a manifest with too few stewards, which nobody's signature mends, is refused too.
 */
export function judgeNext(chain: Chain, envelope: Envelope, now: Date): Judged {
  try {
    return { complete: extendChain(chain, envelope, now) };
  } catch (error) {
    if (error instanceof Refusal && error.where === undefined && mended.includes(error.code))
      return { waiting: error.code };
    throw error;
  }
}

/**
 * A statement of ours without the signatures of keys that some version listed and the newest does not: they count no more, and would make
 * every check of it fail. Leaves all others as they are, and checks none.
 */
export function withoutFormerKeys(envelope: Envelope, chain: Chain): Envelope {
  const current = new Set(keysOf(chain).map((key) => key.publicKey));
  const former = new Set(
    memberKeys(chain)
      .filter((key) => !current.has(key.publicKey))
      .map((key) => keyidOf(fromB64u(key.publicKey, 32))),
  );
  return { ...envelope, signatures: envelope.signatures.filter(({ keyid }) => !former.has(keyid)) };
}
