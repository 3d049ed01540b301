import * as z from 'zod';
import { b64u32 } from '../../../schemas/encodings.ts';
import { wordFields } from '../../client/pages/parts/typed-words.ts';

const word = z.string().max(400).optional();

/**
 * What the pages of "my code" send: twelve words to look up with, or what the page before made of them, to take back
 * and to ask for no more questions.
 */
export const myCodeForm = z.strictObject({
  do: z.enum(['look', 'take-back', 'ask-nothing-more']),
  held: z.string().max(60_000).optional(),
  peer: b64u32.optional(),
  ...Object.fromEntries(wordFields.map((name) => [name, word])),
});
