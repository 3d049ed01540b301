import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { eraseDrafts } from './draft-store.ts';
import { eraseOutgoing, outgoingOf } from './store.ts';

/** Erases what we hold of our own items: the sealed copies, and each draft that nothing else was handed in from,
 * with its revisions. */
export async function eraseCopies(tx: Transaction<Database>, deliveries: readonly string[]): Promise<void> {
  const drafts = new Set<string>();
  for (const delivery of deliveries)
    for (const { draft } of await outgoingOf(tx, { delivery })) if (draft) drafts.add(draft);
  await eraseOutgoing(tx, deliveries);
  for (const draft of drafts) if ((await outgoingOf(tx, { draft })).length === 0) await eraseDrafts(tx, [draft]);
}
