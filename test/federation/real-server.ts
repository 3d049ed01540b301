import type { JsonObject } from '../../src/federation/json-shape.ts';

/** Who sends, and the collective's actor that it is sent to. */
export type Sending = { origin: string; actor: string; us: string };

/**
 * One software as it shows itself to others: its actor's path, what its document calls the key, how it signs, and what
 * it posts, member by member as in its public source.
 */
export type RealServer = {
  software: string;
  path: string;
  /** What follows the actor's id in the id of its key. */
  key: string;
  /** What the signature says in its place, where that differs. */
  signsAs?: string;
  /** What draft-cavage covers, in order; or RFC 9421. */
  covered: readonly string[] | 'rfc9421';
  bodies: (sending: Sending) => Record<'follow' | 'undo' | 'delete' | 'create' | 'announce', JsonObject>;
};
