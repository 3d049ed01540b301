import type { Manifest } from '../../schemas/manifest.ts';
import { fromB64u } from './encoding.ts';
import { type Envelope, keyidOf, type SignerKey } from './envelope.ts';
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

/**
 * Keys of a manifest that a next one takes something from: of whoever it lists no more or with a role less, and keys
 * that it puts another in place of. Nobody signs a next manifest with one of these; whoever holds it may propose
 * another.
 */
export function keysAffected(old: Manifest, next: Manifest): SignerKey[] {
  return old.members.flatMap(({ member, roles, sign }) => {
    const after = next.members.find((one) => one.member === member);
    const less = roles.some((role) => !after?.roles.includes(role));
    return sign
      .filter((publicKey) => less || !after?.sign.includes(publicKey))
      .map((publicKey) => ({ member, publicKey }));
  });
}
