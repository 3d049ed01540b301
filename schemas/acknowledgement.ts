import * as z from 'zod';
import { b64u16, b64u32, time } from './encodings.ts';

/**
 * What a collective says of another's agreement: it fits ours, or we differ on these clauses. Public. Rules across
 * fields: protocol/acknowledgement.ts.
 */
export const acknowledgement = z.strictObject({
  type: z.literal('acknowledgement'),
  agreement: b64u32,
  issuer: b64u32,
  stance: z.enum(['compatible', 'differs']),
  clauses: z.array(b64u16).max(200),
  at: time,
});
