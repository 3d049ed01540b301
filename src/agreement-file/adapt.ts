import type { Agreement } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import type { Lists, Words } from './values.ts';
import { exportMarkdown } from './write.ts';

type Clause = Agreement['clauses'][number];
type Source = { agreement: Agreement; id: string };

const unanswered = '??';

/**
 * A partner's agreement as a Markdown draft of ours that names it as its origin. Title and review day are questions, nothing is adopted, and every
 * clause keeps its id, by which a page gives credit for it.
 */
export function adaptWhole({ agreement, id }: Source): string {
  const { type: _, issuer, version, prev, issuedAt, ...words } = agreement;
  const adaptedFrom = { agreement: id, issuer };
  return exportMarkdown({ ...draft(words), series: null, title: asked(words.title), adaptedFrom });
}

/**
 * One clause of a partner's agreement, added to ours (or alone, where we have none) as a draft. What it does not say in one of our languages is a
 * question. Refuses `not-found`, and `conflict` where ours already comes from another agreement: one file names one origin.
 */
export function adaptClause({ agreement, id }: Source, clause: string, ours: Agreement | null): string {
  const found = agreement.clauses.find((one) => one.id === clause);
  if (!found) throw new Refusal('not-found', 'clause');
  const adaptedFrom = { agreement: id, issuer: agreement.issuer };
  if (ours === null) {
    const { title, summary, protects, languages, reviewBy, licence } = agreement;
    const open = { title: asked(title), summary: asked(summary), protects: askedLists(protects), licence };
    const base = draft({ ...open, languages, reviewBy, adopted: null, clauses: [found], belonging: [] });
    return exportMarkdown({ ...base, series: null, adaptedFrom });
  }
  if (ours.adaptedFrom !== null && ours.adaptedFrom.agreement !== id) throw new Refusal('conflict', 'adaptedFrom');
  const { type: _, issuer, version, prev, issuedAt, ...words } = ours;
  const others = words.clauses.filter((one) => one.id !== clause);
  const clauses = [...others, inLanguages(found, words.languages, agreement.languages)];
  return exportMarkdown({ ...draft(words), clauses, series: words.series, adaptedFrom });
}

const draft = <T extends { reviewBy: string; adopted: Agreement['adopted'] }>(words: T) => ({
  ...words,
  adopted: null,
  reviewBy: unanswered,
});

/** A clause in our languages: what it does not say in one of them is a question. */
export function inLanguages(clause: Clause, ours: readonly string[], theirs: readonly string[]): Clause {
  const original = theirs[0] ?? '';
  const text = (words: Words): Words =>
    Object.fromEntries(ours.map((tag) => [tag, words[tag] ?? `${unanswered} ${words[original] ?? ''}`.trim()]));
  const lists = (all: Lists): Lists => {
    const model = all[original] ?? [];
    if (model.length === 0) return {};
    return Object.fromEntries(ours.map((tag) => [tag, all[tag] ?? model.map((item) => `${unanswered} ${item}`)]));
  };
  return {
    ...clause,
    ownName: clause.ownName && text(clause.ownName),
    text: Object.keys(clause.text).length === 0 ? {} : text(clause.text),
    examples: lists(clause.examples),
    responses: lists(clause.responses),
    support: lists(clause.support),
  };
}

const asked = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([tag, text]) => [tag, `${unanswered} ${text}`]));
const askedLists = (lists: Lists): Lists =>
  Object.fromEntries(Object.entries(lists).map(([tag, items]) => [tag, items.map((item) => `${unanswered} ${item}`)]));
