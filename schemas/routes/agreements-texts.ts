import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { b64u16, b64u32, language, ordinal } from '../encodings.ts';
import { procedure, violence } from '../terms.ts';

/** An agreement file of 256 KiB, and a part of one, as a form sends them, in bytes. */
const fileBytes = 1024 * 1024;
const partBytes = 768 * 1024;

const member = { who: ['member'], page: 'first' } as const;
const lang = z.object({ lang: z.string().optional() });
const sentence = z.string().max(2000);

/** When something was saved, to the millisecond. */
const moment = z.string().regex(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const partId = z.union([z.literal('front'), b64u16]);
const text = { text: b64u16 };
const part = { ...text, part: partId };

/** A number as JSON, or as a form sends it. */
export const revisionNumber = z.union([
  ordinal,
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
]);

/**
 * The form of a part, with the revision that was before whoever typed; what its fields may hold is judged one by one.
 */
export const typedPart = z
  .object({ revision: revisionNumber, press: z.enum(['save', 'preview']).optional() })
  .catchall(z.union([z.string(), z.array(z.string()).max(50)]));

const kind = z.enum(['front', 'contact', 'clause', 'step', 'belonging', 'procedure']);
/** What stands in a part, under the keys of an agreement; what nobody wrote yet is empty or null. */
const content = z.looseObject({ kind }).nullable();
const wrong = <S extends z.core.$ZodLooseShape>(problem: S) => ({
  status: 400 as const,
  answer: z.strictObject({ code: z.literal('agreement-form'), problems: z.array(z.strictObject(problem)).max(1000) }),
});

/** Agreements while members write them. */
export const agreementsTextsContract = {
  /** Every text, the one saved last first. */
  list: {
    ...member,
    method: 'GET',
    path: '/agreements/writing',
    othersWork: 'untouched',
    answer: z.strictObject({
      texts: z
        .array(z.strictObject({ id: b64u16, series: b64u16.nullable(), saved: moment, clauses: z.int().min(0) }))
        .max(1000),
    }),
  },
  /** Begins a text from questions, an agreement of ours or of a partner, a file, or nothing. */
  start: {
    ...member,
    method: 'POST',
    path: '/agreements/writing',
    othersWork: 'untouched',
    query: lang,
    body: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('template'), language: z.enum(['es', 'en']) }),
      z.strictObject({ from: z.literal('series'), series: b64u16 }),
      z.strictObject({ from: z.literal('partner'), statement: b64u32 }),
      z.strictObject({ from: z.literal('markdown'), markdown: z.string() }),
      z.strictObject({ from: z.literal('empty'), language }),
    ]),
    bytes: fileBytes,
    answer: z.strictObject({ id: b64u16 }),
    status: 201,
    also: [wrong({ line: z.int(), sentence })],
  },
  /** A text with its parts, what it lacks to be whole, and in which parts the asker has words that are not saved. */
  text: {
    ...member,
    method: 'GET',
    path: '/agreements/writing/:text',
    othersWork: 'untouched',
    params: text,
    query: lang,
    answer: z.strictObject({
      id: b64u16,
      series: b64u16.nullable(),
      parts: z
        .array(
          z.strictObject({
            text: b64u16,
            part: partId,
            kind,
            revision: ordinal,
            place: z.number(),
            content,
            member: b64u16,
            at: moment,
          }),
        )
        .max(10_000),
      missing: z.array(z.strictObject({ part: partId.nullable(), sentence })).max(10_000),
      unsaved: z.array(partId).max(10_000),
    }),
  },
  /** Adds an empty part at the end. */
  addPart: {
    ...member,
    method: 'POST',
    path: '/agreements/writing/:text/parts',
    othersWork: 'untouched',
    params: text,
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('clause'), violence }),
      z.strictObject({ kind: z.literal('procedure'), about: procedure }),
      z.strictObject({ kind: z.enum(['contact', 'step', 'belonging']) }),
    ]),
    answer: z.strictObject({ part: b64u16 }),
    status: 201,
  },
  /**
   * Saves a part over the revision that it was typed on, which stays to be put back; other words that were saved
   * meanwhile stay, and come back.
   */
  savePart: {
    ...member,
    method: 'POST',
    path: '/agreements/writing/:text/parts/:part',
    othersWork: 'untouched',
    params: part,
    query: lang,
    body: typedPart.extend({ press: z.literal('save').optional() }),
    bytes: partBytes,
    answer: z.strictObject({ revision: ordinal }),
    also: [
      wrong({ name: z.string().max(100), sentence }),
      {
        status: 409,
        answer: z.strictObject({
          code: z.literal('conflict'),
          current: z.strictObject({ revision: ordinal, content }),
        }),
      },
    ],
  },
  /** Keeps what the asker is typing, for them alone, without a revision. */
  keepUnsaved: {
    who: ['member'],
    method: 'POST',
    path: '/agreements/writing/:text/parts/:part/unsaved',
    othersWork: 'untouched',
    params: part,
    body: typedPart,
    bytes: partBytes,
    answer: z.strictObject({ kept: z.boolean() }),
  },
} satisfies Contracts;
