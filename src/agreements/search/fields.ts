import type { Agreement } from '../../../schemas/agreement.ts';
import { type FieldGroup, fieldsOf, groups, isSpoken, type PartKind, partKinds } from '../../agreement-file/fields.ts';
import { type AnyPart, listedParts, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { i18nFor, languages as interfaceLanguages } from '../../platform/i18n.ts';
import { termName } from '../../platform/terms.ts';
import { markdownWords, readable } from '../../web/markdown.ts';
import { placesIn, stemmed, stemmingOf, wordsIn } from './query.ts';

/** A part of an agreement that can be led to, in one language. Its texts are Markdown. */
export type Part = {
  /** Where on the agreement's page, without `#`; empty for its beginning. */
  anchor: string;
  texts: string[];
  /** What it is called in that language; null where only the page has a name for it. */
  name: string | null;
  /** Its fixed word, such as the kind of violence, where the interface speaks that language. */
  type: string | null;
} & ({ kind: 'front'; field: string } | { kind: PartKind; part: { id: string } & AnyPart; number: number });

/**
 * The parts of an agreement that are read in that language, in the order of its page; a clause has at least the name of
 * its kind.
 */
export function partsIn(agreement: Agreement, language: string): Part[] {
  const front = (key: string): Part => ({
    kind: 'front',
    field: key,
    anchor: key === 'summary' ? '' : key,
    ...{ name: null, type: null, texts: saidIn(agreement, key, language) },
  });
  const own = fieldsOf('front').filter(([key, field]) => isSpoken(field) && key !== 'title');
  const [summary, ...others] = own.map(([key]) => front(key));
  const parts = [
    ...(summary ? [summary] : []),
    ...partKinds.flatMap((kind) => ofKind(agreement, kind, language)),
    ...others,
  ];
  return parts.filter(({ kind, texts, name }) => kind === 'clause' || texts.length > 0 || name !== null);
}

function ofKind(agreement: Agreement, kind: PartKind, language: string): Part[] {
  const parts: readonly ({ id: string } & AnyPart)[] = agreement[groups[kind]];
  return parts.map((part, at) => {
    const spoken = fieldsOf(kind).filter(([, field]) => isSpoken(field));
    const named = spoken.filter(([, { inHeading }]) => inHeading).flatMap(([key]) => saidIn(part, key, language));
    const texts = spoken.filter(([, { inHeading }]) => !inHeading).flatMap(([key]) => saidIn(part, key, language));
    const type = typeIn(kind, part, language);
    const anchor = `${kind}-${part.id}`;
    return { kind, anchor, part, number: at + 1, texts, type, name: named[0] ?? type };
  });
}

function saidIn(part: AnyPart, key: string, language: string): string[] {
  const texts = textsIn(part, key);
  return Object.hasOwn(texts, language) ? [texts[language] ?? []].flat() : [];
}

/** The fixed word of a part as its page names it, where the interface speaks that language. */
function typeIn(kind: PartKind, part: AnyPart, language: string): string | null {
  const [base = ''] = language.toLowerCase().split('-', 1);
  if (!interfaceLanguages().includes(base)) return null;
  const [found] = fieldsOf(kind).filter(([, { inHeading, terms }]) => inHeading && terms !== undefined);
  return found ? termName(i18nFor(base), found[1].terms ?? '', wordIn(part, found[0])) : null;
}

/** The words of an agreement in one language, by what they count, as the table of fields says. */
export type Weighed = { title: string; names: string; text: string; rest: string };

/** An agreement as it is looked up in one of its languages; null when it says nothing in it. */
export function weighedIn(agreement: Agreement, language: string): Weighed | null {
  const words = (texts: readonly string[]) => stemmed(texts.flatMap(wordsIn), stemmingOf(language)).join(' ');
  const types = partsIn(agreement, language).flatMap(({ type }) => type ?? []);
  const said = (weight: keyof Weighed) => {
    const all: { kind: FieldGroup; part: AnyPart }[] = [{ kind: 'front', part: agreement }, ...listedParts(agreement)];
    return all.flatMap(({ kind, part }) =>
      fieldsOf(kind).flatMap(([key, field]) => (field.weight === weight ? saidIn(part, key, language) : [])),
    );
  };
  const weighed = {
    title: words(said('title').map(readable)),
    names: words([...new Set([...said('names'), ...types])].map(readable)),
    text: words(said('text').map(markdownWords)),
    rest: words(said('rest').map(markdownWords)),
  };
  return Object.values(weighed).every((text) => text === '') ? null : weighed;
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
