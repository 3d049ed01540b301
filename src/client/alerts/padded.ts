import { Refusal } from '../../../schemas/codes.ts';
import { buckets, openFile, sealFile } from '../../protocol/age-seal.ts';
import { canonical, parseCanonical } from '../../protocol/canonical.ts';
import { concat, text, u32, utf8 } from '../../protocol/encoding.ts';

/**
 * Seals a care file to one recipient, padded like a delivery, so that its length says nothing about what is in it.
 * @throws `too-large`, and as `sealFile`.
 */
export async function sealPadded(file: unknown, recipient: string): Promise<Uint8Array> {
  const content = utf8(canonical(file));
  const size = buckets.find((one) => content.length + 4 <= one);
  if (size === undefined) throw new Refusal('too-large');
  const padded = new Uint8Array(size);
  padded.set(concat(u32(content.length), content));
  return sealFile(padded, [recipient]);
}

/**
 * Opens one, whose shape is still to be judged.
 * @throws `unseal`, `padding`, `canonical`.
 */
export async function openPadded(sealed: Uint8Array, identities: readonly string[]): Promise<unknown> {
  const padded = await openFile(sealed, identities);
  if (padded.length < 4) throw new Refusal('padding');
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > padded.length - 4) throw new Refusal('padding');
  return parseCanonical(text(padded.subarray(4, 4 + length)));
}
