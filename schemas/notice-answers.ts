import * as z from 'zod';
import { header } from './delivery.ts';
import { b64u16, b64u32, ordinal, time } from './encodings.ts';
import { envelope } from './envelope.ts';
import { longestChain } from './manifest.ts';

/* What a node answers about sealed items, ours and theirs. */

const step = z.strictObject({
  kind: z.enum(['alert', 'drop', 'withdrawal']),
  /** Actor of the recipient. */
  recipient: z.string().max(500),
  state: z.enum(['due', 'sending', 'sent', 'failed', 'cancelled']),
  attempts: z.int().min(0),
  sent: time.nullable(),
  /** The last answer in short, or why the message waits. */
  answer: z.string().max(200).nullable(),
  acknowledged: z.enum(['stored', 'opened', 'deleted', 'unopenable']).nullable(),
  acknowledgedOn: z.string().max(10).nullable(),
});
export const whereabouts = z.strictObject({
  delivery: b64u16,
  /** Empty once everybody answered: then only id, ending and date are left. */
  peer: z.string().max(43),
  name: z.string().max(200).nullable(),
  state: z.enum(['granted', 'withdrawn', 'expired', 'failed', 'pending']),
  edition: ordinal.nullable(),
  until: time.nullable(),
  /** When it goes out, or sooner where two accompaniers shorten that; null once that is past, and for what ended. */
  goesOut: time.nullable(),
  /** What ended is gone from the files of this node by then; null once it is, and while it stands. */
  goneBy: time.nullable(),
  /** The person asked that nobody come with further questions. */
  asksNothingMore: z.boolean(),
  steps: z.array(step).max(1000),
});
/**
 * What a person's words show besides: the header while it stands, its holder's chain, to seal a withdrawal to, and the
 * comparison in which two of the issuer's people signed how the holder is called.
 */
export const myDelivery = whereabouts.extend({
  header: header.nullable(),
  chain: z.array(envelope).max(longestChain),
  comparison: envelope.nullable(),
});
const states = z.enum(['quarantined', 'verified', 'unopenable', 'review', 'failed']);
export const listed = z.strictObject({
  peer: b64u32,
  header,
  cipher: b64u32,
  state: states,
  /** The care team that sent it has been silent for too long: it is shown behind a warning. */
  stale: z.boolean(),
  received: time,
  opened: time.nullable(),
  failedCode: z.string().max(64).nullable(),
});
export const notice = listed.extend({ body: z.string().max(200_000) });
export const found = z.strictObject({ state: z.enum([...states.options, 'purged']) });
export const reseals = z.strictObject({
  recusals: z.array(z.strictObject({ peer: b64u32, delivery: b64u16, member: b64u16 })).max(100_000),
  reseals: z
    .array(
      z.strictObject({
        peer: b64u32,
        delivery: b64u16,
        edition: ordinal,
        /** SHA-256 of what is proposed. */
        id: b64u32,
        by: b64u16,
        at: time,
        recused: z.array(b64u16).max(32),
        state: z.enum(['open', 'confirmed', 'lapsed']),
      }),
    )
    .max(10_000),
});

export type Whereabouts = z.infer<typeof whereabouts>;
export type MyDelivery = z.infer<typeof myDelivery>;
export type ListedNotice = z.infer<typeof listed>;
export type Notice = z.infer<typeof notice>;
export type Reseals = z.infer<typeof reseals>;
