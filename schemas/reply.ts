import * as z from 'zod';
import { b64u16, b64u32, prose, time } from './encodings.ts';

/**
 * What the person named answers, with equal weight; or until when the answer is deferred: one of the two. Rules across
 * fields: protocol/reply.ts.
 */
export const reply = z.strictObject({
  type: z.literal('reply'),
  issuer: b64u32,
  noticeId: b64u16,
  text: prose(1000).nullable(),
  deferredUntil: time.nullable(),
  at: time,
});

/** The person named says that it is not so. */
export const dispute = z.strictObject({ type: z.literal('dispute'), issuer: b64u32, noticeId: b64u16, at: time });

export type Reply = z.infer<typeof reply>;
