import type { Generated } from 'kysely';
import type {
  BoxSharesTable,
  ChallengesTable,
  EntriesTable,
  InvitationsTable,
  KeyOffersTable,
  ManifestDraftsTable,
  ManifestRotationsTable,
  ManifestsTable,
  MembersTable,
  NodeKeysTable,
  NodeTable,
  RecordHeadTable,
  RecordTable,
  SealKeysTable,
  SessionsTable,
} from './own-tables.ts';
import type {
  ConsentsTable,
  DraftsTable,
  IncomingTable,
  OutgoingTable,
  OwnListsTable,
  PeerListsTable,
  RecusalsTable,
  ResealsTable,
  TombstonesTable,
} from './sealed-tables.ts';
import type { MaybeTime, Time } from './times.ts';
import type {
  AgreementWordsTable,
  RoundEntriesTable,
  RoundProposalsTable,
  RoundsTable,
  TextPartsTable,
  TextsTable,
  TextUnsavedTable,
} from './writing-tables.ts';

/*
 * Every table and column: what it is for, who reads it, when it is erased.
 * Ids, hashes and keys are base64url text (PROTOCOL §1); envelopes and headers are the exact JSON text that was signed or
 * sent; ciphertext is the base64url text as on the wire. No column holds a name, an address or a word about a person.
 */

/** Other collectives. Read by members; kept while anything of theirs is held. */
export interface PeersTable {
  peer: string;
  actor: string;
  inbox: string;
  origin: string;
  name: string;
  handle: string;
  state: 'pinned' | 'compared' | 'trusted' | 'paused' | 'ended';
  pinned: Time;
  changed: Time;
  /** When the chain was last pulled (at most hourly, PROTOCOL §7). */
  pulled: MaybeTime;
  /** When somebody's unknown key last made us look at the peer's actor (at most hourly, and never in the chain's turn). */
  looked: MaybeTime;
  /** When their node last answered a pull. */
  answered: MaybeTime;
  /** Counts what was added and erased of this peer's items: what was decided from an earlier look is decided again. */
  turn: Generated<string>;
}

/** A peer's manifest chain, as far as we followed it. */
export interface PeerManifestsTable {
  peer: string;
  version: number;
  id: string;
  envelope: string;
  received: Time;
}

/** Comparisons and standings that our people signed, and offers that the peer sent. The newest complete `at` counts. */
export interface PeerStatementsTable {
  id: string;
  kind: 'comparison' | 'standing' | 'standing-offer';
  peer: string;
  envelope: string;
  at: Time;
  /** True once enough of the right people signed. */
  complete: boolean;
}

/** Who follows us. Only the count is public; a row is erased on Undo or when the inbox is gone. */
export interface FollowersTable {
  actor: string;
  inbox: string;
  /** Advertises Convive (FEP-844e): never gets an LD signature. */
  convive: boolean;
  follow: string;
  followed: Time;
}

/** Whom the collective follows. */
export interface FollowsTable {
  actor: string;
  inbox: string;
  follow: string;
  asked: Time;
  accepted: MaybeTime;
  refused: MaybeTime;
}

/** Our dedupe: an activity takes effect once. Pruned by age. */
export interface ReceivedActivitiesTable {
  actor: string;
  activity: string;
  received: Time;
}

/** Fedify's cache of strangers' public keys. Every row ends. */
export interface KvTable {
  key: string;
  value: string;
  expires: MaybeTime;
}

/** A version that stewards are signing. Members read it; erased when published or replaced. */
export interface AgreementDraftsTable {
  id: string;
  series: string;
  version: number;
  envelope: string;
  created: Time;
}

/** Our published versions, immutable. Public; a withdrawn series answers 404. */
export interface AgreementsTable {
  id: string;
  series: string;
  version: number;
  envelope: string;
  published: Time;
  withdrawn: MaybeTime;
}

/** Stewards who asked to take an agreement back. Members read it; erased when enough of them have, or after a week. */
export interface AgreementWithdrawalsTable {
  series: string;
  member: string;
  asked: Time;
}

/** What one collective says of another's agreement, the newest of each: ours, and what partners say of ours. Public; erased with the agreement. */
export interface AcknowledgementsTable {
  id: string;
  agreement: string;
  issuer: string;
  at: Time;
  envelope: string;
}

/** What our stewards are about to say of a partner's agreement. Members read it; erased when enough have signed, or replaced. */
export interface AcknowledgementDraftsTable {
  id: string;
  agreement: string;
  envelope: string;
  created: Time;
}

/** Announced by a partner, not yet fetched and checked. Nobody reads it; erased once it is shown or refused. */
export interface AcknowledgementsPendingTable {
  id: string;
  actor: string;
  url: string;
  digest: string;
  tries: Generated<number>;
  next_try: Time;
  received: Time;
}

/** What followed collectives published. Nothing is shown before the signed statement was fetched and checked. */
export interface AgreementsReceivedTable {
  id: string;
  actor: string;
  object: string;
  url: string;
  digest: string;
  state: 'pending' | 'shown' | 'refused';
  because: string | null;
  peer: string | null;
  series: string | null;
  version: number | null;
  statement: string | null;
  envelope: string | null;
  tries: Generated<number>;
  next_try: Time;
  received: Time;
  shown: MaybeTime;
}

/** The ledger: one row per item and recipient. Outbox, retry state and the answer to "who holds this?" at once. */
export interface DeliveriesTable {
  id: string;
  /** Origin of the inbox: with `lane` the key of the lane. */
  host: string;
  lane: 'erase' | 'ordinary';
  kind: string;
  /** Which thing, in the words of the room that sends it. */
  item: string;
  /** What must stay in order per recipient: an erase and what it erases share it. */
  object: string;
  recipient: string;
  inbox: string;
  audience: 'peer' | 'follower';
  /** A drop's token, until its receipt; else null. */
  token: string | null;
  state: 'due' | 'sending' | 'sent' | 'failed' | 'cancelled';
  created: Time;
  next_at: Time;
  attempts: Generated<number>;
  lease: MaybeTime;
  sent: MaybeTime;
  /** The last answer in short: a status, or how no answer came. */
  answer: string | null;
  /** `stored`, `opened`, `deleted`, `unopenable`: the holder's word, never proof. */
  acknowledged: string | null;
  acknowledged_on: MaybeTime;
  give_up: Time;
  /** Receipts only: what our server says of a peer’s item. */
  receipt_event: 'stored' | 'opened' | 'deleted' | 'unopenable' | null;
  /** Receipts only: of which bytes it says so; null when of all. */
  receipt_cipher: string | null;
}

/** Order, backoff and breaker of one host in one row. */
export interface LanesTable {
  host: string;
  lane: 'erase' | 'ordinary';
  next_at: MaybeTime;
  fails: Generated<number>;
  lease: MaybeTime;
}

export interface Database {
  node: NodeTable;
  node_keys: NodeKeysTable;
  manifests: ManifestsTable;
  manifest_drafts: ManifestDraftsTable;
  manifest_rotations: ManifestRotationsTable;
  invitations: InvitationsTable;
  key_offers: KeyOffersTable;
  members: MembersTable;
  seal_keys: SealKeysTable;
  box_shares: BoxSharesTable;
  sessions: SessionsTable;
  challenges: ChallengesTable;
  entries: EntriesTable;
  peers: PeersTable;
  peer_manifests: PeerManifestsTable;
  peer_statements: PeerStatementsTable;
  followers: FollowersTable;
  follows: FollowsTable;
  received_activities: ReceivedActivitiesTable;
  kv: KvTable;
  agreement_drafts: AgreementDraftsTable;
  agreements: AgreementsTable;
  agreement_withdrawals: AgreementWithdrawalsTable;
  agreements_received: AgreementsReceivedTable;
  acknowledgements: AcknowledgementsTable;
  acknowledgement_drafts: AcknowledgementDraftsTable;
  acknowledgements_pending: AcknowledgementsPendingTable;
  texts: TextsTable;
  text_parts: TextPartsTable;
  text_unsaved: TextUnsavedTable;
  rounds: RoundsTable;
  round_proposals: RoundProposalsTable;
  round_entries: RoundEntriesTable;
  agreement_words: AgreementWordsTable;
  drafts: DraftsTable;
  outgoing: OutgoingTable;
  incoming: IncomingTable;
  peer_lists: PeerListsTable;
  own_lists: OwnListsTable;
  recusals: RecusalsTable;
  reseals: ResealsTable;
  tombstones: TombstonesTable;
  consents: ConsentsTable;
  deliveries: DeliveriesTable;
  lanes: LanesTable;
  record: RecordTable;
  record_head: RecordHeadTable;
}
