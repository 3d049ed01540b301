import * as z from 'zod';
import { b64u16, b64u32, time } from './encodings.ts';

/** The person takes the consent to one delivery back. Final; no reason, no name. */
export const withdrawal = z.strictObject({ type: z.literal('withdrawal'), issuer: b64u32, delivery: b64u16, at: time });

export type Withdrawal = z.infer<typeof withdrawal>;
