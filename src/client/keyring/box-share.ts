import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { openFile, sealFile } from '../../protocol/age-seal.ts';
import { canonical, parseCanonical } from '../../protocol/canonical.ts';
import { b64u, fromB64u, text, utf8 } from '../../protocol/encoding.ts';
import type { Keyring } from './keyring.ts';

type Box = Keyring['boxes'][number];

const share = z.strictObject({ recipient: z.string(), identity: z.string() });

/** The box identity, sealed to one member's own recipient. */
export async function sealShare(box: Box, recipient: string): Promise<string> {
  return b64u(await sealFile(utf8(canonical(box)), [recipient]));
}

/**
 * Opens the share sealed to this keyring's person.
 * @throws `unseal`, and `set-up-shares` when it is not the box with that recipient.
 */
export async function openShare(ciphertext: string, recipient: string, keyring: Keyring): Promise<Box> {
  const clear = await openFile(fromB64u(ciphertext), [keyring.identity]);
  const box = share.safeParse(parseCanonical(text(clear)));
  if (!box.success || box.data.recipient !== recipient) throw new Refusal('set-up-shares');
  // The name alone proves nothing: what is sealed to that recipient must open.
  await openFile(await sealFile(utf8('fits'), [recipient]), [box.data.identity]).catch(() => {
    throw new Refusal('set-up-shares');
  });
  return box.data;
}
