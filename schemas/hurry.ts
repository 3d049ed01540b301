import * as z from 'zod';
import { b64u16, ordinal, time } from './encodings.ts';

/** Two accompaniers shorten the pause of one edition of a delivery that cannot wait. Local; never the signatures. */
export const hurry = z.strictObject({ type: z.literal('hurry'), delivery: b64u16, edition: ordinal, at: time });

export type Hurry = z.infer<typeof hurry>;
