import type { Transaction } from 'kysely';
import type { Receipt } from '../../../schemas/receipt.ts';
import type { Database } from '../../database/schema.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { acknowledgeRow, rowsOf } from '../../deliveries/store.ts';
import type { Peer } from '../../peers/store.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { eraseOutgoing, outgoingOf } from './store.ts';

/**
 * Notes a holder's word on the ledger. Takes it only from the recipient of that very row and about the bytes that we
 * last handed in; anything else changes nothing. Once a withdrawal has arrived, its sealed copy is erased here.
 */
export async function receiveReceipt(
  tx: Transaction<Database>,
  from: Pick<Peer, 'actor'>,
  receipt: Receipt,
  now: Date,
): Promise<boolean> {
  const object = deliveryObject(receipt.delivery);
  const rows = (await rowsOf(tx, object)).filter((row) => row.recipient === from.actor && row.state !== 'cancelled');
  const [outgoing] = await outgoingOf(tx, { delivery: receipt.delivery });
  if (receipt.event !== 'deleted' && outgoing && outgoing.cipher !== receipt.cipher) return false;
  const withdrawal = rows.some((row) => row.kind === 'withdrawal');
  const erased = receipt.event === 'deleted' && rows.some((row) => row.lane === 'erase');
  const said = dateOf(`${receipt.date}T00:00:00Z`);
  const on = said < now ? said : now;
  const lane = withdrawal || erased ? 'erase' : 'ordinary';
  const noted = await acknowledgeRow(tx, { object, recipient: from.actor, lane }, receipt.event, on);
  if (noted && withdrawal) await eraseOutgoing(tx, [receipt.delivery]);
  return noted;
}
