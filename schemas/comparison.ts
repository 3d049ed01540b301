import * as z from 'zod';
import { b64u32, line, manifestRef, time } from './encodings.ts';

/** How a collective was called when people compared: its name, and the host of its node with the port, if any. */
const shown = z.strictObject({ name: line(100), host: z.string().regex(/^[!-~]{1,260}$/) });

/**
 * Two of our own people checked the words or the QR with a peer (PROTOCOL §7). `shown` is how the peer was called where
 * they signed; one without it is of before names were signed, and names nobody. Local.
 */
export const comparison = z.strictObject({
  type: z.literal('comparison'),
  own: b64u32,
  peer: b64u32,
  shown: shown.optional(),
  method: z.enum(['words', 'qr']),
  manifests: z.strictObject({ own: manifestRef, peer: manifestRef }),
  at: time,
});

export type Comparison = z.infer<typeof comparison>;
