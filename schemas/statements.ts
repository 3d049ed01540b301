import type * as z from 'zod';
import { agreement } from './agreement.ts';
import { alert } from './alert.ts';
import { comparison } from './comparison.ts';
import { consent } from './consent.ts';
import { manifest } from './manifest.ts';
import { receipt } from './receipt.ts';
import { recordHead } from './record-head.ts';
import { sealKey } from './seal-key.ts';
import { signIn } from './sign-in.ts';
import { standing, standingOffer } from './standing.ts';
import { withdrawal } from './withdrawal.ts';

/** The schema of each kind of statement that this version signs and reads. */
export const schemaOf = {
  agreement,
  alert,
  comparison,
  consent,
  manifest,
  receipt,
  'record-head': recordHead,
  'seal-key': sealKey,
  'sign-in': signIn,
  standing,
  'standing-offer': standingOffer,
  withdrawal,
} as const satisfies Record<string, z.ZodType>;

export type StatementKind = keyof typeof schemaOf;

export type StatementOf<K extends StatementKind> = z.infer<(typeof schemaOf)[K]>;

/** Every kind of statement, in the order of the alphabet. */
export const statementKinds = Object.keys(schemaOf) as StatementKind[];
