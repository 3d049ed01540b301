import { most } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { type FieldGroup, fieldsOf, isSpoken, type PartKind } from '../../agreement-file/fields.ts';
import {
  type AnyPart,
  emptyPart,
  emptyText,
  isUndecided,
  type OpenText,
  type Parts,
  textsIn,
} from '../../agreement-file/parts.ts';
import { canonical } from '../../protocol/canonical.ts';
import { asks } from './templates.ts';

/* An agreement while it is written: parts that members save one by one, and that may still lack words. */

export type { FieldGroup } from '../../agreement-file/fields.ts';
export type FrontPart = Parts['front'];
type ContentOf<K extends FieldGroup> = K extends FieldGroup ? { kind: K } & Parts[K] : never;
export type Content = ContentOf<FieldGroup>;

/** A part as it stands: its newest revision; `content` is null once it was taken out. */
export type Part = {
  part: string;
  kind: FieldGroup;
  revision: number;
  place: number;
  content: Content | null;
  member: string;
  at: Date;
};

/** The part that every text has once. */
export const frontPart = 'front';
/** The stored form of a part: the same content is always the same text. */
export function storedContent(content: Content): string {
  return canonical(content);
}

/** Reads what {@link storedContent} wrote. */
export function contentOf(stored: string): Content {
  return JSON.parse(stored) as Content;
}

/** The parts of a written text, in order, its ids kept. */
export function partsOf(written: OpenText): { part: string; content: Content }[] {
  const { adopted: _, series: __, contacts, ladder, clauses, belonging, procedures, ...front } = written;
  const of = <K extends PartKind>(kind: K, group: readonly ({ id: string } & Parts[K])[]) =>
    group.map(({ id, ...words }) => ({ part: id, content: { kind, ...words } as unknown as Content }));
  return [
    { part: frontPart, content: { kind: 'front', ...front } },
    ...of('contact', contacts),
    ...of('clause', clauses),
    ...of('step', ladder),
    ...of('belonging', belonging),
    ...of('procedure', procedures),
  ];
}

/**
 * The text that parts make together. What was taken out is not in it, and neither are words in a language that the
 * front does not name: those are kept, and not published.
 */
export function writtenText(parts: readonly Part[], series: string | null): OpenText {
  const { languages, ...front } = frontOf(parts);
  const written: OpenText = { ...emptyText(languages, ''), ...named('front', front, languages), languages, series };
  for (const { part: id, content } of inOrder(parts)) {
    if (content === null || content.kind === 'front') continue;
    if (content.kind === 'contact') written.contacts.push({ id, ...named(content.kind, bare(content), languages) });
    else if (content.kind === 'clause') written.clauses.push({ id, ...named(content.kind, bare(content), languages) });
    else if (content.kind === 'step') written.ladder.push({ id, ...named(content.kind, bare(content), languages) });
    else if (content.kind === 'procedure')
      written.procedures.push({ id, ...named(content.kind, bare(content), languages) });
    else written.belonging.push({ id, ...named(content.kind, bare(content), languages) });
  }
  return written;
}

function bare<C extends { kind: FieldGroup }>({ kind: _, ...words }: C): Omit<C, 'kind'> {
  return words;
}

/** A part without its words in other languages. */
function named<P extends AnyPart>(kind: FieldGroup, part: P, languages: readonly string[]): P {
  const spoken = fieldsOf(kind).filter(([key, field]) => isSpoken(field) && Object.hasOwn(part, key));
  const kept = spoken.map(([key, field]): [string, unknown] => {
    const texts = Object.entries(textsIn(part, key)).filter(([tag]) => languages.includes(tag));
    return [key, isUndecided(part, key, field) ? part[key] : Object.fromEntries(texts)];
  });
  return { ...part, ...Object.fromEntries(kept) };
}

/** Parts as they follow each other on the page. */
export function inOrder<P extends Pick<Part, 'place' | 'part'>>(parts: readonly P[]): P[] {
  return [...parts].sort((a, b) => a.place - b.place || (a.part < b.part ? -1 : 1));
}

/** The licence that a new text begins with. */
const usualLicence = 'CC-BY-SA-4.0';

export function emptyFront(languages: string[]): FrontPart {
  return { ...emptyPart('front'), languages, licence: usualLicence };
}

/** A part of a kind in which nothing is written; it stands in where one was taken out. */
export function emptyContent(kind: FieldGroup): Content {
  const part = kind === 'front' ? emptyFront([]) : emptyPart(kind);
  return { kind, ...part } as Content;
}

/** Refuses (`too-large`) one more part of a kind than an agreement may hold. */
export function requireRoom(parts: readonly Part[], kind: FieldGroup): void {
  const standing = parts.filter((one) => one.kind === kind && one.content !== null);
  if (kind === 'front' || standing.length >= most.parts[kind]) throw new Refusal('too-large', kind);
}

/** What is written and no question of the template any more; what a list or a title shows of a text. */
export function answered<T extends string | string[]>(words: Record<string, T>): Record<string, T> {
  const said = Object.entries(words).filter(([, value]) => ![value].flat().some((text) => asks(text)));
  return Object.fromEntries(said);
}

/** A part with what is written in it and no question of the template any more. */
export function answeredPart(content: Content): AnyPart {
  const spoken = fieldsOf(content.kind).filter(([, field]) => isSpoken(field));
  return { ...content, ...Object.fromEntries(spoken.map(([key]) => [key, answered(textsIn(content, key))])) };
}

/** What the front says, as every text has one. */
export function frontOf(parts: readonly Part[]): FrontPart {
  const found = parts.find(({ kind }) => kind === 'front')?.content;
  return found?.kind === 'front' ? bare(found) : emptyFront([]);
}
