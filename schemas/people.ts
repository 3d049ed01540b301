import * as z from 'zod';
import { b64u16, b64u32, line, multibase, ordinal, url } from './encodings.ts';
import { envelope } from './envelope.ts';
import { role } from './manifest.ts';

/* What routes of people and their keys, and of setting up, say alike. */

/** A manifest of 32 people with a share of the box each, in bytes. */
export const draftBytes = 512 * 1024;
/** A keyring with 32 boxes, in bytes of its base64url. */
export const keyringBytes = 512 * 1024;

export const roles = z.array(role).max(3);
export const oneEnvelope = z.strictObject({ envelope });
export const keyringFile = z.string().regex(/^[A-Za-z0-9_-]{1,500000}$/);
/** A keyring that shall lie at the node: the sealed file, and the key that its words sign in with. */
export const keyringGiven = z.strictObject({ signInKey: b64u32, file: keyringFile });
/** How many passkeys may open one keyring. */
export const mostPasskeys = 8;
/** A sealed keyring as it lies at the node. */
export const keyringHere = z.strictObject({ file: keyringFile, revision: ordinal });

/** Characters of a nickname. */
export const mostNickname = 40;
export const nickname = line(mostNickname);

export const nodeIdentity = z.strictObject({
  actor: url,
  keys: z
    .array(z.strictObject({ id: url, use: z.enum(['http', 'receipt']), publicKeyMultibase: multibase }))
    .min(1)
    .max(8),
});
/** What a person's device gave: all public halves. */
export const keysGiven = z.strictObject({ member: b64u16, publicKey: b64u32, roles, sealKey: envelope });
/** The own box's identity, sealed to each accompanier. */
export const boxShares = z
  .array(z.strictObject({ member: b64u16, ciphertext: z.string().regex(/^[\w-]{1,16384}$/) }))
  .max(32);

export type NodeIdentity = z.infer<typeof nodeIdentity>;
