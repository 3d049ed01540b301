import type { RefusalCode } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import type { DeskFile } from '../../schemas/desk-release.ts';
import type { Role } from '../../schemas/manifest.ts';
import type { StatementKind, StatementOf } from '../../schemas/statements.ts';
import {
  boxOf,
  checkConsent,
  checkMatchConsent,
  draftEnvelope,
  filesThatDiffer,
  fromB64u,
  idOf,
  keysOf,
  pae,
  parseEnvelope,
  printOf,
  Refusal,
  readChain,
  requireEnds,
  requireLaterRelease,
  shortPrint,
  signEnvelope,
  startChain,
  text,
  verifyAcknowledgement,
  verifyAgreement,
  verifyAgreementWithdrawal,
  verifyAlert,
  verifyComparison,
  verifyDeskRelease,
  verifyDispute,
  verifyHolder,
  verifyHurry,
  verifyInquiry,
  verifyInquiryAnswer,
  verifyLevel,
  verifyLive,
  verifyMediationRequest,
  verifyRecall,
  verifyReceipt,
  verifyRecordHead,
  verifyReference,
  verifyReply,
  verifyRetraction,
  verifyRevocations,
  verifySealKey,
  verifySignIn,
  verifyStanding,
  verifyStandingOffer,
  verifyStatus,
  verifyWithdrawal,
} from '../../src/client/library.ts';
import type { Granted } from '../../src/protocol/consent.ts';
import type { KnownRelease } from '../../src/protocol/desk-release.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import type { Chain } from '../../src/protocol/manifest.ts';
import { type Beside, type Check, chainNamed, momentOf, secretOf } from './judge-given.ts';

/** What a case gives beside its envelope; each kind reads what it needs. */
export type Given = {
  chain?: string;
  now?: string;
  /** The collective that judges. */
  me?: string;
  threshold?: number;
  header?: Header;
  notice?: Granted;
  attesters?: string[];
  purpose?: 'inquiry_match';
  audience?: string;
  issuer?: string;
  caseKeys?: Record<string, string>;
  origin?: string;
  delivery?: string;
  edition?: number;
  asked?: { inquiryId: string; month: string };
  refs?: string[];
  newest?: string | null;
};

type Judge = (envelope: Envelope, chain: Chain, given: Given, now: Date) => { signers: ReadonlySet<string> } | object;

const of = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a case that lacks what its kind needs');
  return value;
};

/** How each kind is judged by itself. */
const verify: Record<StatementKind, Judge> = {
  acknowledgement: (envelope, chain, _given, now) => verifyAcknowledgement(envelope, chain, now),
  agreement: (envelope, chain, _given, now) => verifyAgreement(envelope, chain, now),
  'agreement-withdrawal': (envelope, chain, _given, now) => verifyAgreementWithdrawal(envelope, chain, now),
  alert: (envelope, chain, { threshold }, now) => {
    const { attesters } = verifyAlert(envelope, chain, threshold ?? 2, now);
    return { signers: attesters };
  },
  comparison: (envelope, chain, _given, now) => verifyComparison(envelope, chain, now),
  consent: (envelope, chain, given, now) => {
    const against = { notice: of(given.notice), attesters: new Set(given.attesters), chain, now };
    if (given.purpose) return checkMatchConsent(envelope, { ...against, audience: of(given.audience) });
    return checkConsent(envelope, { ...against, header: of(given.header) });
  },
  'desk-release': (envelope, chain, _given, now) => verifyDeskRelease(envelope, chain, now),
  dispute: (envelope, chain, _given, now) => verifyDispute(envelope, chain, now),
  hurry: (envelope, chain, { delivery, edition }, now) =>
    verifyHurry(envelope, chain, { delivery: of(delivery), edition: of(edition) }, now),
  inquiry: (envelope, chain, { me }, now) => verifyInquiry(envelope, chain, of(me), now),
  'inquiry-answer': (envelope, chain, { asked }, now) => verifyInquiryAnswer(envelope, chain, of(asked), now),
  level: (envelope, chain, _given, now) => verifyLevel(envelope, chain, now),
  live: (envelope, chain, { me }, now) => verifyLive(envelope, chain, of(me), now),
  manifest: (envelope, _chain, _given, now) => startChain(envelope, now),
  'mediation-request': (envelope, chain, { me }, now) => verifyMediationRequest(envelope, chain, of(me), now),
  'process-reference': (envelope, chain, { refs }, now) => {
    const revocations = refs && {
      type: 'reference-revocations' as const,
      issuer: chain.collective,
      refs,
      issuedAt: chain.newest.statement.issuedAt,
    };
    return verifyReference(envelope, chain, revocations ?? null, now);
  },
  'process-status': (envelope, chain, _given, now) => verifyStatus(envelope, chain, now),
  recall: (envelope, chain, { me }, now) => verifyRecall(envelope, chain, of(me), now),
  receipt: (envelope, chain) => verifyReceipt(envelope, chain),
  'record-head': (envelope, chain, _given, now) => verifyRecordHead(envelope, chain, now),
  'reference-revocations': (envelope, chain, { newest }, now) =>
    verifyRevocations(envelope, chain, newest ?? null, now),
  reply: (envelope, chain, _given, now) => verifyReply(envelope, chain, now),
  retraction: (envelope, chain, _given, now) => verifyRetraction(envelope, chain, now),
  'seal-key': (envelope, chain, _given, now) => verifySealKey(envelope, keysOf(chain), now),
  'sign-in': (envelope, chain, { origin }, now) => {
    const { member } = verifySignIn(envelope, of(origin), keysOf(chain), now);
    return { signers: new Set([member]) };
  },
  standing: (envelope, chain, _given, now) => verifyStanding(envelope, chain, now),
  'standing-offer': (envelope, chain, { me }, now) => verifyStandingOffer(envelope, chain, of(me), now),
  withdrawal: (envelope, _chain, { issuer, caseKeys }) =>
    verifyWithdrawal(envelope, of(issuer), (delivery) => caseKeys?.[delivery] ?? null),
};

function verified(given: Given & { kind: StatementKind; envelope: unknown }, beside: Beside) {
  const envelope = parseEnvelope(given.envelope);
  const found = verify[given.kind](
    envelope,
    chainNamed(given.chain ?? 'ceiba', beside),
    given,
    momentOf(given, beside),
  );
  const id = idOf(envelope);
  return 'signers' in found ? { id, signers: [...found.signers].sort() } : { id };
}

type Making<K extends StatementKind> = { kind: K; statement: StatementOf<K>; signers: string[] };

function made<K extends StatementKind>({ kind, statement, signers }: Making<K>) {
  const draft = draftEnvelope(kind, statement);
  const envelope = signers.reduce((signed, secret) => signEnvelope(signed, secretOf(secret)), draft);
  return { pae: text(pae(draft.payloadType, fromB64u(draft.payload))), id: idOf(draft), envelope };
}

type Chained = { manifests: Envelope[]; now?: string; expect?: string; atLeast?: { version: number; id?: string } };

function chained(given: Chained, beside: Beside) {
  const now = momentOf(given, beside);
  const chain = readChain(given.manifests.map(parseEnvelope), now, {
    ...(given.expect !== undefined && { expect: given.expect }),
    ...(given.atLeast && { atLeast: given.atLeast }),
  });
  const people = (role: Role) => [...new Set(keysOf(chain, role).map(({ member }) => member))].sort();
  return {
    collective: chain.collective,
    version: chain.newest.version,
    id: chain.newest.id,
    stewards: people('steward'),
    accompaniers: people('accompanier'),
    box: whole(() => boxOf(chain, now)),
  };
}

function whole(read: () => string): string | { code: RefusalCode } {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    throw error;
  }
}

type Ending = { withdrawal: StatementOf<'agreement-withdrawal'>; shown: Parameters<typeof requireEnds>[1] };

type Printed = { files: DeskFile[]; others: DeskFile[] };

type Later = { next: KnownRelease; newest: KnownRelease | null };

type Holding = { card: StatementOf<'process-reference'>; answer: Envelope; asked: { origin: string; nonce: string } };

/** Everything about one statement, or one chain of manifests. */
export const statements = {
  make: made,
  verify: verified,
  chain: chained,
  ends: ({ withdrawal, shown }: Ending) => {
    requireEnds(withdrawal, shown);
    return true;
  },
  print: ({ files, others }: Printed) => {
    const print = printOf(files);
    return { print, short: shortPrint(print), differ: filesThatDiffer(files, others) };
  },
  'later-release': ({ next, newest }: Later) => {
    requireLaterRelease(next, newest);
    return true;
  },
  holder: ({ card, answer, asked }: Holding, beside) => {
    verifyHolder(card, parseEnvelope(answer), asked, momentOf({}, beside));
    return true;
  },
} satisfies Record<string, Check>;
