import * as z from 'zod';
import { b64u32, time } from './encodings.ts';

/** Where the record stands: how many rows, the hash of the newest (PROTOCOL §10). */
export const recordHead = z.strictObject({
  type: z.literal('record-head'),
  count: z.int().min(1).max(1_000_000_000),
  hash: b64u32,
  at: time,
});

export type RecordHead = z.infer<typeof recordHead>;
