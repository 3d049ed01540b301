import * as z from 'zod';
import { b64u16, b64u32, prose, time } from './encodings.ts';

/** The issuer takes an alert back, with a repair note for those who held it. */
export const retraction = z.strictObject({
  type: z.literal('retraction'),
  issuer: b64u32,
  noticeId: b64u16,
  delivery: b64u16,
  kind: z.enum(['mistaken', 'superseded', 'resolved']),
  note: prose(1000),
  at: time,
});

/** The issuer asks one holder's server to erase; no reason. */
export const recall = z.strictObject({
  type: z.literal('recall'),
  issuer: b64u32,
  audience: b64u32,
  deliveries: z.array(b64u16).min(1).max(1000),
  at: time,
});
