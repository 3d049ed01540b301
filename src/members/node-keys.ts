import { Refusal } from '../../schemas/codes.ts';
import type { NodeIdentity } from '../../schemas/people.ts';
import { identityOf, proposedIdentities, proposedPair } from '../collective/node-keys.ts';
import { deleteNodeKeys, insertNodeKeys, lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { namedPairs } from './rotation-store.ts';

/** So long a pair waits for a proposal that names it, in milliseconds: whoever asks for one proposes at once. */
const unnamedMs = 10 * 60_000;

/**
 * Keys of this node that a next manifest can list in the place of the present ones: a new pair, or one that was just
 * made and that no proposal names.
 * @throws `not-set-up`.
 */
export async function nextNodeKeys(runtime: Runtime, member: string): Promise<NodeIdentity> {
  const { db, clock, origin } = runtime;
  // Making one takes a tenth of a second, for which nobody else shall wait.
  const made = (await unnamed(db, runtime)).young ? null : await proposedPair(runtime, clock.now());
  return transaction(db, async (tx) => {
    await lockNode(tx);
    if (!(await ownChain(tx))) throw new Refusal('not-set-up');
    const { young } = await unnamed(tx, runtime);
    if (young) return young.identity;
    const rows = made ?? (await proposedPair(runtime, clock.now()));
    await insertNodeKeys(tx, rows);
    await record(tx, { actor: member, action: 'node-keys.made', subject: rows[0]?.pair ?? '' }, clock.now());
    return identityOf(origin, rows);
  });
}

/** Forgets pairs that no proposal names any more. */
export async function sweepNodeKeys(runtime: Runtime): Promise<void> {
  await transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const { old } = await unnamed(tx, runtime);
    await deleteNodeKeys(tx, old);
  });
}

/** Pairs that no proposal names: one that is young enough to be given, and those that are not. */
async function unnamed(db: Runtime['db'], { clock, origin }: Pick<Runtime, 'clock' | 'origin'>) {
  const named = await namedPairs(db);
  const pairs = (await proposedIdentities(db, origin)).filter(({ pair }) => !named.has(pair));
  const over = clock.now().getTime() - unnamedMs;
  const isOld = ({ created }: { created: Date }) => created.getTime() <= over;
  return { young: pairs.find((one) => !isOld(one)), old: pairs.filter(isOld).map(({ pair }) => pair) };
}
