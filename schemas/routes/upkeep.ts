import * as z from 'zod';
import type { Contracts } from '../contract.ts';

const parts = z.strictObject({
  /** False while strangers send much that is refused; nothing has to be done about it. */
  calm: z.boolean(),
  database: z.boolean(),
  migrations: z.boolean(),
  worker: z.boolean(),
  disk: z.boolean(),
});

/** How the node is, for whoever watches it. */
export const upkeepContract = {
  /** The process answers. */
  alive: {
    method: 'GET',
    path: '/healthz',
    who: ['anybody'],
    othersWork: 'untouched',
    answer: z.strictObject({ ok: z.literal(true) }),
  },
  /** Whether the node can do its work: each part, true where it is well; 503 when one is not. */
  ready: {
    method: 'GET',
    path: '/readyz',
    who: ['anybody'],
    othersWork: 'untouched',
    answer: parts,
    also: [{ status: 503, answer: parts }],
  },
} satisfies Contracts;
