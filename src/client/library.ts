import './jitless.ts';

/*
 * What a browser gets of this repository, as one file (src/build.ts): everything that opens, checks and seals, and the
 * client of a node's routes. No DOM, no file system, nothing that keeps anything. The form that a terminal reads (YAML)
 * stays out.
 */
export { Refusal, refusalCodes } from '../../schemas/codes.ts';
export { statementKinds } from '../../schemas/statements.ts';
export { verifyAcknowledgement } from '../protocol/acknowledgement.ts';
export { identityFrom, newBoxIdentity, openFile, sealFile, unsealBundle } from '../protocol/age-seal.ts';
export { verifyAgreement } from '../protocol/agreement.ts';
export { requireEnds, verifyAgreementWithdrawal } from '../protocol/agreement-withdrawal.ts';
export { canonical, parseCanonical } from '../protocol/canonical.ts';
export { comparisonWords, sameWords, twoWords } from '../protocol/compare.ts';
export { verifyComparison } from '../protocol/comparison-words.ts';
export { sealAlert, sealStatement, sealStatus } from '../protocol/compose-sealed.ts';
export { checkConsent, checkMatchConsent, composeConsent, headerFor } from '../protocol/consent.ts';
export { cipherOf, deliveryContent, headerWithoutConsent, mondayBefore, parseDelivery } from '../protocol/delivery.ts';
export {
  filesThatDiffer,
  printOf,
  requireLaterRelease,
  shortPrint,
  verifyDeskRelease,
} from '../protocol/desk-release.ts';
export { generateSigningKey, keyStrong, publicKeyOf, sign, verifyStrict } from '../protocol/ed25519.ts';
export { b64u, dateOf, fromB64u, randomId, sha256, text, timeOf, utf8 } from '../protocol/encoding.ts';
export {
  draftEnvelope,
  idOf,
  keyidOf,
  membersWhoSigned,
  pae,
  parseEnvelope,
  payloadTypeOf,
  readUnverified,
  signEnvelope,
} from '../protocol/envelope.ts';
export { verifyHurry } from '../protocol/hurry.ts';
export { answerInquiry, blindInquiry, finalizeInquiry } from '../protocol/inquiry.ts';
export { countAnswer } from '../protocol/inquiry-quota.ts';
export { verifyInquiry, verifyInquiryAnswer } from '../protocol/inquiry-statements.ts';
export { levelOf, mayCorroborate } from '../protocol/level.ts';
export { checkOwnLive, draftLive, verifyLive } from '../protocol/list-statement.ts';
export { boxOf, extendChain, keysOf, readChain, startChain } from '../protocol/manifest.ts';
export { verifyMediationRequest } from '../protocol/mediation-request.ts';
export { ed25519Multikey, isRsa2048Multikey } from '../protocol/multibase.ts';
export { identifierKey } from '../protocol/names.ts';
export { checkSuccession, verifyAlert } from '../protocol/notice.ts';
export { openDelivery, openStatus, openWithdrawal } from '../protocol/opening.ts';
export { openAnswer, openStatement } from '../protocol/opening-statement.ts';
export { verifyHolder, verifyReference, verifyRevocations } from '../protocol/process-reference.ts';
export { verifyStatus } from '../protocol/process-status.ts';
export { verifyReceipt, verifyRecordHead } from '../protocol/receipt.ts';
export { judgeDelivery } from '../protocol/receiving.ts';
export { rowHash, verifyRows } from '../protocol/record-chain.ts';
export { verifyDispute, verifyReply } from '../protocol/reply.ts';
export { verifyRecall, verifyRetraction } from '../protocol/retraction.ts';
export { rootFor } from '../protocol/root.ts';
export { verifySealKey } from '../protocol/seal-key.ts';
export {
  caseKeyOf,
  dropCommitOf,
  dropTokenOf,
  locatorHash,
  locatorOf,
  newSecret,
  phraseSeedOf,
  phraseSignInKeyOf,
  secretFrom,
  wordsOf,
} from '../protocol/secrets.ts';
export { verifySignIn } from '../protocol/sign-in.ts';
export { verifyStanding, verifyStandingOffer } from '../protocol/standing.ts';
export { verifyLevel } from '../protocol/stated-level.ts';
export { composeWithdrawal, verifyWithdrawal } from '../protocol/withdrawal.ts';
export { listDrafts as listAgreementDrafts, signAgreement } from './agreements/agreements.ts';
export { attestAlert, reviewAlert } from './alerts/attest.ts';
export { composeAlert } from './alerts/compose.ts';
export { keepYes, readConsent, readForWitness, sayYes, witnessConsent } from './alerts/consent.ts';
export { eraseDraft, eraseForPerson, listDrafts, loadDraft } from './alerts/drafts.ts';
export { listNotices, openNotice } from './alerts/open-notice.ts';
export { shortenPause, stopInTime } from './alerts/pause.ts';
export { forgetOldBoxes, resealDrafts, resealWaiting, waitingToReseal } from './alerts/reseal.ts';
export { recuseMember, recuseSelf, resealIncoming } from './alerts/reseal-incoming.ts';
export { sealForPeer, sendSealed } from './alerts/seal.ts';
export { whereDelivery, whereDraft } from './alerts/where.ts';
export { lookUp, withdrawAll } from './alerts/withdraw.ts';
export { connect } from './api/api.ts';
export { checkRecord } from './api/record.ts';
export { signIn, signOut } from './api/sign-in.ts';
export { newKeyring, newPhrase, openKeyring, sealKeyring } from './keyring/keyring.ts';
export { markPeer, ownRoot } from './keyring/own-trust.ts';
export { peerRoot } from './keyring/peer-trust.ts';
export { renewals } from './keyring/renew.ts';
export { keyringFor, offerKeys, readNext, readRotation, signRotation } from './keyring/rotation.ts';
export { draftRotation } from './keyring/rotation-draft.ts';
export {
  checkPeer,
  comparePeer,
  decisionsWaiting,
  listPeers,
  signStanding,
  standWith,
  wordsWith,
} from './peers/peers.ts';
export { draftManifest, enrol, readSetUp, reviewDraft, signManifest, wordsOfDraft } from './set-up/set-up.ts';
