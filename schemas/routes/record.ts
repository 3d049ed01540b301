import * as z from 'zod';
import { type Contracts, longestPage, pageAfter } from '../contract.ts';
import { b64u32, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';

const row = z.strictObject({
  seq: z.int().min(1),
  at: time,
  actor: z.string().max(100),
  action: z.string().max(100),
  subject: z.string().max(100).nullable(),
  prev: z.union([z.literal(''), b64u32]),
  hash: b64u32,
});
const withheldRow = row.pick({ seq: true, prev: true, hash: true }).extend({ withheld: z.literal(true) });

/** The append-only record of who did what. */
export const recordContract = {
  /** The record's head, signed with the node's receipt key. */
  head: { method: 'GET', path: '/record/head', who: ['anybody'], othersWork: 'untouched', answer: envelope },
  /**
   * Rows above a number, oldest first. Of rows about sealed things everybody but an accompanier gets the place in the
   * chain only, a plain member of rows about partners too.
   */
  rows: {
    method: 'GET',
    path: '/record',
    who: ['member'],
    othersWork: 'untouched',
    query: pageAfter(
      z
        .string()
        .regex(/^\d{1,9}$/)
        .default('0'),
    ),
    answer: z.strictObject({ rows: z.array(z.union([row, withheldRow])).max(longestPage) }),
  },
} satisfies Contracts;
