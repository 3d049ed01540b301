import { Refusal } from '../../schemas/codes.ts';
import { ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { dateOf } from '../protocol/encoding.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { keysOf } from '../protocol/manifest.ts';
import { verifySealKey } from '../protocol/seal-key.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { putSealKey, sealKeyRows } from './store.ts';

/** Every member's seal-key as they signed it. Clients check each against their own chain before they seal to it. */
export async function sealKeysOfMembers(runtime: Pick<Runtime, 'db'>): Promise<Envelope[]> {
  return (await sealKeyRows(runtime.db)).map((row) => storedEnvelope(row.envelope));
}

/**
 * Replaces a member's own seal-key.
 * @throws `not-allowed` for somebody else's, `signature`, and `conflict` for one that is not newer.
 */
export async function replaceSealKey(runtime: Runtime, member: string, envelope: Envelope): Promise<void> {
  const now = runtime.clock.now();
  const chain = await ownChain(runtime.db);
  if (!chain) throw new Refusal('not-set-up');
  const statement = verifySealKey(envelope, keysOf(chain), now);
  if (statement.member !== member) throw new Refusal('not-allowed');
  await transaction(runtime.db, async (tx) => {
    const { recipient, at } = statement;
    const put = await putSealKey(tx, { member, recipient, envelope: JSON.stringify(envelope), at: dateOf(at) });
    if (!put) throw new Refusal('conflict', 'at');
    await record(tx, { actor: member, action: 'seal-key.replaced', subject: member }, now);
  });
}
