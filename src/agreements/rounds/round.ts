/*
 * A round: a collective decides on a text by consent. questions → sense check → amend → consent → outcome. What is said
 * is only added; what a member last said of the standing proposal counts. Nothing is counted up but whether it can be
 * adopted.
 */

/** The stages of a round, in their order. */
export const stages = ['questions', 'sense_check', 'amend', 'consent', 'outcome'] as const;
export type Stage = (typeof stages)[number];
export type OpenStage = Exclude<Stage, 'outcome'>;

/** What a member can say in a round. */
export const kinds = ['question', 'answer', 'sense', 'amendment', 'consent', 'stand_aside', 'objection'] as const;
export type SaidKind = (typeof kinds)[number];

/**
 * One thing said: of which proposal, and as the kind wants it, of which part of it, as an answer to what, and which
 * harm it names.
 */
export type Said = {
  kind: SaidKind;
  proposal: number;
  part: string | null;
  about: number | null;
  words: string | null;
  harm: string | null;
};

/** Something said, or a stage that began, in its place in the round. */
export type RoundEntry = Omit<Said, 'kind'> & {
  seq: number;
  kind: SaidKind | 'stage';
  stage: Stage | null;
  member: string;
  at: Date;
};

/** A round as far as decisions depend on it. */
export type RoundState = { stage: Stage; proposal: number; entries: readonly RoundEntry[] };

/** Why the rules of a round do not take something. */
export type RoundRefusal =
  | 'closed'
  | 'stage'
  | 'proposal'
  | 'part'
  | 'about'
  | 'no-words'
  | 'no-harm'
  | 'too-long'
  | 'too-many'
  | 'same'
  | 'few'
  | 'objection';
export type Judged = { is: 'new' | 'already' } | { is: 'refused'; because: RoundRefusal };

/** Characters of one entry's words, and of the harm it names. */
export const mostCharacters = 4000;
/**
 * More entries than this nobody reads; whoever needs more closes the round and opens another. Who objects is heard all
 * the same.
 */
const mostEntries = 500;
/** How many members a version needs that say yes, at the least. */
const fewest = 2;

const always = ['question', 'answer'] as const;
const belongs: Record<OpenStage, readonly SaidKind[]> = {
  questions: always,
  sense_check: [...always, 'sense'],
  amend: [...always, 'amendment'],
  consent: [...always, 'consent', 'stand_aside', 'objection'],
};
const leads: Record<OpenStage, readonly OpenStage[]> = {
  questions: ['sense_check'],
  sense_check: ['amend', 'consent', 'questions'],
  amend: ['consent', 'sense_check'],
  consent: ['amend'],
};
const ofAPart: readonly SaidKind[] = ['question', 'amendment', 'objection'];
const wordless: readonly SaidKind[] = ['consent', 'stand_aside'];
const isPosition = (kind: RoundEntry['kind']) => kind === 'consent' || kind === 'stand_aside' || kind === 'objection';

/** What can be said now. */
export const sayable = (stage: Stage): readonly SaidKind[] => (stage === 'outcome' ? [] : belongs[stage]);
/** Where any member can move the round from here: forward, or back where there is something to go back for. */
export const movable = (stage: Stage): readonly OpenStage[] => (stage === 'outcome' ? [] : leads[stage]);

/**
 * Whether something can be said now. `already` when the same member has said the same: a form that is sent twice adds
 * one entry. Refuses what belongs to another stage, speaks of another proposal, of a part that is not in it, answers
 * what is no question of this round, says nothing, or objects without naming a possible harm.
 */
export function judgeSaid(round: RoundState, parts: ReadonlySet<string>, member: string, said: Said): Judged {
  const { kind, part, about, words, harm } = said;
  if (round.stage === 'outcome') return refused('closed');
  if (said.proposal !== round.proposal) return refused('proposal');
  if (!belongs[round.stage].includes(kind)) return refused('stage');
  if (part !== null && !(ofAPart.includes(kind) && parts.has(part))) return refused('part');
  const asked = round.entries.some(({ seq, kind }) => seq === about && kind === 'question');
  if (kind === 'answer' ? !asked : about !== null) return refused('about');
  if (words === null && !wordless.includes(kind)) return refused('no-words');
  if ((harm === null) === (kind === 'objection')) return refused('no-harm');
  if (Math.max(length(words), length(harm)) > mostCharacters) return refused('too-long');
  if (saidAlready(round, member, said)) return { is: 'already' };
  // Otherwise one member fills the round, and what others would object to is adopted.
  const objects = kind === 'objection' && positions(round.entries, round.proposal).get(member)?.kind !== 'objection';
  return objects || round.entries.length < mostEntries ? { is: 'new' } : refused('too-many');
}

function saidAlready({ entries, proposal }: RoundState, member: string, said: Said): boolean {
  const theirs = entries.filter((one) => one.member === member && one.proposal === proposal);
  // A position can be taken again after another one: only the newest is looked at.
  const before = isPosition(said.kind) ? theirs.filter(({ kind }) => isPosition(kind)).slice(-1) : theirs;
  const fields = ['kind', 'part', 'about', 'words', 'harm'] as const;
  return before.some((one) => fields.every((field) => one[field] === said[field]));
}

/**
 * Whether the round can be moved to a stage; `already` when it is there. A full one is only closed. Outcome is not
 * moved to: see {@link judgeAdoption}.
 */
export function judgeMove({ stage, entries }: Pick<RoundState, 'stage' | 'entries'>, to: OpenStage): Judged {
  if (stage === to) return { is: 'already' };
  if (stage === 'outcome') return refused('closed');
  if (!leads[stage].includes(to)) return refused('stage');
  return entries.length < mostEntries ? { is: 'new' } : refused('too-many');
}

/** Whether other words can become the next proposal: while it is being amended, and only if something is different. */
export function judgeBring({ stage }: Pick<RoundState, 'stage'>, different: boolean): Judged {
  if (stage === 'outcome') return refused('closed');
  if (stage !== 'amend') return refused('stage');
  return different ? { is: 'new' } : refused('same');
}

/** What each member last said of a proposal: consent, stand aside or objection. Earlier proposals count for nothing. */
export function positions(entries: readonly RoundEntry[], proposal: number): Map<string, RoundEntry> {
  const said = entries.filter((one) => one.proposal === proposal && isPosition(one.kind));
  return new Map(said.map((one) => [one.member, one]));
}

/**
 * Whether the standing proposal can be adopted now: at least two of those who are members today consent, and nobody's
 * objection to it is open, not even of somebody who has left: a harm that was named does not go with who named it.
 */
export function judgeAdoption(round: RoundState, members: ReadonlySet<string>): Judged {
  if (round.stage === 'outcome') return refused('closed');
  if (round.stage !== 'consent') return refused('stage');
  const newest = [...positions(round.entries, round.proposal).values()];
  if (newest.some(({ kind }) => kind === 'objection')) return refused('objection');
  const yes = newest.filter(({ kind, member }) => kind === 'consent' && members.has(member));
  return yes.length < fewest ? refused('few') : { is: 'new' };
}

/** What became of an objection, and the entry of its author that says so. */
export type Met = { how: 'open' | 'taken-back' | 'said-anew' | 'text-changed'; since: RoundEntry | null };

/**
 * Whether an objection is open, its author has said something else since, or the words that it was about have changed.
 */
export function metOf(objection: RoundEntry, { entries, proposal }: Omit<RoundState, 'stage'>): Met {
  const { seq, member } = objection;
  const last = positions(entries, objection.proposal).get(member);
  if (last && last.seq > seq) return { how: last.kind === 'objection' ? 'said-anew' : 'taken-back', since: last };
  if (proposal === objection.proposal) return { how: 'open', since: null };
  return { how: 'text-changed', since: positions(entries, proposal).get(member) ?? null };
}

const refused = (because: RoundRefusal): Judged => ({ is: 'refused', because });
const length = (text: string | null) => [...(text ?? '')].length;
