import * as z from 'zod';
import { b64u32, manifestRef, time } from './encodings.ts';

/** Two of our own people checked the words or the QR with a peer (PROTOCOL §7). Local. */
export const comparison = z.strictObject({
  type: z.literal('comparison'),
  own: b64u32,
  peer: b64u32,
  method: z.enum(['words', 'qr']),
  manifests: z.strictObject({ own: manifestRef, peer: manifestRef }),
  at: time,
});

export type Comparison = z.infer<typeof comparison>;
