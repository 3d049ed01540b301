import * as z from 'zod';
import { b64u16, b64u32, manifestRef, time } from './encodings.ts';

/**
 * Everything of ours that one peer may still hold, signed again and again: what is not on the newest list is over
 * (PROTOCOL §6).
 */
export const live = z.strictObject({
  type: z.literal('live'),
  issuer: b64u32,
  audience: b64u32,
  issuedAt: time,
  nextBy: time,
  manifest: manifestRef,
  deliveries: z.array(b64u16).max(3000),
});

export type Live = z.infer<typeof live>;
