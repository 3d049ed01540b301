import { Refusal } from '../../schemas/codes.ts';
import type { Runtime } from '../runtime.ts';
import { hashOfCode, sameHash } from './set-up-code.ts';
import { ownNode } from './store.ts';

/**
 * Lets pass whoever has the one-time code. Wrong ones are not counted: 80 random bits are not guessed, and a count is
 * something that a stranger can use up.
 * @throws `already-set-up`, and `set-up-code` for a wrong one.
 */
export async function checkSetUpCode(runtime: Runtime, typed: string | null): Promise<void> {
  const node = await ownNode(runtime.db);
  if (node?.collective) throw new Refusal('already-set-up');
  const hash = node?.set_up_code_hash;
  if (typed === null || !hash || !sameHash(hashOfCode(typed), hash)) throw new Refusal('set-up-code');
}
