import * as z from 'zod';
import { agreement } from '../agreement.ts';
import { refusalCodes } from '../codes.ts';
import { type Contracts, longestPage, nothing, pageAfter } from '../contract.ts';
import { b64u16, b64u32, line, multibaseDigest, ordinal, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';

/** An agreement file of 256 KiB, escaped as JSON, in bytes. */
const fileBytes = 1024 * 1024;

const file = { file: line(200), markdown: z.string().max(300_000) };
const problems = z
  .array(z.strictObject({ line: z.int(), problem: z.string().max(100), sentence: z.string().max(2000) }))
  .max(200);
const signers = z.array(b64u16).max(32);
/** A draft may have no signature yet. */
const unsigned = envelope.extend({ signatures: z.array(envelope.shape.signatures.element).max(32) });

const draft = z.strictObject({
  id: b64u32,
  series: b64u16,
  version: ordinal,
  created: time,
  /** Empty where nobody knows any more who began it. */
  by: z.string().max(22),
  /** Since when another one was published in its place. */
  lapsed: time.nullable(),
  signed: signers,
  needed: z.int().min(0),
  envelope: unsigned,
});
/** A version of ours that was published. */
export const published = z.strictObject({
  id: b64u32,
  series: b64u16,
  version: ordinal,
  url: z.string().max(1000),
  statementUrl: z.string().max(1000),
  published: time,
  agreement,
  envelope,
});
const notShown = z.strictObject({
  peer: b64u32.nullable(),
  object: z.string().max(1000),
  state: z.enum(['pending', 'refused']),
  because: z.string().max(100).nullable(),
  sentence: z.string().max(500),
  tries: z.int().min(0),
  received: time,
});
const acknowledged = z.strictObject({ id: b64u32, signers, needed: z.int().min(1), published: z.boolean() });

/** Of what we say: about which version, since when, and the hash of the signed bytes; none of its words. */
const listed = z.strictObject({ id: b64u32, agreement: b64u32, at: time, digestMultibase: multibaseDigest });

export type ListedAcknowledgement = z.infer<typeof listed>;
export type Acknowledged = z.infer<typeof acknowledged>;
export type FileProblem = z.infer<typeof problems>[number];
export type Published = z.infer<typeof published>;
export type NotShown = z.infer<typeof notShown>;

/** Agreements as they become what stands, and what collectives say of each other's. */
export const agreementsContract = {
  /** Makes a draft of an agreement file, or of a statement, beside other drafts, whose signatures stay. */
  importDraft: {
    method: 'POST',
    path: '/agreements',
    who: ['member'],
    othersWork: 'untouched',
    query: z.object({ series: z.string().optional() }),
    body: z.union([z.strictObject({ ...file, series: b64u16.nullable() }), z.strictObject({ statement: agreement })]),
    markdown: true,
    bytes: fileBytes,
    answer: draft,
    status: 201,
    also: [{ status: 400, answer: z.strictObject({ code: z.enum(refusalCodes), where: z.string(), problems }) }],
  },
  /** Every problem in an agreement file, each with its line and what to write instead. */
  problems: {
    method: 'POST',
    path: '/agreements/problems',
    who: ['member'],
    othersWork: 'untouched',
    query: z.object({ lang: z.string().optional() }),
    body: z.strictObject(file),
    bytes: fileBytes,
    answer: z.strictObject({ problems }),
  },
  /** Drafts by id, with who began each and who signed it; page by page. */
  drafts: {
    method: 'GET',
    path: '/agreements/drafts',
    who: ['member'],
    othersWork: 'untouched',
    query: pageAfter(b64u32.optional()),
    answer: z.strictObject({ drafts: z.array(draft).max(longestPage), next: b64u32.nullable() }),
  },
  /** What collectives announced that is not shown here, newest first, each with one sentence that says why. */
  received: {
    method: 'GET',
    path: '/agreements/received',
    who: ['member'],
    othersWork: 'untouched',
    query: z.object({ lang: z.string().optional() }),
    answer: z.strictObject({ received: z.array(notShown).max(200) }),
  },
  /** Adds a steward's signature to a draft. */
  sign: {
    method: 'POST',
    path: '/agreements/:id/signatures',
    who: ['steward'],
    othersWork: 'confirmed',
    params: { id: b64u32 },
    body: z.strictObject({ envelope }),
    bytes: fileBytes,
    answer: draft,
  },
  /** Adds the signature of a steward's new key to what was published. */
  signAgain: {
    method: 'POST',
    path: '/agreements/:id/signatures-again',
    who: ['steward'],
    othersWork: 'untouched',
    params: { id: b64u32 },
    body: z.strictObject({ envelope }),
    bytes: fileBytes,
    answer: published,
  },
  /** Publishes a draft that enough stewards signed, to everyone who follows, and for good; others of it lapse. */
  publish: {
    method: 'POST',
    path: '/agreements/:id/publish',
    who: ['listed'],
    othersWork: 'lost-or-confirmed',
    params: { id: b64u32 },
    body: nothing,
    answer: published,
    status: 201,
  },
  /**
   * Adds a steward's signature to a withdrawal of an agreement with all its versions, beside what others proposed; it
   * is taken back once enough have signed these very words within a week.
   */
  withdraw: {
    method: 'POST',
    path: '/agreements/:series/withdrawal',
    who: ['steward'],
    othersWork: 'lost-or-confirmed',
    params: { series: b64u16 },
    body: z.strictObject({ envelope }),
    answer: acknowledged,
    status: 201,
  },
  /** The signed statement with which an agreement of ours was taken back. */
  withdrawal: {
    method: 'GET',
    path: '/agreements/:series/withdrawal',
    who: ['anybody'],
    othersWork: 'untouched',
    params: { series: b64u16 },
    answer: envelope,
    type: 'application/vnd.convive.agreement-withdrawal.v1+json',
    kept: true,
  },
  /** Withdrawals that wait for more stewards' signatures, with who proposed them and whether they lapsed. */
  withdrawals: {
    method: 'GET',
    path: '/agreements/withdrawals',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({
      withdrawals: z
        .array(z.strictObject({ id: b64u32, by: b64u16, at: time, lapsed: z.boolean(), envelope }))
        .max(10_000),
    }),
  },
  /**
   * Adds a steward's signature to what we say of a partner's agreement, beside what others would say; announced once
   * enough have signed these very words.
   */
  acknowledge: {
    method: 'POST',
    path: '/acknowledgements',
    who: ['steward'],
    othersWork: 'lost-or-confirmed',
    body: z.strictObject({ envelope }),
    answer: acknowledged,
    status: 201,
  },
  /** What we say of the agreements of one collective, by address and hash. */
  acknowledgements: {
    method: 'GET',
    path: '/acknowledgements',
    who: ['anybody'],
    othersWork: 'untouched',
    query: z.object({ of: z.string().optional() }),
    answer: z.strictObject({ acknowledgements: z.array(listed).max(100) }),
    kept: true,
  },
  /** The signed statement of what we say of a partner's agreement. */
  acknowledgement: {
    method: 'GET',
    path: '/acknowledgements/:id',
    who: ['anybody'],
    othersWork: 'untouched',
    params: { id: b64u32 },
    answer: envelope,
    type: 'application/vnd.convive.acknowledgement.v1+json',
    kept: true,
  },
  /** What waits for more stewards' signatures of what we say of partners' agreements. */
  acknowledgementDrafts: {
    method: 'GET',
    path: '/acknowledgements/drafts',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({
      drafts: z.array(z.strictObject({ id: b64u32, by: z.string().max(22), at: time, envelope })).max(10_000),
    }),
  },
} satisfies Contracts;
