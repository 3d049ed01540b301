import { type Met, metOf, positions, type RoundEntry, type RoundState } from './round.ts';

/** Something said, with what was said to it, and for an objection what became of it. */
export type Line = { entry: RoundEntry; answers: RoundEntry[]; met: Met | null; current: boolean };

/** What was said in a round, stage by stage; within a stage, about the whole first, then point by point. */
export const sections = ['questions', 'senses', 'amendments', 'objections', 'aside', 'consents', 'course'] as const;
export type Section = (typeof sections)[number];
export type Account = Record<Section, Line[]>;

const kindIn: Record<Section, RoundEntry['kind']> = {
  questions: 'question',
  senses: 'sense',
  amendments: 'amendment',
  objections: 'objection',
  aside: 'stand_aside',
  consents: 'consent',
  course: 'stage',
};

/**
 * A plain account of a round, nothing left out: `order` are the ids of the proposal's points. Who reads it tells what
 * still counts by `current`.
 */
export function accountOf(round: RoundState, order: readonly string[]): Account {
  const { entries } = round;
  const place = ({ part }: RoundEntry) => (part === null ? -1 : order.indexOf(part));
  const line = (entry: RoundEntry): Line => ({
    entry,
    answers: entries.filter(({ kind, about }) => kind === 'answer' && about === entry.seq),
    met: entry.kind === 'objection' ? metOf(entry, round) : null,
    current: isCurrent(round, entry),
  });
  const of = (section: Section) =>
    entries
      .filter(({ kind }) => kind === kindIn[section])
      .toSorted((a, b) => place(a) - place(b) || a.seq - b.seq)
      .map(line);
  return Object.fromEntries(sections.map((section) => [section, of(section)])) as Account;
}

// A position counts while it is its author's newest on the proposal that stands; anything else that was said, as long
// as the round.
function isCurrent({ entries, proposal }: RoundState, entry: RoundEntry): boolean {
  if (!['consent', 'stand_aside', 'objection'].includes(entry.kind)) return true;
  return positions(entries, proposal).get(entry.member)?.seq === entry.seq;
}
