import * as z from 'zod';
import { b64u16, recipient, time } from './encodings.ts';

/** A member's own recipient. Local: the only one that clients seal member files to. */
export const sealKey = z.strictObject({ type: z.literal('seal-key'), member: b64u16, recipient, at: time });

export type SealKey = z.infer<typeof sealKey>;
