import * as z from 'zod';
import { header } from '../../../schemas/delivery.ts';
import { b64u16, ordinal, time } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import { type Api, ApiRefusal } from '../api/api.ts';

const step = z.strictObject({
  kind: z.enum(['alert', 'drop', 'withdrawal']),
  recipient: z.string().max(500),
  state: z.enum(['due', 'sending', 'sent', 'failed', 'cancelled']),
  attempts: z.int().min(0),
  sent: time.nullable(),
  answer: z.string().max(200).nullable(),
  acknowledged: z.enum(['stored', 'opened', 'deleted', 'unopenable']).nullable(),
  acknowledgedOn: z.string().max(10).nullable(),
});

const fields = {
  delivery: b64u16,
  /** Empty once everybody answered: then only id, ending and date are left. */
  peer: z.string().max(43),
  name: z.string().max(200).nullable(),
  state: z.enum(['granted', 'withdrawn', 'expired', 'failed', 'pending']),
  edition: ordinal.nullable(),
  until: time.nullable(),
  steps: z.array(step).max(1000),
};

/** Where one delivery is: to whom, until when, each step there and back. */
export const whereabouts = z.strictObject(fields);
export const myDelivery = z.strictObject({ ...fields, header: header.nullable(), chain: z.array(envelope).max(1000) });

export type Whereabouts = z.infer<typeof whereabouts>;
export type MyDelivery = z.infer<typeof myDelivery>;

const ofDraft = z.strictObject({ deliveries: z.array(whereabouts).max(64) });

/** Where everything is that was handed in from a draft. */
export async function whereDraft(api: Api, draft: string): Promise<Whereabouts[]> {
  return (await api.get(`/drafts/${draft}/where`, ofDraft)).deliveries;
}

/** Where one delivery is, also after it was withdrawn or ended. */
export async function whereDelivery(api: Api, delivery: string): Promise<Whereabouts> {
  return api.get(`/consents/${delivery}/where`, whereabouts);
}

/** The edition that was handed in last; 0 for none yet. */
export async function lastEdition(api: Api, delivery: string): Promise<number> {
  try {
    return (await whereDelivery(api, delivery)).edition ?? 0;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'not-found') return 0;
    throw error;
  }
}
