import type { StatementKind } from '../../../schemas/statements.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { acknowledgement } from './kinds/acknowledgement.ts';
import { agreement } from './kinds/agreement.ts';
import { agreementWithdrawal } from './kinds/agreement-withdrawal.ts';
import { alert } from './kinds/alert.ts';
import { comparison } from './kinds/comparison.ts';
import { consent } from './kinds/consent.ts';
import { deskRelease } from './kinds/desk-release.ts';
import { dispute } from './kinds/dispute.ts';
import { hurry } from './kinds/hurry.ts';
import { inquiry, inquiryAnswer } from './kinds/inquiry.ts';
import { level } from './kinds/level.ts';
import { live } from './kinds/live.ts';
import { manifest } from './kinds/manifest.ts';
import { mediationRequest } from './kinds/mediation-request.ts';
import { processReference, referenceRevocations } from './kinds/process-reference.ts';
import { processStatus } from './kinds/process-status.ts';
import { recall } from './kinds/recall.ts';
import { receipt, recordHead } from './kinds/receipt.ts';
import { reply } from './kinds/reply.ts';
import { retraction } from './kinds/retraction.ts';
import { sealKey } from './kinds/seal-key.ts';
import { signIn } from './kinds/sign-in.ts';
import { standing, standingOffer } from './kinds/standing.ts';
import { withdrawal } from './kinds/withdrawal.ts';
import { type KindSpec, statementCases } from './statement.ts';

/** What is to be said about each kind: one small file, one line here. */
const specs: { [K in StatementKind]: (world: World) => KindSpec<K> } = {
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
};

/** The cases of one kind, and what its folder is about. */
export function kindCases<K extends StatementKind>(kind: K, world: World): { about: string; drafts: Draft[] } {
  const spec = specs[kind](world);
  return { about: spec.about, drafts: statementCases(kind, spec) };
}
