import { type Agreement, most } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { fieldsOf, isSpoken } from './fields.ts';
import {
  type AgreementText,
  type AnyPart,
  builtPart,
  type Clause,
  isUndecided,
  type OpenText,
  type Parts,
  type TextsByLanguage,
  textsIn,
} from './parts.ts';
import { exportMarkdown } from './write.ts';

type Source = { agreement: Agreement; id: string };

const unanswered = '??';

/**
 * A partner's agreement as a Markdown draft of ours that names it as its origin. Title and review day are questions,
 * nothing is adopted, and every clause keeps its id, by which a page gives credit for it.
 */
export function adaptWhole({ agreement, id }: Source): string {
  const words = { ...draft(agreement), series: null, title: asked(agreement.title) };
  return exportMarkdown({ ...words, adaptedFrom: [{ agreement: id, issuer: agreement.issuer }] });
}

/**
 * One clause of a partner's agreement, added to ours (or alone, where we have none) as a draft. What it does not say in
 * one of our languages is a question.
 * @throws `not-found`, and `too-large` past the agreements that one can name as its origins.
 */
export function adaptClause({ agreement, id }: Source, clause: string, ours: Agreement | null): string {
  const found = agreement.clauses.find((one) => one.id === clause);
  if (!found) throw new Refusal('not-found', 'clause');
  const from = { agreement: id, issuer: agreement.issuer };
  if (ours === null) {
    const none = { contacts: [], ladder: [], belonging: [], procedures: [] };
    const open = { title: asked(agreement.title), summary: asked(agreement.summary), scope: asked(agreement.scope) };
    const base = { ...draft(agreement), ...open, protects: asked(agreement.protects), ...none };
    return exportMarkdown({ ...base, clauses: [{ ...found, fromStep: null }], series: null, adaptedFrom: [from] });
  }
  const words = draft(ours);
  const others = words.clauses.filter((one) => one.id !== clause);
  const clauses = [...others, { ...inLanguages(found, words.languages, agreement.languages), id: clause }];
  return exportMarkdown({ ...words, clauses, adaptedFrom: withOrigin(words.adaptedFrom, from) });
}

/**
 * Origins with one more; each stands once.
 * @throws `too-large` past what one agreement can name.
 */
export function withOrigin(origins: AgreementText['adaptedFrom'], from: AgreementText['adaptedFrom'][number]) {
  if (origins.some((one) => one.agreement === from.agreement)) return origins;
  if (origins.length >= most.origins) throw new Refusal('too-large', 'adaptedFrom');
  return [...origins, from];
}

function draft(agreement: Agreement): OpenText {
  const { type: _, issuer, version, prev, issuedAt, ...words } = agreement;
  return { ...words, adopted: null, reviewBy: unanswered };
}

/**
 * A clause in our languages: what it does not say in one of them is a question, and of their ladder it knows nothing.
 */
export function inLanguages(clause: Clause, ours: readonly string[], theirs: readonly string[]): Parts['clause'] {
  const original = theirs[0] ?? '';
  const part: AnyPart = clause;
  const spoken = fieldsOf('clause').filter(([, field]) => isSpoken(field));
  return builtPart('clause', (key, field) => {
    if (!spoken.some(([name]) => name === key) || isUndecided(part, key, field))
      return field.shape === 'step' ? null : part[key];
    return translated(textsIn(part, key), ours, original);
  });
}

function translated(texts: TextsByLanguage, ours: readonly string[], original: string): TextsByLanguage {
  const model = Object.hasOwn(texts, original) ? texts[original] : Object.values(texts)[0];
  if (model === undefined || model.length === 0) return {};
  const asking = typeof model === 'string' ? question(model) : model.map(question);
  return Object.fromEntries(ours.map((tag) => [tag, texts[tag] ?? asking]));
}

const question = (text: string): string => `${unanswered} ${text}`.trim();

function asked<T extends string | string[]>(texts: Record<string, T>): Record<string, T> {
  const questions = Object.entries(texts).map(([tag, value]) => [
    tag,
    typeof value === 'string' ? question(value) : value.map(question),
  ]);
  return Object.fromEntries(questions);
}
