import { Refusal } from '../../schemas/codes.ts';
import { fromB64u } from './encoding.ts';
import { type Envelope, keyidOf, membersWhoSigned, type SignerKey } from './envelope.ts';
import { type Chain, keysOf, memberKeys } from './manifest.ts';

/**
 * Says nothing of keys marked `compromised`, nor of anybody else's: those are wrong, and `signature` says so.
 * @throws `re-attest` for what somebody signed with a key that has since been left or replaced: it is not false, but
 * its collective has to sign it anew.
 */
export function refuseFormer(envelope: Envelope, chain: Chain): void {
  const nameOf = ({ publicKey }: SignerKey) => keyidOf(fromB64u(publicKey, 32));
  const { revoked } = chain.newest.statement;
  const stolen = revoked.filter(({ reason }) => reason === 'compromised').map(({ keyid }) => keyid);
  const others = new Set([...keysOf(chain).map(nameOf), ...stolen]);
  const former = memberKeys(chain).filter((key) => !others.has(nameOf(key)));
  const left = envelope.signatures.filter(({ keyid }) => former.some((key) => nameOf(key) === keyid));
  if (left.length === 0) return;
  membersWhoSigned({ ...envelope, signatures: left }, former);
  throw new Refusal('re-attest');
}
