import * as z from 'zod';
import { b64u16, b64u32, ordinal, time } from './encodings.ts';

/**
 * The collective takes an agreement back, up to the version that it names, by number and id. Public; final for those
 * versions. Rules across fields: protocol/agreement-withdrawal.ts.
 */
export const agreementWithdrawal = z.strictObject({
  type: z.literal('agreement-withdrawal'),
  issuer: b64u32,
  series: b64u16,
  version: ordinal,
  agreement: b64u32,
  at: time,
});
