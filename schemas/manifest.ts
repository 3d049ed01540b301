import * as z from 'zod';
import { b64u16, b64u32, multibase, ordinal, recipient, time, url } from './encodings.ts';

export const role = z.enum(['steward', 'accompanier', 'process-accompanier']);

export type Role = z.infer<typeof role>;

const member = z.strictObject({
  member: b64u16,
  roles: z.array(role).max(3),
  sign: z.array(b64u32).min(1).max(4),
});

/**
 * Versions of one chain that clients and partners follow: more than a weekly rotation makes in nineteen years. Whoever
 * serves more serves without end.
 */
export const longestChain = 1_000;
/** And no more bytes, so that a client reads one in one answer. */
export const largestChain = 4 * 1024 * 1024;

/**
 * Who a collective is (PROTOCOL §4): members as pseudonyms, thresholds, box, node keys, revocations. Rules across
 * fields: protocol/manifest-rules.ts.
 */
export const manifest = z.strictObject({
  type: z.literal('manifest'),
  collective: b64u32.nullable(),
  version: ordinal,
  prev: b64u32.nullable(),
  issuedAt: time,
  expires: time,
  policy: z.strictObject({
    rotate: z.int().min(1).max(31),
    attest: z.int().min(2).max(31),
    consentWitnesses: z.int().min(1).max(8),
  }),
  members: z.array(member).min(1).max(32),
  box: z
    .array(z.strictObject({ recipient, notBefore: time }))
    .min(1)
    .max(4),
  node: z.strictObject({
    actor: url,
    keys: z
      .array(z.strictObject({ id: url, use: z.enum(['http', 'receipt']), publicKeyMultibase: multibase }))
      .min(1)
      .max(8),
  }),
  revoked: z
    .array(z.strictObject({ keyid: b64u16, at: time, reason: z.enum(['left', 'rotated', 'compromised']) }))
    .max(512),
});

export type Manifest = z.infer<typeof manifest>;
