import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { b64u16, b64u32, language, ordinal } from '../encodings.ts';
import { violence } from '../terms.ts';

const address = z.string().max(2000);
/** A text in pieces, those marked that were looked for. */
const pieces = z.array(z.strictObject({ text: z.string().max(10_000), marked: z.boolean() })).max(10_000);

const place = z.strictObject({
  /** What kind of part it is, or the field of what holds for all of the agreement. */
  kind: z.string().max(40),
  clause: b64u16.nullable(),
  violence: violence.nullable(),
  name: pieces.nullable(),
  /** Which one of its kind it is. */
  number: z.int().min(1).nullable(),
  excerpt: z.strictObject({ pieces, before: z.boolean(), after: z.boolean() }).nullable(),
  url: address,
});

/** Looking up words in agreements. */
export const agreementsSearchContract = {
  /**
   * Agreements of ours and of those we follow in which the words stand, the best first; nothing of it is written down.
   */
  search: {
    method: 'GET',
    path: '/agreements/search',
    who: ['anybody'],
    othersWork: 'untouched',
    query: z.object({ q: z.string().optional(), lang: z.string().optional() }),
    answer: z.strictObject({
      found: z
        .array(
          z.strictObject({
            peer: b64u32.nullable(),
            series: b64u16,
            version: ordinal,
            language,
            collective: z.string().max(200),
            title: pieces,
            places: z.array(place).max(10),
            /** Further places in it. */
            others: z.int().min(0),
            url: address,
          }),
        )
        .max(100),
      /** There is more than this. */
      more: z.boolean(),
    }),
    page: 'first',
  },
} satisfies Contracts;
