import * as z from 'zod';
import type { Forms } from '../../../schemas/contract.ts';
import { b64u32 } from '../../../schemas/encodings.ts';
import { myCodePath } from '../addresses.ts';
import { wordFields } from './typed-words.ts';

const word = z.string().max(400).optional();

/** What the pages of "my code" send. */
export const consentsForms = {
  /**
   * Looks up with words, or takes back and asks for no more questions with what the page before made of them; for
   * whoever has the words.
   */
  myCode: {
    path: myCodePath,
    who: ['anybody'],
    othersWork: 'lost',
    body: z.strictObject({
      do: z.enum(['look', 'take-back', 'ask-nothing-more']),
      held: z.string().max(60_000).optional(),
      peer: b64u32.optional(),
      ...Object.fromEntries(wordFields.map((name) => [name, word])),
    }),
  },
} satisfies Forms;
