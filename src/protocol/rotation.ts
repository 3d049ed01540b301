import { fromB64u } from './encoding.ts';
import { type Envelope, keyidOf } from './envelope.ts';
import { type Chain, keysOf, memberKeys } from './manifest.ts';

/**
 * A statement of ours without the signatures of keys that some version listed and the newest does not: they count no
 * more, and would make every check of it fail. Leaves all others as they are, and checks none.
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
