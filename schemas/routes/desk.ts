import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { b64u16, b64u32, time, url } from '../encodings.ts';
import { envelope } from '../envelope.ts';

/** How many releases of each collective are kept. */
export const mostReleases = 2;

const releases = z.array(envelope).max(mostReleases);

/** How a release stands after a steward signed it. */
const signed = z.strictObject({
  id: b64u32,
  signers: z.array(b64u16).max(32),
  needed: z.int().min(1),
  released: z.boolean(),
});

export type SignedRelease = z.infer<typeof signed>;

/** Which desk stewards stand for. */
export const deskContract = {
  /**
   * Where the desk of this node is, and what two of its stewards signed for it: the newest release and the one before.
   */
  releases: {
    method: 'GET',
    path: '/desk/releases',
    who: ['anybody'],
    othersWork: 'untouched',
    answer: z.strictObject({ desk: url.nullable(), releases }),
    kept: true,
  },
  /** What waits for another steward's signature, a release that one of its signers left included. */
  drafts: {
    method: 'GET',
    path: '/desk/releases/drafts',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({
      drafts: z.array(z.strictObject({ id: b64u32, by: b64u16.nullable(), at: time, envelope })).max(10_000),
    }),
  },
  /** Adds a steward's signature to a release of the desk; with a second one it stands. */
  sign: {
    method: 'POST',
    path: '/desk/releases',
    who: ['steward'],
    othersWork: 'lost-or-confirmed',
    body: z.strictObject({ envelope }),
    answer: signed,
    status: 201,
  },
  /** What stewards of a partner signed for their desk, as we last heard it: the newest release and the one before. */
  ofPartner: {
    method: 'GET',
    path: '/desk/releases/of/:peer',
    who: ['member'],
    othersWork: 'untouched',
    params: { peer: b64u32 },
    answer: z.strictObject({ releases }),
  },
} satisfies Contracts;
