import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { rowsOf } from '../../deliveries/store.ts';
import { timeOf } from '../../protocol/encoding.ts';

/** How one message about an item stands with its recipient: sent or waiting, and the holder's own word for what happened there. */
export type Step = {
  kind: string;
  /** Actor of the recipient. */
  recipient: string;
  state: 'due' | 'sending' | 'sent' | 'failed' | 'cancelled';
  attempts: number;
  sent: string | null;
  /** The last answer in short, or why the message waits. */
  answer: string | null;
  acknowledged: string | null;
  acknowledgedOn: string | null;
};

/** Who was ever sent an item of ours, and what each of them said about it. */
export async function stepsOf(db: Kysely<Database>, delivery: string): Promise<Step[]> {
  return (await rowsOf(db, deliveryObject(delivery))).map((row) => ({
    kind: row.kind,
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    sent: row.sent && timeOf(row.sent),
    answer: row.answer,
    acknowledged: row.acknowledged,
    acknowledgedOn: row.acknowledged_on?.toISOString().slice(0, 10) ?? null,
  }));
}
