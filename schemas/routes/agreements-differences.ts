import * as z from 'zod';
import { agreement } from '../agreement.ts';
import type { Contracts } from '../contract.ts';
import { b64u16, b64u32, language } from '../encodings.ts';
import { stance, violence } from '../terms.ts';

/** Two versions in a path, in either order. */
export const versionPair = z
  .string()
  .regex(/^[1-9]\d{0,5}\.\.[1-9]\d{0,5}$/)
  .transform((text): [number, number] => {
    const [one = 0, other = 0] = text.split('..').map(Number);
    return [one, other];
  });

const open = { method: 'GET', who: ['anybody'], othersWork: 'untouched', page: 'first', kept: true } as const;
const lang = z.string().optional();

const { contacts, clauses, ladder, belonging, procedures } = agreement.shape;
const words = z.string().max(40_000);
/**
 * A sentence that stayed, one of which words changed, or what stood before and what stands now; `opens` begins a line.
 */
const sentence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same'), text: words, opens: z.boolean() }),
  z.strictObject({
    kind: z.literal('edited'),
    pieces: z.array(z.strictObject({ kind: z.enum(['same', 'added', 'removed']), text: words })).max(10_000),
    opens: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('replaced'), before: words, after: words, opens: z.boolean() }),
]);
/** A text, or a list with one entry a line, that changed. */
export const textChange = z.strictObject({
  /** The key of the field that it stands in. */
  field: z.string().max(40),
  /** The languages of what stood before and of what stands now; null where there was, or is, no such text. */
  before: language.nullable(),
  after: language.nullable(),
  lines: z.array(sentence).max(10_000),
  /** It changed only in characters that show nothing. */
  unseen: z.boolean(),
});
const texts = z.array(textChange).max(100);
const elsewhere = z.array(language).max(24);
const changed = <P extends z.ZodType>(part: P) =>
  z
    .array(
      z.strictObject({
        id: b64u16,
        before: part.nullable(),
        after: part.nullable(),
        moved: z.boolean(),
        texts,
        elsewhere,
      }),
    )
    .max(500);

const changes = {
  ...open,
  query: z.object({ lang }),
  answer: z.strictObject({
    before: b64u32,
    after: b64u32,
    texts,
    /** Languages, beside the one shown, in which words changed as well. */
    elsewhere,
    contacts: changed(contacts.element),
    clauses: changed(clauses.element),
    ladder: changed(ladder.element),
    belonging: changed(belonging.element),
    procedures: changed(procedures.element),
    /** There was more to compare than the effort allows: some texts come whole. */
    cut: z.boolean(),
  }),
};

/** What changed between versions, and how collectives stand to each other. */
export const agreementsDifferencesContract = {
  /** What our collective and those we follow, or the one in `with`, decided about each kind of violence. */
  compare: {
    ...open,
    path: '/agreements/compare',
    query: z.object({ with: z.string().optional(), lang }),
    answer: z.strictObject({
      collectives: z
        .array(z.strictObject({ peer: b64u32.nullable(), name: z.string().max(200), compared: z.boolean() }))
        .max(10_000),
      rows: z
        .array(
          z.strictObject({
            violence,
            /** Of each collective, in the order above; none where it says nothing. */
            stances: z.array(z.array(stance).max(10)).max(10_000),
            between: z.enum(['alone', 'same', 'worded', 'apart']),
          }),
        )
        .max(100),
    }),
  },
  /** What changed between two versions of ours (`1..2`). */
  ownChanges: {
    ...changes,
    path: '/agreements/:series/changes/:versions',
    params: { series: b64u16, versions: versionPair },
  },
  /** What changed between two versions of a partner's. */
  partnersChanges: {
    ...changes,
    path: '/partners/:peer/agreements/:series/changes/:versions',
    params: { peer: b64u32, series: b64u16, versions: versionPair },
  },
} satisfies Contracts;
