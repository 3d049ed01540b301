import * as z from 'zod';
import { b64u32, ordinal, time } from './encodings.ts';

/**
 * Which desk a collective's stewards stand for: the hash of the list of its files (protocol/desk-release.ts). Public;
 * the newest version counts.
 */
export const deskRelease = z.strictObject({
  type: z.literal('desk-release'),
  issuer: b64u32,
  version: ordinal,
  sha256: b64u32,
  at: time,
});

/** A file of the desk, and the hash of its bytes. */
const deskFile = z.strictObject({ name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/), sha256: b64u32 });

export type DeskFile = z.infer<typeof deskFile>;

/** The list beside a desk, of which its print is made. */
export const deskFiles = z.strictObject({ files: z.array(deskFile).max(100) });
