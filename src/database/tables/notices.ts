import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';
import type { Wrapped } from './row-keys.ts';

/** What is sealed, ours and theirs, and the consents under it. */
export type NoticesTables = {
  drafts: DraftsTable;
  draft_revisions: DraftRevisionsTable;
  draft_erasures: DraftErasuresTable;
  outgoing: OutgoingTable;
  consents: ConsentsTable;
  words_seen: WordsSeenTable;
  own_lists: OwnListsTable;
  incoming: IncomingTable;
  incoming_facts: IncomingFactsTable;
  incoming_reports: IncomingReportsTable;
  peer_lists: PeerListsTable;
  recusals: RecusalsTable;
  reseals: ResealsTable;
  tombstones: TombstonesTable;
};

/** Who can make them grow. */
export const noticesGrowth = {
  drafts: 'members',
  draft_revisions: 'members',
  draft_erasures: 'members',
  outgoing: 'members',
  consents: 'members',
  words_seen: 'members',
  own_lists: 'members',
  incoming: { by: 'peers', most: 'share', goesFirst: 'nothing: the next item is refused with 429' },
  incoming_facts: { by: 'peers', most: { with: 'incoming' }, goesFirst: 'nothing: they go with the item' },
  incoming_reports: 'members',
  peer_lists: { by: 'peers', most: 'share', goesFirst: 'the list before' },
  recusals: 'members',
  reseals: 'members',
  tombstones: { by: 'peers', most: 'share', goesFirst: 'what is pending, after a year' },
} as const satisfies Record<keyof NoticesTables, Growth>;

/**
 * Files sealed to the own box: alert and consents while they are prepared, and the own copy after. Only accompaniers'
 * clients read them; erased by their author alone, by two who asked, by the person's no, and by withdrawal.
 */
export interface DraftsTable {
  draft: string;
  revision: number;
  ciphertext: Wrapped;
  row_key: string;
  updated: Time;
  made_by: string;
  /** Who stored this revision. */
  stored_by: string;
  /** Members who put something of their own into it: whoever else may have signed is one of them. */
  worked_on_by: string[];
}

/**
 * Earlier revisions of drafts, so that nothing is lost that somebody stored another one over. Only accompaniers'
 * clients read them; erased thirty days after they were replaced, and with the draft.
 */
export interface DraftRevisionsTable {
  draft: string;
  revision: number;
  ciphertext: Wrapped;
  row_key: string;
  stored_by: string;
  stored: Time;
  replaced: Time;
}

/**
 * Who asked to take away a draft that others worked on. Accompaniers read it; erased after a week, when the draft
 * changes, and with it.
 */
export interface DraftErasuresTable {
  draft: string;
  member: string;
  revision: number;
  asked: Time;
}

/** Sealed items handed in for a peer, which alone reads them. Erased by withdrawal, drop, expiry. */
export interface OutgoingTable {
  delivery: string;
  edition: number;
  kind: string;
  peer: string;
  header: string;
  body: Wrapped;
  row_key: string;
  cipher: string;
  /** The peer box recipient that the client sealed to: a changed box means sealing again. */
  box: string;
  draft: string | null;
  handed_in: Time;
}

/**
 * The server's whole knowledge of a consent: the delivery header, SHA-256(locator), a state. Read by this process
 * before it sends; erased when it is withdrawn or ends, and becomes a tombstone.
 */
export interface ConsentsTable {
  delivery: string;
  peer: string;
  header: string;
  locator_hash: string;
  drop_commit: string;
  drop_after: Time;
  state: 'granted' | 'expired';
  granted: Time;
  /** The person asked that nobody come with further questions. */
  asks_nothing_more: Generated<boolean>;
  /** Nothing of it leaves this node before. */
  send_after: Time;
  /** What accompaniers signed so far to shorten that pause: a `hurry` in its envelope. */
  hurry: string | null;
}

/**
 * SHA-256(locator) of words that reached this server from a page without script: from then on nothing new is taken
 * under them. Only where something stands or stood under them. Read by this process; erased two years after the last
 * time.
 */
export interface WordsSeenTable {
  locator_hash: string;
  seen: Time;
}

/**
 * Our newest list for each peer, as our accompaniers signed it. Read by accompaniers and sent to that peer; the next
 * takes its place.
 */
export interface OwnListsTable {
  peer: string;
  id: string;
  envelope: string;
  issued: Time;
}

/**
 * Sealed items of peers, by edition: one that a client has accepted (`opened`), and at most one that waits to take its
 * place. The body is readable to accompaniers' clients only; an edition is erased when a later one is accepted.
 */
export interface IncomingTable {
  peer: string;
  delivery: string;
  edition: number;
  kind: string;
  header: string;
  body: Wrapped;
  row_key: string;
  cipher: string;
  drop_commit: string | null;
  drop_after: Time;
  received: Time;
  /** When a client first passed it. */
  opened: MaybeTime;
  /** Newest manifest version of its issuer with which a client passed it. */
  checked_with: number | null;
  /** Since when a client said that it cannot be checked yet. */
  waiting: MaybeTime;
  /** A client could not even open it. */
  unopenable: Generated<boolean>;
  /** When the item's first edition came, where this is a later one: editions renew nothing. */
  first_received: MaybeTime;
}

/**
 * What was said of a peer's item besides its editions; without a row, nothing was. Read by this process and shown to
 * accompaniers as a state; erased with the item.
 */
export interface IncomingFactsTable {
  peer: string;
  delivery: string;
  /** Since when the peer's newest list has left the item out: hidden, and erased after 14 days. */
  suspended: MaybeTime;
  /** What one member's client opened that names the item, whose client, and since when. */
  taken_back: 'withdrawn' | 'retracted' | null;
  taken_back_by: string | null;
  taken_back_at: MaybeTime;
  /** Members whose clients passed it since and found nothing of the kind. */
  denied_by: Generated<string[]>;
  /** When it came back from a backup. */
  restored: MaybeTime;
}

/**
 * What members' clients found wrong with an edition, and when: each code once, by whose client it came first. Read by
 * this process, the newest code by accompaniers; erased with the edition.
 */
export interface IncomingReportsTable {
  peer: string;
  delivery: string;
  edition: number;
  code: string;
  member: string;
  at: Time;
}

/**
 * The newest list of what a peer still shares with us, as its accompaniers signed it (PROTOCOL §6). Read by the server;
 * the next takes its place.
 */
export interface PeerListsTable {
  peer: string;
  id: string;
  envelope: string;
  issued: Time;
  next_by: Time;
  received: Time;
}

/**
 * Who takes no part in an item, by their own word or by two colleagues': it does not exist for them. Erased with the
 * item.
 */
export interface RecusalsTable {
  peer: string;
  delivery: string;
  member: string;
  said_by: string;
  since: Time;
}

/**
 * An edition sealed anew by a member's client, under its hash, until another member's client confirms that it says the
 * same; several stand side by side, one of each member. Erased with the edition.
 */
export interface ResealsTable {
  peer: string;
  delivery: string;
  edition: number;
  /** SHA-256 of what is proposed. */
  cipher: string;
  /** SHA-256 of the bytes that it was sealed anew from. */
  expected: string;
  /** The proposed ciphertext; null once it took the place of the edition's body, or lapsed. */
  body: Wrapped | null;
  row_key: string | null;
  proposed_by: string;
  /** Members to whom it is not sealed. */
  recused: string[];
  proposed: Time;
  confirmed: MaybeTime;
  /** Since when another one that was confirmed has made it void. */
  lapsed: MaybeTime;
}

/**
 * What stays of something erased: id, ending, date; for our own also who still has to answer. Read by members; erased
 * two years after the ending.
 */
export interface TombstonesTable {
  /** `in`: a peer's delivery that we held. `out`: ours. */
  direction: 'in' | 'out';
  peer: string;
  delivery: string;
  ending: 'withdrawn' | 'expired' | 'failed' | 'pending';
  ended: Time;
  /** Pending tombstones only: what a later token must match. */
  drop_commit: string | null;
  /** Ours only: SHA-256(locator), until every holder said `deleted` or dropAfter passed. */
  locator_hash: string | null;
  drop_after: MaybeTime;
}
