import * as z from 'zod';

/** One signature: who (PROTOCOL §3), and 64 bytes. Canonical base64url is checked when decoding. */
const signature = z.strictObject({
  keyid: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  sig: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

/** A signed statement on the wire (DSSE): at most 256 KiB of payload, 1 to 32 signatures, nothing else. */
export const envelope = z.strictObject({
  payloadType: z.string().regex(/^application\/vnd\.convive\.[a-z-]{1,40}\.v[0-9]{1,4}\+json$/),
  payload: z.string().regex(/^[A-Za-z0-9_-]{2,349526}$/),
  signatures: z.array(signature).min(1).max(32),
});

export type Envelope = z.infer<typeof envelope>;
