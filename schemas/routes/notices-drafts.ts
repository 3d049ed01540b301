import * as z from 'zod';
import { refusalCodes } from '../codes.ts';
import { type Contracts, longestPage, nothing, pageAfter } from '../contract.ts';
import { b64u16, ordinal, time } from '../encodings.ts';
import { whereabouts } from '../notice-answers.ts';

/**
 * Our own files grow with each signature, and what is sealed to each of us by name with each of us: twice the largest
 * bucket.
 */
export const ciphertext = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(180_000);
export const ciphertextBytes = 200 * 1024;

/** A number in an address, from 1 on. */
export const numbered = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number);

export const draft = { draft: b64u16 };
export const saved = z.strictObject({ draft: b64u16, revision: ordinal });

/** Drafts of alerts, sealed to the own box: the node sees ciphertext, and who stored it. */
export const noticesDraftsContract = {
  /** Drafts by id, revision and day, with who stored it, and who asked to take it away; page by page. */
  drafts: {
    method: 'GET',
    path: '/drafts',
    who: ['accompanier'],
    othersWork: 'untouched',
    query: pageAfter(b64u16.optional()),
    answer: z.strictObject({
      drafts: z
        .array(saved.extend({ updated: time, by: z.string().max(22), erasing: z.array(b64u16).max(32) }))
        .max(longestPage),
      next: b64u16.nullable(),
    }),
  },
  /** Keeps a new draft, sealed to the own box. */
  addDraft: {
    method: 'POST',
    path: '/drafts',
    who: ['accompanier'],
    othersWork: 'untouched',
    body: z.strictObject({ draft: b64u16, ciphertext }),
    bytes: ciphertextBytes,
    answer: saved,
    status: 201,
  },
  /** One draft as it was sealed; its revision also stands in `etag`. */
  draft: {
    method: 'GET',
    path: '/drafts/:draft',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: draft,
    answer: saved.extend({ ciphertext: z.string().max(200_000) }),
  },
  /**
   * Puts a draft over the revision that it was made from, which stays for thirty days; what somebody else stored
   * meanwhile is not overwritten. `resealed` where only the seal is new.
   */
  changeDraft: {
    method: 'PUT',
    path: '/drafts/:draft',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: draft,
    body: z.strictObject({ ciphertext, resealed: z.literal(true).optional() }),
    bytes: ciphertextBytes,
    ifMatch: true,
    answer: saved,
  },
  /**
   * Takes a draft away that nothing was sent from, as it is at the named revision: at once where nobody else put
   * anything into it, else once two accompaniers have asked within a week.
   */
  eraseDraft: {
    method: 'DELETE',
    path: '/drafts/:draft',
    who: ['accompanier'],
    othersWork: 'lost-or-confirmed',
    params: draft,
    ifMatch: true,
    answer: z.strictObject({ erased: z.boolean(), asked: z.array(b64u16).max(32) }),
  },
  /**
   * Erases a draft and all its revisions at once, because the person whom it is about said no, or not now; false where
   * something was handed in from it.
   */
  saidNo: {
    method: 'POST',
    path: '/drafts/:draft/no',
    who: ['accompanier'],
    othersWork: 'lost',
    params: draft,
    body: nothing,
    answer: z.strictObject({ erased: z.boolean() }),
  },
  /** Notes in the record that a client refused something about a draft: the code and the draft, nothing else. */
  noteRefused: {
    method: 'POST',
    path: '/drafts/:draft/refused',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: draft,
    body: z.strictObject({ code: z.enum(refusalCodes) }),
    answer: z.strictObject({ noted: z.literal(true) }),
  },
  /** Where everything is that was handed in from a draft. */
  whereDraft: {
    method: 'GET',
    path: '/drafts/:draft/where',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: draft,
    answer: z.strictObject({ deliveries: z.array(whereabouts).max(64) }),
  },
} satisfies Contracts;
