import * as z from 'zod';
import { b64u16, b64u32, date } from './encodings.ts';

/** A server's word about one delivery: which ciphertext, what happened, which day. Names no person. */
export const receipt = z.strictObject({
  type: z.literal('receipt'),
  delivery: b64u16,
  cipher: b64u32.nullable(),
  event: z.enum(['stored', 'opened', 'deleted', 'unopenable']),
  date,
});

export type Receipt = z.infer<typeof receipt>;
