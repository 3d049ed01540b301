import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { checkSecret, makeNodeKeys } from './node-keys.ts';
import { hashOfCode, newSetUpCode } from './set-up-code.ts';
import { insertNode, lockNode, moveNode, replaceCodeHash } from './store.ts';

/**
 * Makes the node's row and keys at its first start, and a new one-time set-up code at every start until the collective
 * stands; `setUpCode` is then the code to print.
 * @throws `origin-fixed` for another address than the one that was set up; `node-secret` for another node secret than
 * the one that wrapped its keys.
 */
export async function prepareNode(runtime: Runtime): Promise<{ setUpCode: string | null }> {
  return transaction(runtime.db, async (tx) => {
    const now = runtime.clock.now();
    const node = await lockNode(tx);
    if (node?.collective) {
      if (node.origin !== runtime.origin) throw new Refusal('origin-fixed', node.origin);
      await checkSecret(tx, runtime.keys);
      return { setUpCode: null };
    }
    if (!node) await insertNode(tx, runtime.origin, now);
    else if (node.origin !== runtime.origin) await moveNode(tx, runtime.origin);
    if (node?.origin !== runtime.origin) await makeNodeKeys(tx, runtime, now);
    const setUpCode = newSetUpCode();
    await replaceCodeHash(tx, hashOfCode(setUpCode));
    if (!node) await record(tx, { actor: 'node', action: 'node.started' }, now);
    return { setUpCode };
  });
}
