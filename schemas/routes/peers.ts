import * as z from 'zod';
import { type Contracts, longestPage, pageAfter } from '../contract.ts';
import { b64u32, line, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';
import { longestChain } from '../manifest.ts';
import { scope } from '../terms.ts';

const shownText = z.string().max(1000);
const state = z.enum(['pinned', 'compared', 'trusted', 'paused', 'ended']);

const summaryFields = {
  peer: b64u32,
  actor: shownText,
  origin: shownText,
  /** How members call it here: as it called itself when it was added, until two of ours sign another name. */
  name: shownText,
  /** How it calls itself now, where that is another name. Nobody here has accepted that. */
  called: shownText.nullable(),
  /** The collective, ours included, whose name looks like that one. */
  calledAlike: b64u32.nullable(),
  handle: shownText,
  state,
  pinned: time,
  changed: time,
  /** When their node last answered ours; null while it has not been asked. */
  answered: time.nullable(),
};
const summary = z.strictObject(summaryFields);

/**
 * Everything to judge a peer by: what was signed, as it was signed; beside it what the server concluded, which nobody
 * has to believe.
 */
const detail = z.strictObject({
  ...summaryFields,
  chain: z.array(envelope).max(longestChain),
  statements: z
    .array(
      z.strictObject({
        id: b64u32,
        kind: z.enum(['comparison', 'standing', 'standing-offer']),
        at: time,
        complete: z.boolean(),
        envelope,
      }),
    )
    .max(1000),
  offer: envelope.nullable(),
  standing: z.strictObject({ accepts: z.array(scope).max(6), sends: z.array(scope).max(6) }),
});

/** How a statement that two members sign stands now. */
const signed = z.strictObject({ id: b64u32, complete: z.boolean(), state });

export type PeerSummary = z.infer<typeof summary>;
export type PeerDetail = z.infer<typeof detail>;
export type SignedState = z.infer<typeof signed>;

/** Other collectives. */
export const peersContract = {
  /**
   * Gets to know a collective by actor URL, node URL or handle; nothing is trusted by it, and again changes nothing.
   * `name` is how it is called here, where its own name looks like that of another collective.
   */
  add: {
    method: 'POST',
    path: '/peers',
    who: ['listed'],
    othersWork: 'untouched',
    body: z.strictObject({ actor: z.string().min(1).max(500), name: line(100).optional() }),
    answer: detail,
    status: 201,
  },
  /** Peers in short, by page: `next` is the key of the last one, null on the last page. */
  list: {
    method: 'GET',
    path: '/peers',
    who: ['listed'],
    othersWork: 'untouched',
    query: pageAfter(b64u32.optional()),
    answer: z.strictObject({ peers: z.array(summary).max(longestPage), next: b64u32.nullable() }),
  },
  /** One peer with everything to judge it by. */
  detail: {
    method: 'GET',
    path: '/peers/:peer',
    who: ['listed'],
    othersWork: 'untouched',
    params: { peer: b64u32 },
    answer: detail,
  },
  /**
   * Adds a member's signature to a comparison; at two different members the peer is compared, and called as they
   * signed.
   */
  compare: {
    method: 'POST',
    path: '/peers/:peer/comparison',
    who: ['listed'],
    othersWork: 'lost-or-confirmed',
    params: { peer: b64u32 },
    body: z.strictObject({ envelope }),
    answer: signed,
  },
  /**
   * Adds a member's signatures to a standing and its offer; at two different members they hold and the peer is told.
   */
  stand: {
    method: 'POST',
    path: '/peers/:peer/standing',
    who: ['listed'],
    othersWork: 'lost-or-confirmed',
    params: { peer: b64u32 },
    body: z.strictObject({ standing: envelope, offer: envelope }),
    answer: signed,
  },
} satisfies Contracts;
