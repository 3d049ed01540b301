import { Refusal } from '../../schemas/codes.ts';
import type { Runtime } from '../runtime.ts';
import { hashOfCode, newSetUpCode, sameHash, wrongTriesPerCode } from './set-up-code.ts';
import { countWrongTry, ownNode, replaceCodeHash } from './store.ts';

/**
 * Lets pass whoever has the one-time code, however many wrong ones come beside it. Beyond what `mayTry` lets through it
 * refuses `too-many` and counts nothing.
 * @throws `already-set-up`, and `set-up-code` for a wrong one, which is counted: after ten, a new code is made and
 * handed to `announce`, which prints it and never logs it.
 */
export async function checkSetUpCode(
  runtime: Runtime,
  typed: string | null,
  announce: (code: string) => void,
  mayTry: () => boolean,
): Promise<void> {
  const node = await ownNode(runtime.db);
  if (node?.collective) throw new Refusal('already-set-up');
  const hash = node?.set_up_code_hash;
  if (typed === null || !hash) throw new Refusal('set-up-code');
  if (sameHash(hashOfCode(typed), hash)) return;
  if (!mayTry()) throw new Refusal('too-many');
  const wrong = await countWrongTry(runtime.db, hash);
  if (wrong !== null && wrong >= wrongTriesPerCode) {
    const code = newSetUpCode();
    if (await replaceCodeHash(runtime.db, hash, hashOfCode(code))) announce(code);
  }
  throw new Refusal('set-up-code');
}
