import type { Transaction } from 'kysely';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import type { Runtime } from '../runtime.ts';
import type { DeliveryRow } from './store.ts';
import { markSending, settleRow } from './worker-store.ts';

/**
 * What a room makes of a row at send time: the exact bytes to post, or why there is nothing to send. `former` where the
 * receiver learns of the node's present key by these very bytes.
 */
export type Prepared = { send: string; former?: boolean } | { cancel: string } | { wait: Date; because: string };

/**
 * Builds an item from current rows. Runs inside the transaction that marks the row `sending`; it may lock what it asks.
 */
export type Sender = (tx: Transaction<Database>, row: DeliveryRow, now: Date) => Promise<Prepared>;

/** A row whose turn it is, and what became of it; an error is a bug of its room. */
export type Asked = { row: DeliveryRow; prepared: Prepared | Error | null };

/** A transaction must not keep others waiting. */
const mostTogether = 8;

/**
 * Asks the rooms again about each row and marks what is sent `sending`, eight in one transaction. One that fails holds
 * up no other.
 */
export async function prepareAll(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  { senders }: { senders: Record<string, Sender> },
  all: readonly Asked[],
): Promise<void> {
  for (let at = 0; at < all.length; at += mostTogether) {
    const some = all.slice(at, at + mostTogether);
    try {
      await prepareSome(runtime, senders, some);
    } catch {
      for (const one of some)
        await prepareSome(runtime, senders, [one]).catch((error: unknown) => {
          one.prepared = error instanceof Error ? error : new Error('a sender failed');
        });
    }
  }
}

async function prepareSome(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  senders: Record<string, Sender>,
  some: readonly Asked[],
): Promise<void> {
  const now = clock.now();
  const ready = await transaction(db, async (tx) => {
    const ready: Prepared[] = [];
    for (const { row } of some) {
      const sender = senders[row.kind];
      if (!sender) throw new Error(`no sender for ${row.kind}`);
      ready.push(row.give_up <= now ? { cancel: 'given-up' } : await sender(tx, row, now));
    }
    const sent = some.filter((_, at) => 'send' in (ready[at] as Prepared)).map(({ row }) => row.id);
    const marked = await markSending(tx, sent, now);
    for (const [at, { row }] of some.entries()) {
      const one = ready[at] as Prepared;
      if ('wait' in one) await settleRow(tx, row, { state: 'due', answer: one.because, next_at: one.wait });
      else if ('cancel' in one)
        await settleRow(tx, row, { state: one.cancel === 'given-up' ? 'failed' : 'cancelled', answer: one.cancel });
      else if (!marked.has(row.id)) ready[at] = { cancel: 'overtaken' };
    }
    return ready;
  });
  for (const [at, one] of some.entries()) one.prepared = ready[at] ?? null;
}
