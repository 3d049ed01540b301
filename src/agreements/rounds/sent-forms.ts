import * as z from 'zod';
import type { Forms } from '../../../schemas/contract.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { methods } from './input.ts';
import { kinds } from './round.ts';

/** Bytes of a form: minutes of 20,000 characters, each escaped. */
const formBytes = 256 * 1024;

const member = ['member'] as const;
const round = { round: b64u16 };
const number = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
const text = z.string();

/**
 * What the pages of rounds send. What a member says in a round counts for it or against it; it never takes away what
 * others say.
 */
export const roundForms = {
  /**
   * Opens a round on a text, or writes down what a meeting decided: the draft that it becomes stands beside others.
   */
  decide: {
    path: '/agreements/writing/:text/decide',
    who: member,
    othersWork: 'confirmed',
    params: { text: b64u16 },
    body: z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('open'), wording: b64u32, body: text }),
      z.strictObject({
        do: z.literal('meeting'),
        wording: b64u32,
        body: text,
        decided: text,
        method: z.enum(methods),
        minutes: text,
      }),
    ]),
    bytes: formBytes,
  },
  /** Makes the text as it is now the round's next proposal: what was agreed to before counts no more. */
  bring: {
    path: '/agreements/rounds/:round/bring',
    who: member,
    othersWork: 'lost',
    params: round,
    body: z.strictObject({ wording: b64u32 }),
  },
  /** Says something, moves the round on, adopts what was proposed, or closes the round without. */
  step: {
    path: '/agreements/rounds/:round',
    who: member,
    othersWork: 'lost-or-confirmed',
    params: round,
    body: z.discriminatedUnion('do', [
      z.strictObject({
        do: z.literal('say'),
        kind: z.enum(kinds),
        proposal: number,
        part: z.union([z.literal(''), b64u16]).optional(),
        about: number.optional(),
        words: text.optional(),
        harm: text.optional(),
      }),
      z.strictObject({ do: z.literal('move'), to: z.enum(['questions', 'sense_check', 'amend', 'consent']) }),
      z.strictObject({ do: z.literal('adopt'), proposal: number, minutes: text.optional() }),
      z.strictObject({ do: z.literal('close'), minutes: text.optional() }),
    ]),
    bytes: formBytes,
  },
} satisfies Forms;
