import type * as z from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { agreement } from './agreement.ts';
import { agreementWithdrawal } from './agreement-withdrawal.ts';
import { alert } from './alert.ts';
import { comparison } from './comparison.ts';
import { consent } from './consent.ts';
import { deskRelease } from './desk-release.ts';
import { hurry } from './hurry.ts';
import { inquiry, inquiryAnswer } from './inquiry.ts';
import { level } from './level.ts';
import { live } from './live.ts';
import { manifest } from './manifest.ts';
import { mediationRequest } from './mediation-request.ts';
import { processReference, referenceRevocations } from './process-reference.ts';
import { processStatus } from './process-status.ts';
import { receipt } from './receipt.ts';
import { recordHead } from './record-head.ts';
import { dispute, reply } from './reply.ts';
import { recall, retraction } from './retraction.ts';
import { sealKey } from './seal-key.ts';
import { signIn } from './sign-in.ts';
import { standing, standingOffer } from './standing.ts';
import { withdrawal } from './withdrawal.ts';

/** The schema of each kind of statement that this version signs and reads. */
export const schemaOf = {
  acknowledgement,
  agreement,
  'agreement-withdrawal': agreementWithdrawal,
  alert,
  comparison,
  consent,
  'desk-release': deskRelease,
  dispute,
  hurry,
  inquiry,
  'inquiry-answer': inquiryAnswer,
  level,
  live,
  manifest,
  'mediation-request': mediationRequest,
  'process-reference': processReference,
  'process-status': processStatus,
  recall,
  receipt,
  'record-head': recordHead,
  'reference-revocations': referenceRevocations,
  reply,
  retraction,
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
