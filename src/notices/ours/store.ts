import type { Kysely, Selectable, Transaction } from 'kysely';
import { type Opened, opened, wrap } from '../../database/row-keys.ts';
import type { Database } from '../../database/schema.ts';
import type { OutgoingTable } from '../../database/tables/notices.ts';

/* Every query on what we handed in. Bodies are ciphertext; nothing here can read them. */

export type Outgoing = Opened<Selectable<OutgoingTable>, 'body'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** What was handed in from a draft, or every sealed item of ours under one delivery id. */
export async function outgoingOf(db: Db, by: { draft: string } | { delivery: string }): Promise<Outgoing[]> {
  const keyed = db
    .selectFrom('outgoing')
    .innerJoin('row_keys', 'row_keys.id', 'outgoing.row_key')
    .selectAll('outgoing')
    .select('key')
    .orderBy('delivery');
  const rows = 'draft' in by ? keyed.where('draft', '=', by.draft) : keyed.where('delivery', '=', by.delivery);
  return (await rows.execute()).map((row) => opened(row, 'body'));
}

/** Stores a sealed item of ours, in place of an earlier edition. */
export async function putOutgoing(tx: Tx, row: Outgoing): Promise<void> {
  const { row_key, text: body } = await wrap(tx, row.body);
  const { delivery, ...rest } = { ...row, body, row_key };
  await tx
    .insertInto('outgoing')
    .values({ delivery, ...rest })
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
