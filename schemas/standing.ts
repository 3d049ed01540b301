import * as z from 'zod';
import { b64u32, time } from './encodings.ts';
import { scope } from './terms.ts';

const fields = {
  issuer: b64u32,
  audience: b64u32,
  accepts: z.array(scope).max(6),
  sends: z.array(scope).max(6),
  /** How many accompaniers we want under what we receive. */
  attest: z.int().min(2).max(31),
  reviewBy: time,
  ended: time.nullable(),
  at: time,
};

/** What a peer may do with us, one direction at a time. Local: our own root of trust. */
export const standing = z.strictObject({ type: z.literal('standing'), ...fields });

/** A standing, told to that peer. */
export const standingOffer = z.strictObject({ type: z.literal('standing-offer'), ...fields });

export type Standing = z.infer<typeof standing>;
export type StandingOffer = z.infer<typeof standingOffer>;
