import * as z from 'zod';
import { b64u16, time, url } from './encodings.ts';

/** Sign-in: over the origin that the client dialled, never over what the server says it is. */
export const signIn = z.strictObject({ type: z.literal('sign-in'), origin: url, nonce: b64u16, at: time });

export type SignIn = z.infer<typeof signIn>;
