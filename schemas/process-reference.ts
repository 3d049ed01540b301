import * as z from 'zod';
import { b64u16, b64u32, time } from './encodings.ts';
import { sharedStatus, step } from './terms.ts';

/**
 * A card that the person who did a process may carry to another collective, checked offline (PROTOCOL §4). Rules across
 * fields: protocol/process-reference.ts.
 */
export const processReference = z.strictObject({
  type: z.literal('process-reference'),
  issuer: b64u32,
  ref: b64u16,
  /** Whoever carries the card proves this key with their own twelve words. */
  holderKey: b64u32,
  status: sharedStatus,
  stepsReached: z.array(step).max(6),
  issuedAt: time,
  notAfter: time,
});

/** The cards that no longer count. Public: a card's id says nothing about anyone. */
export const referenceRevocations = z.strictObject({
  type: z.literal('reference-revocations'),
  issuer: b64u32,
  refs: z.array(b64u16).max(5000),
  issuedAt: time,
});

export type ProcessReference = z.infer<typeof processReference>;
export type ReferenceRevocations = z.infer<typeof referenceRevocations>;
