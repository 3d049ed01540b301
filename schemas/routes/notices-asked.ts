import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { b64u16 } from '../encodings.ts';

const sealed = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most);
/** Characters of the largest file that is padded to 64 KiB, and of one of 4 KiB, as base64url. */
const [question, answered] = [sealed(100_000), sealed(10_000)];
const params = { asked: b64u16 };

/** What the person affected is asked on her own phone, and her answer; sealed, and kept for minutes. */
export const noticesAskedContract = {
  /** Keeps a question for a quarter of an hour, in place of an earlier one of the same accompanier. */
  ask: {
    method: 'POST',
    path: '/asked',
    who: ['accompanier'],
    othersWork: 'untouched',
    body: z.strictObject({ asked: b64u16, sealed: question }),
    bytes: 128 * 1024,
    answer: z.strictObject({ kept: z.literal(true) }),
    status: 201,
  },
  /** A question that has no answer yet; for whoever has its link. */
  question: {
    method: 'GET',
    path: '/asked/:asked',
    who: ['anybody'],
    othersWork: 'untouched',
    params,
    answer: z.strictObject({ sealed: question }),
  },
  /** Answers it, once; the question goes. For whoever has its link. */
  answer: {
    method: 'POST',
    path: '/asked/:asked',
    who: ['anybody'],
    othersWork: 'untouched',
    params,
    body: z.strictObject({ sealed: answered }),
    answer: z.strictObject({ kept: z.literal(true) }),
    status: 201,
  },
  /** The answer to a question of one's own; null while there is none. */
  answered: {
    method: 'GET',
    path: '/asked/:asked/answer',
    who: ['accompanier'],
    othersWork: 'untouched',
    params,
    answer: z.strictObject({ sealed: answered.nullable() }),
  },
  /** Ends a question of one's own, with its answer. */
  endAsking: {
    method: 'DELETE',
    path: '/asked/:asked',
    who: ['accompanier'],
    othersWork: 'untouched',
    params,
    answer: z.strictObject({ ended: z.literal(true) }),
  },
} satisfies Contracts;
