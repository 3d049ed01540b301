import type { RefusalCode } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';

/**
 * What must come out: a value, or the code of the refusal and, for orientation, the field. `crash` never stands in a
 * file.
 */
export type Verdict = { ok: unknown } | { code: RefusalCode; where?: string } | { crash: string };

/** One case: which check, over what, with which verdict. */
export type Vector = { name: string; check: string; given: Record<string, unknown>; expect: Verdict };

/** One folder's file. */
export type VectorFile = { about: string; cases: Vector[] };

type Keys = { secret: string; publicKey: string; keyid: string };

/** Someone of a collective, with the seed that signs. Bytes are base64url. */
export type Person = Keys & { member: string; roles: Role[] };

export type Collective = {
  id: string;
  people: Record<string, Person>;
  box: { secret: string; identity: string; recipient: string };
  receiptKey: Keys;
};

/** What the cases name instead of repeating it. */
export type World = {
  now: string;
  collectives: Record<string, Collective>;
  /** Manifests from version 1 on, by the name that cases use. */
  chains: Record<string, Envelope[]>;
  /** Comparisons and standings, by the name that cases use. */
  envelopes: Record<string, Envelope>;
};

/** A sealed age file and what it opens to: u32 length, text, zeros up to `size`, then `tail` over the last bytes. */
export type SealedFile = { recipient: string; text: string; length: number; size: number; tail: string; file: string };

export type SealedFiles = Record<string, SealedFile>;
