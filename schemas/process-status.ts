import * as z from 'zod';
import { b64u16, b64u32, ordinal, time } from './encodings.ts';
import { ending, sharedStatus, step } from './terms.ts';

/**
 * How far an accountability process is, for peers that the person affected agreed to tell (PROTOCOL §4). No free text.
 * Rules across fields: protocol/process-status.ts.
 */
export const processStatus = z.strictObject({
  type: z.literal('process-status'),
  issuer: b64u32,
  noticeId: b64u16,
  version: ordinal,
  /** The delivery of the alert that it belongs to, where that peer holds one. */
  alert: b64u16.nullable(),
  status: sharedStatus,
  /** How it closed; null while it is open. */
  how: ending.nullable(),
  stepsReached: z.array(step).max(6),
  reviewBy: time,
  at: time,
});

export type ProcessStatus = z.infer<typeof processStatus>;
