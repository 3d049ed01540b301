import * as z from 'zod';
import { b64u16, b64u32, time } from './encodings.ts';
import { sharedStatus } from './terms.ts';

/**
 * One grant: one text (or process and its statuses), one audience, one purpose, until a date. Rules across fields:
 * protocol/consent.ts.
 */
export const consent = z.strictObject({
  type: z.literal('consent'),
  purpose: z.enum(['warn', 'status', 'inquiry_match']),
  /** The envelope id of the text; for a status the process and what may be told of it. */
  notice: z.union([b64u32, z.strictObject({ noticeId: b64u16, statuses: z.array(sharedStatus).min(1).max(5) })]),
  issuer: b64u32,
  audience: b64u32,
  delivery: b64u16,
  handling: z.enum(['accompaniers', 'assembly']),
  mayForward: z.literal(false),
  mayAskAgain: z.boolean(),
  grantedBy: z.enum(['person', 'delegate']),
  /** A delegate who is a member; null when the person grants, or when the delegate is from outside. */
  delegate: b64u16.nullable(),
  caseKey: b64u32,
  dropCommit: b64u32,
  notBefore: time,
  notAfter: time,
});

export type Consent = z.infer<typeof consent>;
