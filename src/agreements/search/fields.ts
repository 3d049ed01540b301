import type { Agreement } from '../../../schemas/agreement.ts';
import { i18nFor, languages as interfaceLanguages } from '../../platform/i18n.ts';
import { violenceName } from '../../platform/terms.ts';
import { markdownWords, readable } from '../../web/markdown.ts';
import { placesIn, stemmed, stemmingOf, wordsIn } from './query.ts';

type Clause = Agreement['clauses'][number];

/** A part of an agreement that can be led to, in one language. Its texts are Markdown. */
export type Part = { texts: string[]; name: string | null } & (
  | { kind: 'summary' | 'protects' }
  | { kind: 'clause'; clause: Clause; type: string | null }
  | { kind: 'belonging'; id: string; number: number }
);

/** The parts of an agreement that are read in that language, in the order of its page; every clause has at least the name of its kind. */
export function partsIn(agreement: Agreement, language: string): Part[] {
  const inIt = (texts: Record<string, string | string[]> | null): string[] =>
    texts !== null && Object.hasOwn(texts, language) ? [texts[language] ?? []].flat() : [];
  const parts: Part[] = [
    { kind: 'summary', name: null, texts: inIt(agreement.summary) },
    ...agreement.clauses.map((clause): Part => {
      const { text, examples, responses, support } = clause;
      const [own = null] = inIt(clause.ownName);
      const type = typeIn(clause, language);
      const texts = [text, examples, responses, support].flatMap(inIt);
      return { kind: 'clause', clause, type, name: own ?? type, texts };
    }),
    ...agreement.belonging.map(
      ({ id, when, measure, wayBack }, at): Part => ({
        kind: 'belonging',
        id,
        number: at + 1,
        name: null,
        texts: [when, measure, wayBack].flatMap(inIt),
      }),
    ),
    { kind: 'protects', name: null, texts: inIt(agreement.protects) },
  ];
  return parts.filter(({ kind, texts }) => kind === 'clause' || texts.length > 0);
}

/** The kind of violence as its page names it, where the interface speaks that language. */
function typeIn({ violence }: Pick<Clause, 'violence'>, language: string): string | null {
  const [base = ''] = language.toLowerCase().split('-', 1);
  return interfaceLanguages().includes(base) ? violenceName(i18nFor(base), violence) : null;
}

/** The words of an agreement in one language, by what they count: its title, the names of its clauses, what it says of itself and in clauses, the rest. */
export type Weighed = { title: string; names: string; text: string; rest: string };

/** An agreement as it is looked up in one of its languages; null when it says nothing in it. */
export function weighedIn(agreement: Agreement, language: string): Weighed | null {
  const words = (texts: readonly string[]) => stemmed(texts.flatMap(wordsIn), stemmingOf(language)).join(' ');
  const { title, summary } = agreement;
  const said = (texts: Record<string, string>) => (Object.hasOwn(texts, language) ? [texts[language] ?? ''] : []);
  const parts = partsIn(agreement, language);
  const clauses = parts.filter((part) => part.kind === 'clause');
  const weighed = {
    title: words(said(title).map(readable)),
    names: words([...new Set(clauses.flatMap(({ name, type }) => [name ?? '', type ?? '']))].map(readable)),
    text: words([...said(summary), ...clauses.flatMap(({ clause }) => said(clause.text))].map(markdownWords)),
    rest: words(parts.flatMap((part) => restOf(part, language)).map(markdownWords)),
  };
  return Object.values(weighed).every((text) => text === '') ? null : weighed;
}

function restOf(part: Part, language: string): string[] {
  if (part.kind === 'summary') return [];
  if (part.kind !== 'clause') return part.texts;
  const { examples, responses, support } = part.clause;
  return [examples, responses, support].flatMap((lists) =>
    Object.hasOwn(lists, language) ? (lists[language] ?? []) : [],
  );
}

/** Text with the words that were looked for marked. */
export type Piece = { text: string; marked: boolean };

/** A short part of a text around what was looked for; whether something was left out on either side. */
export type Excerpt = { pieces: Piece[]; before: boolean; after: boolean };

/** Characters of an excerpt, and how many of them come before the first word that was found. */
const longest = 260;
const lead = 70;

/** A whole text with its hits marked. */
export function marked(text: string, hits: ReadonlySet<string>): Piece[] {
  return piecesOf(text, 0, text.length, hits);
}

/** The part of a text with most of what was looked for; null when nothing of it is there. */
export function excerptOf(text: string, hits: ReadonlySet<string>): Excerpt | null {
  const places = placesIn(text).filter(({ word }) => hits.has(word));
  if (places.length === 0) return null;
  let best = { start: 0, count: 0 };
  for (let from = 0, to = 0; from < places.length; from++) {
    const start = places[from]?.start ?? 0;
    while (to < places.length && (places[to]?.end ?? 0) <= start + longest - lead) to++;
    if (to - from > best.count) best = { start, count: to - from };
  }
  return excerptAt(text, best.start - lead, hits);
}

/** The beginning of a text. */
export function beginningOf(text: string, hits: ReadonlySet<string>): Excerpt {
  return excerptAt(text, 0, hits);
}

function excerptAt(text: string, wanted: number, hits: ReadonlySet<string>): Excerpt {
  const from = wanted <= 0 ? 0 : wordBorder(text, wanted, lead);
  const end = from + longest;
  const to = end >= text.length ? text.length : wordBorder(text, end - lead, lead);
  return { pieces: piecesOf(text, from, to, hits), before: from > 0, after: to < text.length };
}

/** After the first space from there on, within reach; else right there, but inside no letter. */
function wordBorder(text: string, at: number, reach: number): number {
  const space = text.slice(at, at + reach).search(/\s/u);
  if (space >= 0) return at + space + 1;
  let border = at;
  while (border < text.length && /[\uDC00-\uDFFF\p{M}\p{Cf}]/u.test(text[border] ?? '')) border++;
  return border;
}

function piecesOf(text: string, from: number, to: number, hits: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const { start, end, word } of placesIn(text)) {
    if (end <= from || start >= to || !hits.has(word)) continue;
    const [begin, stop] = [Math.max(start, from), Math.min(end, to)];
    if (begin > at) pieces.push({ text: text.slice(at, begin), marked: false });
    pieces.push({ text: text.slice(begin, stop), marked: true });
    at = stop;
  }
  if (to > at) pieces.push({ text: text.slice(at, to), marked: false });
  return pieces;
}
