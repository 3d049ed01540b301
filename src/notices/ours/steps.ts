import type { Kysely } from 'kysely';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import type { Database } from '../../database/schema.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { rowsOf } from '../../deliveries/store.ts';
import { timeOf } from '../../protocol/encoding.ts';

type Step = Whereabouts['steps'][number];

/** Who was ever sent an item of ours, and what each of them said about it. */
export async function stepsOf(db: Kysely<Database>, delivery: string): Promise<Step[]> {
  return (await rowsOf(db, deliveryObject(delivery))).map((row) => ({
    // Under the object of a delivery of ours nothing else is ever sent, and its receipts say one of these.
    kind: row.kind as Step['kind'],
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    sent: row.sent && timeOf(row.sent),
    answer: row.answer,
    acknowledged: row.acknowledged as Step['acknowledged'],
    acknowledgedOn: row.acknowledged_on?.toISOString().slice(0, 10) ?? null,
  }));
}
