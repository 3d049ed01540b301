import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { OutgoingTable } from '../../database/tables/notices.ts';

/* Every query on what we handed in. Bodies are ciphertext; nothing here can read them. */

export type Outgoing = Selectable<OutgoingTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** What was handed in from a draft, or every sealed item of ours under one delivery id. */
export function outgoingOf(db: Db, by: { draft: string } | { delivery: string }): Promise<Outgoing[]> {
  const rows = db.selectFrom('outgoing').selectAll().orderBy('delivery');
  return ('draft' in by ? rows.where('draft', '=', by.draft) : rows.where('delivery', '=', by.delivery)).execute();
}

/** Stores a sealed item of ours, in place of an earlier edition. */
export async function putOutgoing(tx: Tx, row: Outgoing): Promise<void> {
  const { delivery: _, ...rest } = row;
  await tx
    .insertInto('outgoing')
    .values(row)
    .onConflict((conflict) => conflict.column('delivery').doUpdateSet(rest))
    .execute();
}

/** Erases sealed items of ours. */
export async function eraseOutgoing(tx: Tx, deliveries: readonly string[]): Promise<void> {
  if (deliveries.length > 0) await tx.deleteFrom('outgoing').where('delivery', 'in', deliveries).execute();
}

/** Sealed items of ours of a kind; the sweep looks at their headers. */
export function outgoingOfKind(db: Db, kind: string) {
  return db.selectFrom('outgoing').select(['delivery', 'header']).where('kind', '=', kind).execute();
}
