import { Refusal } from '../../schemas/codes.ts';
import { openFile, sealFile } from './age-seal.ts';
import { type Chain, keysOf } from './manifest.ts';

/**
 * Seals a file anew, every byte of it the same: what it says, its padding and the signatures inside do not change. The
 * clear bytes never leave this call.
 * @throws `unseal`, `recipient` for none or a classical one, `mixed-recipients`.
 */
export async function reseal(
  sealed: Uint8Array,
  identities: readonly string[],
  recipients: readonly string[],
): Promise<Uint8Array> {
  if (recipients.some((recipient) => !recipient.startsWith('age1pq1'))) throw new Refusal('recipient');
  return sealFile(await openFile(sealed, identities), recipients);
}

/**
 * Whom to seal a row to when some accompaniers are recused: the others' own recipients, from seal-keys that the caller
 * verified, never the box, which everybody opens.
 * @throws `recipient` when nobody would be left, or when somebody who stays has no verified seal-key: a re-sealed row
 * must not silently shut out a third.
 */
export function recipientsWithout(
  chain: Chain,
  verified: ReadonlyMap<string, string>,
  recused: readonly string[],
): string[] {
  const staying = new Set(keysOf(chain, 'accompanier').map((key) => key.member));
  for (const member of recused) staying.delete(member);
  if (staying.size === 0) throw new Refusal('recipient', 'recused');
  return [...staying].sort().map((member) => {
    const recipient = verified.get(member);
    if (recipient === undefined) throw new Refusal('recipient', 'seal-key');
    return recipient;
  });
}
