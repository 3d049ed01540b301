import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { type Copy, endOf } from '../../protocol/edition-state.ts';
import type { Held, Holding } from '../../protocol/item-deadlines.ts';
import { type Event, editionStage } from '../../protocol/item-state.ts';
import { eraseIncoming } from '../erase.ts';
import type { Item } from './item.ts';
import { addReport, putFacts, type Row, removeReports, setEdition } from './item-store.ts';
import { enqueueReceipt, type Holder } from './receipts.ts';
import { removeEdition } from './store.ts';

type Tx = Transaction<Database>;

/** What the machine made of an item, and by which event; null: by time alone. */
type Decided<After extends Holding = Holding> = { after: After; event: Event | null };

/**
 * Keeps what the machine made of an item: writes what changed, erases what is over, tells its peer. Decides nothing.
 *
 * @returns the item as it lies here then; null when nothing is left of it.
 */
export async function keep(tx: Tx, from: Holder, item: Item, decided: Decided, now: Date): Promise<Item | null> {
  const { after, event } = decided;
  if (!after.held) {
    await eraseIncoming(tx, from, item, after, now);
    return null;
  }
  const rows: Row[] = [];
  for (const row of item.rows) {
    const before = copyAt(item.holding, row)!;
    const copy = copyAt(after, row);
    if (copy) rows.push(await keepCopy(tx, from, row, { before, copy, holding: after }, now));
    else await endCopy(tx, from, row, wrong(before, event, now), now);
  }
  await keepFacts(tx, item, after);
  return { ...item, rows, holding: after };
}

const copyAt = ({ copies }: Held, { edition }: Row): Copy | undefined => copies.find((one) => one.edition === edition);

/** Whether an edition that is over was found wrong: by a second member at this moment, or 14 days ago. */
function wrong(copy: Copy, event: Event | null, now: Date): boolean {
  if (event) return event.type === 'failed' && event.edition === copy.edition;
  const { ending, at } = endOf(copy);
  return ending === 'failed' && at <= now;
}

/**
 * Erases one edition of an item that stays. `deleted` is never said while another lies here: it ends what the sender
 * asks for. Of bytes that failed their check the sender learns `unopenable`, so that it seals again.
 */
async function endCopy(tx: Tx, from: Holder, row: Row, failed: boolean, now: Date): Promise<void> {
  const { delivery, cipher } = row;
  await removeEdition(tx, row);
  if (failed) await enqueueReceipt(tx, from, { delivery, cipher, event: 'unopenable' }, now);
}

type Changed = { before: Copy; copy: Copy; holding: Held };

async function keepCopy(tx: Tx, from: Holder, row: Row, changed: Changed, now: Date): Promise<Row> {
  const { before, copy, holding } = changed;
  if (before === copy) return row;
  const { checkedWith: checked_with, waiting, unopenable } = copy;
  const opened = checked_with === null ? null : (row.opened ?? now);
  const facts = { opened, checked_with, waiting, unopenable };
  await setEdition(tx, row, facts);
  await keepReports(tx, row, before, copy);
  const { delivery, cipher } = row;
  if (opened && !row.opened) await enqueueReceipt(tx, from, { delivery, cipher, event: 'opened' }, now);
  if (!before.unopenable && editionStage(copy, holding) === 'unopenable')
    await enqueueReceipt(tx, from, { delivery, cipher, event: 'unopenable' }, now);
  return { ...row, ...facts };
}

async function keepReports(tx: Tx, row: Row, before: Copy, { reports }: Copy): Promise<void> {
  if (reports.length < before.reports.length) await removeReports(tx, row);
  const known = new Set(before.reports.map(({ code }) => code));
  const { peer, delivery, edition } = row;
  for (const { code, by: member, at } of reports)
    if (!known.has(code)) await addReport(tx, { peer, delivery, edition, code, member, at });
}

async function keepFacts(tx: Tx, { peer, delivery, holding: before }: Item, after: Held): Promise<void> {
  const { suspended, takenBack, restored } = after;
  if (suspended === before.suspended && takenBack === before.takenBack && restored === before.restored) return;
  await putFacts(tx, {
    peer,
    delivery,
    suspended,
    taken_back: takenBack?.kind ?? null,
    taken_back_by: takenBack?.by ?? null,
    taken_back_at: takenBack?.at ?? null,
    denied_by: [...(takenBack?.deniedBy ?? [])],
    restored,
  });
}
