import * as z from 'zod';
import { b64u16, b64u32, b64u64, month, time } from './encodings.ts';

/** Eight blinded identifiers, always eight, of which the asked collective can read none (PROTOCOL §8). */
export const inquiry = z.strictObject({
  type: z.literal('inquiry'),
  issuer: b64u32,
  inquiryId: b64u16,
  audience: b64u32,
  month,
  blinded: z.array(b64u32).min(8).max(8),
  at: time,
});

/** Their evaluations with one proof, and the month's tags: 256 or a larger power of two, filled up. */
export const inquiryAnswer = z.strictObject({
  type: z.literal('inquiry-answer'),
  inquiryId: b64u16,
  month,
  evaluated: z.array(b64u32).min(8).max(8),
  proof: b64u64,
  publicKey: b64u32,
  tags: z.array(b64u16).min(256).max(1024),
});

export type Inquiry = z.infer<typeof inquiry>;
export type InquiryAnswer = z.infer<typeof inquiryAnswer>;
