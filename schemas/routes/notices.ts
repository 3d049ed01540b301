import * as z from 'zod';
import { refusalCodes } from '../codes.ts';
import { type Contracts, longestPage, nothing, pageAfter } from '../contract.ts';
import { header } from '../delivery.ts';
import { b64u16, b64u32, ordinal, recipient, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';
import { found, listed, myDelivery, notice, reseals, whereabouts } from '../notice-answers.ts';
import { ciphertext, ciphertextBytes, numbered } from './notices-drafts.ts';

const kib = 1024;
const sealedBody = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(100_000);

/**
 * A sealed alert as it is handed in: ciphertext, its header, SHA-256(locator). It may lie in a file; it says nothing.
 */
const sealedAlert = z.strictObject({ header, body: sealedBody, locatorHash: b64u32, box: recipient, draft: b64u16 });

const shared = z.array(z.strictObject({ delivery: b64u16, handedIn: time })).max(10_000);

const item = { peer: b64u32, delivery: b64u16 };
const edition = { ...item, edition: numbered };
/** The key of a list of items: peer and delivery. */
const itemKey = z.string().regex(/^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22}$/);

export type SealedFile = z.infer<typeof sealedAlert>;

/** Sealed items: ours, and what peers sent. The node sees headers and ciphertext. */
export const noticesContract = {
  /**
   * Takes a sealed alert with its consent's header and puts it on its way, a day later; the same bytes again change
   * nothing.
   */
  handIn: {
    method: 'POST',
    path: '/consents',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    body: sealedAlert,
    bytes: 128 * kib,
    answer: z.strictObject({ delivery: b64u16, edition: ordinal, goesOut: time.nullable() }),
    status: 201,
  },
  /** What accompaniers signed so far to shorten the pause of one delivery of ours. */
  hurry: {
    method: 'GET',
    path: '/consents/:delivery/hurry',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: { delivery: b64u16 },
    answer: z.strictObject({ hurry: envelope.nullable() }),
  },
  /** Takes what an accompanier signed to shorten that pause; once two have, it goes out at once. */
  signHurry: {
    method: 'POST',
    path: '/consents/:delivery/hurry',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    params: { delivery: b64u16 },
    body: z.strictObject({ hurry: envelope }),
    answer: z.strictObject({ goesOut: time.nullable() }),
  },
  /** Takes back a delivery that still waits, before anything of it has left; nothing of it stays. */
  stop: {
    method: 'DELETE',
    path: '/consents/:delivery',
    who: ['accompanier'],
    othersWork: 'lost',
    params: { delivery: b64u16 },
    answer: z.strictObject({ goneBy: time.nullable() }),
  },
  /** Where one delivery of ours is, also after it was withdrawn or ended. */
  whereDelivery: {
    method: 'GET',
    path: '/consents/:delivery/where',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: { delivery: b64u16 },
    answer: whereabouts,
  },
  /** What each partner may hold of ours, and the newest list that it was told; so many partners a page. */
  lists: {
    method: 'GET',
    path: '/lists',
    who: ['accompanier'],
    othersWork: 'untouched',
    query: pageAfter(b64u32.optional()),
    answer: z.strictObject({
      lists: z.array(z.strictObject({ peer: b64u32, newest: envelope.nullable(), shared })).max(longestPage),
      next: b64u32.nullable(),
    }),
  },
  /** Sends a partner the next list of what it may still hold; what is not in it ends there. */
  renewList: {
    method: 'POST',
    path: '/lists',
    who: ['accompanier'],
    othersWork: 'lost',
    body: z.strictObject({ list: envelope }),
    bytes: 256 * kib,
    answer: z.strictObject({ kept: z.literal(true) }),
    status: 201,
  },
  /**
   * What was shared under somebody's twelve words, and where each copy is; for whoever has the words. The page beside
   * it takes back at this address too.
   */
  myCode: {
    method: 'POST',
    path: '/my-code',
    who: ['anybody'],
    othersWork: 'lost',
    page: 'asked',
    body: z.strictObject({ locator: b64u16 }),
    answer: z.strictObject({ deliveries: z.array(myDelivery).max(64) }),
  },
  /** Marks what stands under somebody's twelve words: they want to be asked nothing more. For whoever has the words. */
  askNothingMore: {
    method: 'POST',
    path: '/my-code/ask-nothing-more',
    who: ['anybody'],
    othersWork: 'untouched',
    body: z.strictObject({ locator: b64u16 }),
    answer: z.strictObject({ asksNothingMore: z.literal(true) }),
  },
  /**
   * Takes back what was shared under somebody's twelve words, or what one partner has of it, at once and for good; for
   * whoever has the words.
   */
  withdraw: {
    method: 'POST',
    path: '/my-code/withdrawals',
    who: ['anybody'],
    othersWork: 'lost',
    body: z.strictObject({
      locator: b64u16,
      /** Only what this partner has. */
      peer: b64u32.optional(),
      proofs: z
        .array(
          z.strictObject({
            delivery: b64u16,
            token: b64u16,
            notice: z.strictObject({ header, body: sealedBody }).nullable(),
          }),
        )
        .max(64),
    }),
    bytes: 1024 * kib,
    answer: z.strictObject({
      withdrawn: z.array(z.strictObject({ delivery: b64u16, peer: z.string().max(43) })).max(64),
      goneBy: time.nullable(),
    }),
  },
  /** Erases what lies here under a delivery's token; for whoever has the token. */
  drop: {
    method: 'POST',
    path: '/drop',
    who: ['anybody'],
    othersWork: 'lost',
    body: z.strictObject({ delivery: b64u16, token: b64u16 }),
    answer: z.strictObject({ erased: z.literal(true) }),
    status: 202,
  },
  /** What peers sent, by header and state, page by page. */
  notices: {
    method: 'GET',
    path: '/notices',
    who: ['accompanier'],
    othersWork: 'untouched',
    query: pageAfter(itemKey.optional()),
    answer: z.strictObject({ notices: z.array(listed).max(2 * longestPage), next: itemKey.nullable() }),
  },
  /** One edition with its bytes. */
  notice: {
    method: 'GET',
    path: '/notices/:peer/:delivery/:edition',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: edition,
    answer: notice,
  },
  /** Says that a client opened exactly these bytes and every check passed, by that version of the peer's manifest. */
  opened: {
    method: 'POST',
    path: '/notices/:peer/:delivery/:edition/opened',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    params: edition,
    body: z.strictObject({ cipher: b64u32, version: ordinal }),
    answer: found,
  },
  /** Says which check failed on exactly these bytes; they are erased once enough different members have said it. */
  failed: {
    method: 'POST',
    path: '/notices/:peer/:delivery/:edition/failed',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    params: edition,
    body: z.strictObject({ cipher: b64u32, code: z.enum(refusalCodes), early: z.literal(true).optional() }),
    answer: found,
  },
  /** Who is recused from what, and what was sealed anew; so many items a page. */
  reseals: {
    method: 'GET',
    path: '/reseals',
    who: ['accompanier'],
    othersWork: 'untouched',
    query: pageAfter(itemKey.optional()),
    answer: reseals.extend({ next: itemKey.nullable() }),
  },
  /** Says that the asker takes no part in an item: it is not there for them from then on. */
  recuse: {
    method: 'POST',
    path: '/notices/:peer/:delivery/recusal',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: item,
    body: nothing,
    answer: z.strictObject({ recused: z.literal(true) }),
  },
  /** The bytes that a colleague sealed anew, by their hash. */
  resealed: {
    method: 'GET',
    path: '/notices/:peer/:delivery/:edition/reseal',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: edition,
    query: z.object({ proposed: b64u32 }),
    answer: z.strictObject({ body: z.string().max(200_000) }),
  },
  /** Proposes bytes that were sealed anew, beside those of others and in place of the caller's own. */
  proposeReseal: {
    method: 'PUT',
    path: '/notices/:peer/:delivery/:edition/reseal',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: edition,
    body: z.strictObject({ expected: b64u32, body: ciphertext, recused: z.array(b64u16).max(31) }),
    bytes: ciphertextBytes,
    answer: z.strictObject({ proposed: b64u32 }),
  },
  /** Confirms the bytes that a colleague proposed, named by their hash; what others proposed lapses. */
  confirmReseal: {
    method: 'POST',
    path: '/notices/:peer/:delivery/:edition/reseal',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    params: edition,
    body: z.strictObject({ proposed: b64u32 }),
    answer: z.strictObject({ confirmed: z.literal(true) }),
  },
} satisfies Contracts;
