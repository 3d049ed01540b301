import * as z from 'zod';
import { b64u32, time } from '../../../schemas/encodings.ts';
import type { Api } from '../api/api.ts';

const received = z.strictObject({
  peer: b64u32.nullable(),
  object: z.string().max(1000),
  state: z.enum(['pending', 'refused']),
  because: z.string().max(100).nullable(),
  sentence: z.string().max(500),
  tries: z.int().min(0),
  received: time,
});
const answer = z.strictObject({ received: z.array(received).max(1000) });

/** What collectives announced that is not shown at our node, newest first, each with one sentence that says why. */
export async function listNotShown(api: Api, language: string): Promise<z.infer<typeof received>[]> {
  return (await api.get(`/agreements/received?lang=${language}`, answer)).received;
}
