import * as z from 'zod';
import { b64u16, b64u32, ordinal, time } from './encodings.ts';
import { envelope } from './envelope.ts';

/** Kinds whose body is an age file for the peer's care-team box. */
export const sealedKinds = [
  'alert',
  'process-status',
  'withdrawal',
  'retraction',
  'level',
  'reply',
  'dispute',
  'mediation-request',
  'inquiry',
  'inquiry-answer',
] as const;

/** Kinds that both servers read. */
export const clearKinds = ['drop', 'recall', 'live', 'receipt', 'manifest', 'standing-offer'] as const;

export const kind = z.enum([...sealedKinds, ...clearKinds]);

export type SealedKind = (typeof sealedKinds)[number];
export type DeliveryKind = z.infer<typeof kind>;

/** What both servers see of a delivery (PROTOCOL §5). */
export const header = z.strictObject({
  v: z.int().min(0).max(1000),
  kind,
  delivery: b64u16,
  edition: ordinal,
  from: b64u32,
  to: b64u32,
  dropCommit: b64u32.nullable(),
  dropAfter: time.nullable(),
});

/** A sealed file of the largest bucket with room for its header; or a drop's token; or an envelope. */
export const delivery = z.strictObject({
  header,
  body: z.union([z.string().regex(/^[A-Za-z0-9_-]{2,100000}$/), envelope]),
});

/** What lies inside the seal. */
export const bundle = z.strictObject({
  type: z.literal('bundle'),
  v: z.literal(1),
  kind: z.enum(sealedKinds),
  from: b64u32,
  to: b64u32,
  delivery: b64u16,
  edition: ordinal,
  items: z.array(envelope).min(1).max(2),
});

export type Header = z.infer<typeof header>;
export type Delivery = z.infer<typeof delivery>;
export type Bundle = z.infer<typeof bundle>;
