import * as z from 'zod';
import { b64u16, b64u32, time } from './encodings.ts';
import { statedLevel } from './terms.ts';

/** What the issuer states beyond "attested" (PROTOCOL §4). Only the issuer of a notice can. */
export const level = z.strictObject({
  type: z.literal('level'),
  issuer: b64u32,
  noticeId: b64u16,
  level: statedLevel,
  at: time,
});

export type Level = z.infer<typeof level>;
