import { Refusal } from '../../../schemas/codes.ts';
import type { OpenText } from '../../agreement-file/read.ts';
import type { Clause } from '../../agreement-file/read-clauses.ts';
import type { FrontMatter } from '../../agreement-file/read-front.ts';
import { asksStill } from '../../agreement-file/template.ts';
import { canonical } from '../../protocol/canonical.ts';

/* An agreement while it is written: parts that members save one by one, and that may still lack words. */

/** What holds for all of it; who adopted it and when is said by the decision. */
export type FrontPart = Omit<FrontMatter, 'adopted' | 'series'>;
export type ClausePart = Omit<Clause, 'id'>;
/** A restorative plan always belongs to it; what nobody chose yet is null. */
export type BelongingPart = Omit<OpenText['belonging'][number], 'id' | 'requiresRestorativePlan'>;

export type Content =
  | ({ kind: 'front' } & FrontPart)
  | ({ kind: 'clause' } & ClausePart)
  | ({ kind: 'belonging' } & BelongingPart);
export type Kind = Content['kind'];

/** A part as it stands: its newest revision; `content` is null once it was taken out. */
export type Part = {
  part: string;
  kind: Kind;
  revision: number;
  place: number;
  content: Content | null;
  member: string;
  at: Date;
};

/** The part that every text has once. */
export const frontPart = 'front';
/** As many as one agreement may hold. */
const most: Record<Kind, number> = { front: 1, clause: 200, belonging: 50 };

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
  const { clauses, belonging, adopted: _, series: __, ...front } = written;
  return [
    { part: frontPart, content: { kind: 'front', ...front } },
    ...clauses.map(({ id, ...clause }) => ({ part: id, content: { kind: 'clause' as const, ...clause } })),
    ...belonging.map(({ id, requiresRestorativePlan: _, ...one }) => ({
      part: id,
      content: { kind: 'belonging' as const, ...one },
    })),
  ];
}

/** The text that parts make together; what was taken out is not in it. */
export function writtenText(parts: readonly Part[], series: string | null): OpenText {
  const written: OpenText = { ...emptyFront([]), adopted: null, series, clauses: [], belonging: [] };
  for (const { part: id, content } of inOrder(parts)) {
    if (content === null) continue;
    const { kind, ...words } = content;
    if (kind === 'front') Object.assign(written, words);
    else if (kind === 'clause') written.clauses.push({ id, ...(words as ClausePart) });
    else written.belonging.push({ id, requiresRestorativePlan: true, ...(words as BelongingPart) });
  }
  return written;
}

/** Parts as they follow each other on the page. */
export function inOrder<P extends Pick<Part, 'place' | 'part'>>(parts: readonly P[]): P[] {
  return [...parts].sort((a, b) => a.place - b.place || (a.part < b.part ? -1 : 1));
}

export function emptyFront(languages: string[]): FrontPart {
  return {
    languages,
    title: {},
    summary: {},
    protects: {},
    reviewBy: '',
    licence: 'CC-BY-SA-4.0',
    adaptedFrom: null,
  };
}

export function emptyClause(violence: Clause['violence']): Content {
  return {
    kind: 'clause',
    violence,
    ownName: null,
    axes: [],
    severity: null,
    stance: 'not_decided_yet',
    text: {},
    examples: {},
    responses: {},
    support: {},
  };
}

export function emptyBelonging(): Content {
  return { kind: 'belonging', when: {}, severityFrom: null, measure: {}, reviewMonths: null, wayBack: {} };
}

/** Refuses (`too-large`) one more part of a kind than an agreement may hold. */
export function requireRoom(parts: readonly Part[], kind: Kind): void {
  const standing = parts.filter((one) => one.kind === kind && one.content !== null);
  if (standing.length >= most[kind]) throw new Refusal('too-large', kind);
}

/** A part of a kind in which nothing is written; it stands in where one was taken out. */
export function emptyPart(kind: Kind): Content {
  if (kind === 'front') return { kind, ...emptyFront([]) };
  return kind === 'clause' ? emptyClause('other') : emptyBelonging();
}

/** What is written and no question of the template any more; what a list or a title shows of a text. */
export function answered<T extends string | string[]>(words: Record<string, T> | null): Record<string, T> {
  const said = Object.entries(words ?? {}).filter(([, value]) => ![value].flat().some((text) => asksStill(text)));
  return Object.fromEntries(said);
}

/** What the front says, as every text has one. */
export function frontOf(parts: readonly Part[]): FrontPart {
  const found = parts.find(({ kind }) => kind === 'front')?.content;
  return found?.kind === 'front' ? found : emptyFront([]);
}
