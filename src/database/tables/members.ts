import type { Generated } from 'kysely';
import type { Role } from '../../../schemas/manifest.ts';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';
import type { Wrapped } from './row-keys.ts';

/** People of this node, their keys, and their ways in. */
export type MembersTables = {
  members: MembersTable;
  seal_keys: SealKeysTable;
  box_shares: BoxSharesTable;
  keyrings: KeyringsTable;
  passkeys: PasskeysTable;
  typed: TypedTable;
  sessions: SessionsTable;
  used_nonces: UsedNoncesTable;
  entries: EntriesTable;
  invitations: InvitationsTable;
  key_offers: KeyOffersTable;
  offered_keyrings: OfferedKeyringsTable;
  manifest_rotations: ManifestRotationsTable;
};

/** Who can make them grow. */
export const membersGrowth = {
  members: 'members',
  seal_keys: 'members',
  box_shares: 'members',
  keyrings: 'members',
  passkeys: 'members',
  typed: 'members',
  sessions: 'members',
  used_nonces: 'members',
  entries: 'members',
  invitations: 'members',
  key_offers: 'members',
  offered_keyrings: 'members',
  manifest_rotations: 'members',
} as const satisfies Record<keyof MembersTables, Growth>;

/**
 * People of this collective, as pseudonyms. Read by members; erased when the member leaves the chain, a plain one when
 * they leave or a steward removes them.
 */
export interface MembersTable {
  member: string;
  public_key: string;
  roles: Role[];
  joined: Time;
  /** No manifest lists them: they hold no key that speaks for the collective. */
  plain: Generated<boolean>;
  /** They run the machine, and open nothing: no manifest makes them an accompanier. */
  keeper: Generated<boolean>;
  /** Chosen by the member, shown to members by this node alone; null for whoever is called by two words. */
  nickname: Generated<string | null>;
  /** Since when they want to leave, as they said; null for who does not, and for plain members, who leave at once. */
  leaving: MaybeTime;
}

/**
 * What a member typed into a form of a page and has not sent: the fields as JSON, at the address of the page and the id
 * of the form. Read by that member alone; erased when they send or drop it, with them, with the text that it was for,
 * and ninety days after they last typed there.
 */
export interface TypedTable {
  place: string;
  member: string;
  content: string;
  at: Time;
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
  ciphertext: Wrapped;
  row_key: string;
  stored: Time;
}

/**
 * Members' keyrings, each sealed to its member's words, and the key that those words sign in with. Read by that
 * member's client; erased when it is moved out, when the member's key is replaced, or with the member.
 */
export interface KeyringsTable {
  member: string;
  /** Of the key that the words sign in with. */
  keyid: string;
  sign_in_key: string;
  file: Wrapped;
  row_key: string;
  revision: number;
  stored: Time;
}

/**
 * Keys that members' passkeys sign in with, beside those of their words. Replaced with each keyring that is kept,
 * erased with it.
 */
export interface PasskeysTable {
  keyid: string;
  member: string;
  sign_in_key: string;
}

/**
 * Tokens of members' programs and browsers, hashed. Erased when they end, with the key they were signed in with, or at
 * leaving.
 */
export interface SessionsTable {
  token_hash: string;
  member: string;
  /** Whose it is: a program brings its token itself, a browser in a cookie. Neither's token is good for the other. */
  kind: 'program' | 'browser';
  began: Time;
  expires: Time;
  /** `expires` moves on with use, but never past this. A browser's session has one, a program's does not move. */
  ends: MaybeTime;
}

/** Nonces with which somebody signed in, so that each does once. Erased after two minutes, when they end. */
export interface UsedNoncesTable {
  nonce: string;
  expires: Time;
}

/** Single-use links that give a browser its session, hashed. Erased when used, or after a minute. */
export interface EntriesTable {
  code_hash: string;
  member: string;
  expires: Time;
}

/**
 * One-time codes under which a new device gives its public keys. Erased when the manifest lists them, or after seven
 * days.
 */
export interface InvitationsTable {
  /** SHA-256 of the code, which nobody can find again. */
  code_hash: string;
  /** Whose new device it is; null for somebody who joins. */
  member: string | null;
  roles: Role[];
  /** Whoever comes in keeps the node. */
  keeper: Generated<boolean>;
  made_by: string;
  expires: Time;
}

/**
 * Public keys that wait for a manifest to list them, one for each invitation: several may wait for one member. Read by
 * members; erased with their invitation.
 */
export interface KeyOffersTable {
  member: string;
  code_hash: string;
  public_key: string;
  roles: Role[];
  recipient: string;
  seal_key: string;
  at: Time;
}

/**
 * Keyrings of people whose keys wait for a manifest to list them, each sealed to its person's words, and the key that
 * those words sign in with. Read by that person's client; becomes the member's keyring when the manifest lists the key,
 * and is erased with the offer.
 */
export interface OfferedKeyringsTable {
  code_hash: string;
  keyid: string;
  sign_in_key: string;
  file: Wrapped;
  row_key: string;
  revision: number;
  stored: Time;
}

/**
 * A next manifest while people sign it, with everybody's share of its box (JSON); several stand side by side. Erased
 * when it stands, and by a chore: thirty days after another one that stands made it lapse, or ninety after it was
 * proposed.
 */
export interface ManifestRotationsTable {
  id: string;
  envelope: string;
  /** Null once it lapsed. */
  shares: Wrapped | null;
  row_key: string | null;
  drafted: Time;
  proposed_by: string;
  /** Since when the manifest that it was to follow is not the newest; its shares are erased then. */
  lapsed: MaybeTime;
  /** The pair of node keys that it lists in the place of the present one. */
  pair: string | null;
}
