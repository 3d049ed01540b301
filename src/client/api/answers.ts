import * as z from 'zod';
import { b64u16, b64u32, language, line, multibase, url } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import { role } from '../../../schemas/manifest.ts';

/** Public words of a collective. */
export const profile = z.strictObject({
  name: line(100),
  handle: z.string().regex(/^[a-z0-9][a-z0-9_]{0,29}$/),
  summary: line(300),
  language,
});

export type Profile = z.infer<typeof profile>;

export const nodeIdentity = z.strictObject({
  actor: url,
  keys: z
    .array(z.strictObject({ id: url, use: z.enum(['http', 'receipt']), publicKeyMultibase: multibase }))
    .min(1)
    .max(8),
});

export const keysGiven = z.strictObject({
  member: b64u16,
  publicKey: b64u32,
  roles: z.array(role).max(3),
  sealKey: envelope,
});

export const sharesInDraft = z.array(z.strictObject({ member: b64u16, ciphertext: z.string().max(65_536) })).max(32);

const draft = z.strictObject({
  envelope,
  profile,
  boxShares: sharesInDraft,
  missing: z.array(b64u16).max(32),
});

const open = z.strictObject({
  state: z.literal('open'),
  node: nodeIdentity,
  members: z.array(keysGiven).max(32),
  draft: draft.nullable(),
});

/** Answer of every set-up route: where set-up stands, or that it is done. */
export const setUpState = z.discriminatedUnion('state', [
  open,
  z.strictObject({ state: z.literal('standing'), collective: b64u32 }),
]);

export type OpenSetUp = z.infer<typeof open>;

export const challenge = z.strictObject({ nonce: b64u16 });

export const session = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/), expires: z.string() });

/** `GET /manifest`: envelopes of the chain, oldest first. */
export const manifests = z.strictObject({ manifests: z.array(envelope).max(1000) });

export const sealKeys = z.strictObject({ sealKeys: z.array(envelope).max(32) });

export const boxShares = z.strictObject({
  shares: z.array(z.strictObject({ recipient: z.string().max(4096), ciphertext: z.string().max(65_536) })).max(32),
});
