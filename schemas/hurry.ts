import * as z from 'zod';
import { b64u16, time } from './encodings.ts';

/** Two accompaniers shorten the pause of one delivery that cannot wait. Local; never the signatures. */
export const hurry = z.strictObject({ type: z.literal('hurry'), delivery: b64u16, at: time });

export type Hurry = z.infer<typeof hurry>;
