import type { Generated } from 'kysely';
import type { MaybeTime, Time } from './times.ts';

/* Tables of the node itself, its collective's keys and its people; see schema.ts for how they are described. */

/** The node's one row: its address and what it says of itself in public. Read by everyone, never erased. */
export interface NodeTable {
  one: Generated<number>;
  origin: string;
  /** Public name, handle and sentence of the collective; null until set-up. */
  name: string | null;
  handle: string | null;
  summary: string | null;
  language: string | null;
  /** Id of manifest v1; null until it stands. */
  collective: string | null;
  /** SHA-256 of the one-time set-up code, and wrong tries with it; erased when v1 stands. */
  set_up_code_hash: string | null;
  set_up_wrong: Generated<number>;
  created: Time;
}

/** Transport and receipt keys. The private half is wrapped (AES-256-GCM, platform/keys.ts) and read by this process only. */
export interface NodeKeysTable {
  use: 'http' | 'receipt';
  id: string;
  public_multibase: string;
  private_wrapped: string;
  created: Time;
}

/** Our own manifest chain. Public, never erased. */
export interface ManifestsTable {
  version: number;
  id: string;
  envelope: string;
  accepted: Time;
}

/** Manifest v1 while the founders sign it, with the public profile that it brings. Erased when v1 stands. */
export interface ManifestDraftsTable {
  one: Generated<number>;
  id: string;
  envelope: string;
  profile: string;
  drafted: Time;
}

/** One-time codes under which a new device gives its public keys. Erased when the manifest lists them, or after seven days. */
export interface InvitationsTable {
  /** SHA-256 of the code, which nobody can find again. */
  code_hash: string;
  /** Whose new device it is; null for somebody who joins. */
  member: string | null;
  roles: string[];
  made_by: string;
  expires: Time;
}

/** Public keys that wait for a manifest to list them. Read by members; erased with their invitation. */
export interface KeyOffersTable {
  member: string;
  code_hash: string;
  public_key: string;
  roles: string[];
  recipient: string;
  seal_key: string;
  at: Time;
}

/** The next manifest while people sign it, with everybody's share of its box (JSON). Erased when it stands or another is drafted. */
export interface ManifestRotationsTable {
  one: Generated<number>;
  id: string;
  envelope: string;
  shares: string;
  drafted: Time;
}

/** People of this collective, as pseudonyms. Read by members; erased when the member leaves the chain. */
export interface MembersTable {
  member: string;
  public_key: string;
  roles: string[];
  joined: Time;
}

/** The member's recipient, as their own signed statement. Read by members' clients, erased with the member. */
export interface SealKeysTable {
  member: string;
  recipient: string;
  envelope: string;
  at: Time;
}

/** The care team's box identity, sealed to one member each. Read by that member's client, erased on rotation. */
export interface BoxSharesTable {
  recipient: string;
  member: string;
  ciphertext: string;
  stored: Time;
}

/** Tokens of members' programs and browsers, hashed. Erased when they end, with the key they were signed in with, or at leaving. */
export interface SessionsTable {
  token_hash: string;
  member: string;
  expires: Time;
  /** A browser's: `expires` moves on with use, but never past this. Null for a bearer token. */
  ends: MaybeTime;
}

/** Single-use links that give a browser its session, hashed. Erased when used, or after a minute. */
export interface EntriesTable {
  code_hash: string;
  member: string;
  expires: Time;
}

/** Sign-in nonces, single use. Erased when used or after two minutes. */
export interface ChallengesTable {
  nonce: string;
  expires: Time;
}

/** Append-only: who did what, never what was in it. Older than 24 months: one signed checkpoint. */
export interface RecordTable {
  seq: number;
  at: Time;
  /** A member id, `node`, `setup`, `peer:<id>` or `person` (someone with a code). */
  actor: string;
  action: string;
  subject: string | null;
  prev: string;
  hash: string;
}

/** The newest row of the record, in one row that is locked while the next is appended. */
export interface RecordHeadTable {
  one: Generated<number>;
  seq: number;
  prev: string;
  hash: string;
}
