import type { Generated } from 'kysely';
import type { Time } from '../times.ts';
import type { Growth } from './growth.ts';
import type { Wrapped } from './row-keys.ts';

/** The node itself and its collective's keys. */
export type CollectiveTables = {
  node: NodeTable;
  node_keys: NodeKeysTable;
  manifests: ManifestsTable;
  manifest_drafts: ManifestDraftsTable;
};

/** Who can make them grow. */
export const collectiveGrowth = {
  node: 'nobody',
  node_keys: 'members',
  manifests: 'members',
  manifest_drafts: 'members',
} as const satisfies Record<keyof CollectiveTables, Growth>;

/** The node's one row: its address and what it says of itself in public. Read by everyone, never erased. */
export interface NodeTable {
  one: Generated<number>;
  origin: string;
  /** Public name, handle and sentence of the collective; null until set-up. */
  name: string | null;
  handle: string | null;
  summary: string | null;
  language: string | null;
  /** Whom to turn to, as JSON; a steward changes it, and before set-up is over whoever has the code. */
  contacts: Generated<string>;
  /** Id of manifest v1; null until it stands. */
  collective: string | null;
  /** SHA-256 of the one-time set-up code; erased when v1 stands. */
  set_up_code_hash: string | null;
  /** What founders say of their collective, as JSON; erased when v1 stands. */
  set_up_profile: string | null;
  /** What data folders know this database by; a dump takes it along. */
  identity: Generated<string>;
  /** One person made all first keys here, to try it out; for good. */
  alone: Generated<boolean>;
  created: Time;
}

/**
 * Transport and receipt keys, in pairs. The private half is wrapped (AES-256-GCM, platform/keys.ts) and read by this
 * process only. Present: what our newest manifest lists; another pair when a manifest replaces it, or when the node
 * moves before its collective stands. Proposed: for a next manifest to list, erased minutes after no proposal does.
 * Former: the transport key before, erased when nobody waits for a manifest that is pushed under it.
 */
export interface NodeKeysTable {
  pair: string;
  use: 'http' | 'receipt';
  state: 'present' | 'proposed' | 'former';
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

/**
 * Manifest v1 while the founders sign it, under the hash of its words: several stand side by side, each with the public
 * profile and the shares of the box that it brings. Founders read them under the set-up code; erased when one stands.
 */
export interface ManifestDraftsTable {
  id: string;
  envelope: string;
  profile: string;
  shares: Wrapped;
  row_key: string;
  drafted: Time;
  drafted_by: string;
}
