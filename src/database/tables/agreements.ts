import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** Agreements: ours, those of others, what is said of them, and those that are written and decided on. */
export type AgreementsTables = {
  agreement_drafts: AgreementDraftsTable;
  agreements: AgreementsTable;
  agreement_withdrawals: AgreementWithdrawalsTable;
  agreements_received: AgreementsReceivedTable;
  acknowledgements: AcknowledgementsTable;
  acknowledgement_drafts: AcknowledgementDraftsTable;
  acknowledgements_pending: AcknowledgementsPendingTable;
  texts: TextsTable;
  text_parts: TextPartsTable;
  text_erasures: TextErasuresTable;
  rounds: RoundsTable;
  round_proposals: RoundProposalsTable;
  round_entries: RoundEntriesTable;
  round_closings: RoundClosingsTable;
  agreement_words: AgreementWordsTable;
};

/** Who can make them grow. */
export const agreementsGrowth = {
  agreement_drafts: 'members',
  agreements: 'members',
  agreement_withdrawals: 'members',
  agreements_received: { by: 'peers', most: 'share', goesFirst: 'nothing: what is announced next is refused with 429' },
  acknowledgements: { by: 'peers', most: 'share', goesFirst: 'the word before, and its next one is not shown' },
  acknowledgement_drafts: 'members',
  acknowledgements_pending: {
    by: 'peers',
    most: 'share',
    goesFirst: 'nothing: of twenty that wait the next is refused with 429',
  },
  texts: 'members',
  text_parts: 'members',
  text_erasures: 'members',
  rounds: 'members',
  round_proposals: 'members',
  round_closings: 'members',
  round_entries: 'members',
  agreement_words: { by: 'peers', most: 'share', goesFirst: 'nothing: it goes with its agreement' },
} as const satisfies Record<keyof AgreementsTables, Growth>;

/**
 * A version that stewards are signing, under the hash of its words: several of one series stand side by side. Members
 * read it; erased when it is published, thirty days after it lapsed, or when its author begins too many and nobody
 * signed it.
 */
export interface AgreementDraftsTable {
  id: string;
  series: string;
  version: number;
  envelope: string;
  created: Time;
  made_by: string;
  /** Since when another one was published in its place, or the series was taken back. */
  lapsed: MaybeTime;
}

/** Our published versions, immutable. Public; a withdrawn series answers 404; never erased. */
export interface AgreementsTable {
  id: string;
  series: string;
  version: number;
  envelope: string;
  published: Time;
  withdrawn: MaybeTime;
}

/**
 * Withdrawals that stewards are signing, under the hash of their words: several of one agreement stand side by side for
 * a week. Members read them, everybody one that enough have signed; that one is never erased, the others thirty days
 * later.
 */
export interface AgreementWithdrawalsTable {
  id: string;
  series: string;
  /** When it was proposed, as it says itself. */
  at: Time;
  envelope: string;
  made_by: string;
  /** When enough had signed it, and the agreement was taken back. */
  published: MaybeTime;
}

/**
 * What followed collectives published. Public once the signed statement was fetched and checked; erased when its
 * collective withdrew it, what was not shown when its actor deletes it, and what was refused after thirty days.
 */
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

/**
 * What one collective says of another's agreement, the newest of each: ours, and what partners say of ours. Public;
 * erased with the agreement.
 */
export interface AcknowledgementsTable {
  id: string;
  agreement: string;
  issuer: string;
  at: Time;
  envelope: string;
}

/**
 * What our stewards are about to say of a partner's agreement, under the hash of these words: several stand side by
 * side. Members read it; erased when enough have signed one of them, and with the agreement.
 */
export interface AcknowledgementDraftsTable {
  id: string;
  agreement: string;
  envelope: string;
  created: Time;
  made_by: string;
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

/**
 * An agreement that is being written. Members read and change it; erased when it is thrown away or what it became is
 * published.
 */
export interface TextsTable {
  id: string;
  /** The agreement of ours that it is to be a new version of; null for a new one. */
  series: string | null;
  created: Time;
  created_by: string;
}

/**
 * Each saving of a part; the highest revision counts, the others can be looked at. Members read it; erased with the
 * text.
 */
export interface TextPartsTable {
  text: string;
  /** `front`, or the id that the part keeps. */
  part: string;
  revision: number;
  kind: 'front' | 'contact' | 'clause' | 'step' | 'belonging' | 'procedure';
  /** Order on the page; any number between two others. */
  place: number;
  /** Its fields as JSON; null once it was taken out. */
  content: string | null;
  member: string;
  at: Time;
}

/**
 * Who asked to throw away a text in which others saved something. Members read it; erased with the text, and a week
 * after they asked it counts no more.
 */
export interface TextErasuresTable {
  text: string;
  member: string;
  asked: Time;
}

/**
 * How a text is decided on: in rounds here, or face to face with minutes. Members read it; erased twelve months after
 * it closed.
 */
export interface RoundsTable {
  id: string;
  /** The text that it is about, until that is erased. */
  text: string | null;
  /** The agreement that it decides on; for a new one, the id that it will have. */
  series: string;
  /** Who decides, in their own words: published with the version. */
  body: string;
  method: 'consent_round' | 'assembly_minutes' | 'vote' | 'board' | 'founders' | 'not_recorded' | 'other';
  stage: 'questions' | 'sense_check' | 'amend' | 'consent' | 'outcome';
  /** The number of the proposal that stands. */
  proposal: number;
  outcome: 'adopted' | 'not_adopted' | null;
  /** What was written down of it, for members. */
  minutes: string | null;
  /** The day of the decision (`YYYY-MM-DD`): published with the version. */
  decided: string | null;
  /** The draft for stewards to sign that it became. */
  draft: string | null;
  opened: Time;
  opened_by: string;
  closed: MaybeTime;
}

/** Each wording that a round was asked about, whole. Read and erased with the round. */
export interface RoundProposalsTable {
  round: string;
  number: number;
  content: string;
  /** The published version that stood when it was proposed; null for a first one. */
  base: string | null;
  member: string;
  at: Time;
}

/** What was said in a round, in order; never changed. Read and erased with the round. */
export interface RoundEntriesTable {
  round: string;
  seq: number;
  /** The proposal that it was said of. */
  proposal: number;
  kind: 'question' | 'answer' | 'sense' | 'amendment' | 'consent' | 'stand_aside' | 'objection' | 'stage';
  part: string | null;
  /** The entry that it answers. */
  about: number | null;
  words: string | null;
  /** An objection's: what could be harmed. */
  harm: string | null;
  /** A `stage` entry's: the stage that began with it. */
  stage: string | null;
  member: string;
  at: Time;
}

/**
 * Who asked to close a round without adopting, where others took part, and their minutes. Members read it; erased with
 * the round, and a week after they asked it counts no more.
 */
export interface RoundClosingsTable {
  round: string;
  member: string;
  minutes: string | null;
  asked: Time;
}

/**
 * The newest version of each public agreement known here, one row per language, for looking up. Everyone reads it;
 * erased with the agreement. A row without words stands for an agreement that is older than this table and still to be
 * read.
 */
export interface AgreementWordsTable {
  /** Whose it is; our own are under our own id. */
  peer: string;
  series: string;
  language: string;
  statement: string;
  /** Which text search configuration of PostgreSQL its words went through. */
  stemming: 'spanish' | 'english' | 'simple';
  /** Its title without accents, for the order of what fits equally well. */
  title: string;
  title_words: string | null;
  words: string | null;
}
