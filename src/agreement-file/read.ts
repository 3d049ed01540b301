import { b64u16 } from '../../schemas/encodings.ts';
import { check, type Finding, isWhole, sameKey } from './check.ts';
import { groups, type PartKind, partKinds } from './fields.ts';
import type { AgreementText, AnyPart, OpenText } from './parts.ts';
import type { Complain, Problem, ProblemId } from './problems.ts';
import { lineKey, type Reading } from './read-field.ts';
import { readFront } from './read-front.ts';
import { type ReadPart, readHeading, readPart } from './read-section.ts';
import { type Section, splitFile } from './sections.ts';
import type { Asks } from './template.ts';
import { parseFront } from './yaml.ts';

/*
 * An agreement as a file. YAML front matter says what holds for all of it; then one `## type of violence` per clause
 * and one `## belonging` per way of ceasing to belong. Under a heading, `key: value` lines; a value goes on in the
 * lines below it (best indented by two spaces) as paragraphs or a list. Keys and fixed words are Spanish or English
 * (words/ has them all).
 *
 *   ---
 *   title: How we live together       # in several languages: title: {en: …, es: …}
 *   languages: [en]                   # the first is the language of a text that names none
 *   summary: …
 *   scope: [ … ]                      # optional: where it holds
 *   protects: [ … ]
 *   adopted: {body: …, method: consent round, at: 2026-02-01}    # leave out for a draft; at may be a month or a year
 *   review: 2027-02-01
 *   licence: CC-BY-SA-4.0
 *   series: …                         # optional: the id that all versions share
 *   adapted from: {agreement: …, collective: …}    # optional: ids of the version this began from, or a list of such
 *   ---
 *   ## contact: if something happened # optional: whom to turn to, with phone, hours, languages …
 *
 *   ## sexual {#id}                   # id optional; or "## other: our own name for it"
 *   stance: not tolerated | worked on together | not decided yet | wished for | not violence
 *   severity: micro | serious | grave | extreme       (optional)
 *   axes: gender, class                               (optional)
 *   from step: 2                                      (optional: where the ladder begins)
 *   text: …                           # text (es): … for a second language; it may be missing in one
 *   examples: | responses: | support:                 (optional lists)
 *
 *   ## step: a talk                   # optional: the ladder, in order
 *   what leads here: …  what happens: …  at most: two weeks  who decides: …  skip: yes
 *
 *   ## belonging
 *   when: …  severity from: grave  measure: …  restorative plan: required  review months: 6  way back: …
 *
 *   ## procedure: appeal              # optional
 *   text: …
 *
 * A line that begins with ?? is a question of the template that nobody has answered: it is refused. "not decided yet"
 * is not.
 */

export type ImportOptions = {
  /** Makes a random clause id (16 bytes, base64url). */
  newId: () => string;
  /** Tells a question of the template from an answer. */
  asks: Asks;
  /** The version before, so that parts keep their ids. */
  previous?: Pick<OpenText, 'series' | (typeof groups)[PartKind]> | undefined;
};

type Outcome<Text> = { ok: true; agreement: Text } | { ok: false; problems: Problem[] };
export type Imported = Outcome<AgreementText>;

/** More problems than this help nobody. */
const mostProblems = 100;

/**
 * Reads an agreement file (at most 256 KB). Either everything in it is understood and nothing is missing, or the answer
 * is every problem with its line; nothing is guessed or left out in silence. Never throws on what a file may hold.
 */
export function importMarkdown(text: string, options: ImportOptions): Imported {
  const { agreement, problems } = readFile(text, options, false);
  return problems.length === 0 && agreement && isWhole(agreement, options.asks)
    ? { ok: true, agreement }
    : { ok: false, problems };
}

/**
 * Reads an agreement file that is still being written: questions of the template stay as text, what is missing stays
 * empty. Whatever cannot be read is a problem as in {@link importMarkdown}.
 */
export function importOpen(text: string, options: ImportOptions): Outcome<OpenText> {
  const { agreement, problems } = readFile(text, options, true);
  return problems.length === 0 && agreement ? { ok: true, agreement } : { ok: false, problems };
}

/** What a text that is being written may lack; its languages it may not. */
const openProblems: readonly ProblemId[] = [
  'question-left',
  'text-empty',
  'list-lengths',
  'review-order',
  'no-clauses',
  'nothing-decided',
];
const isOpen = (problem: ProblemId, key: unknown): boolean =>
  openProblems.includes(problem) || (problem === 'key-missing' && key !== 'front.languages');

function readFile(
  text: string,
  options: ImportOptions,
  open: boolean,
): { agreement: OpenText | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const complain: Complain = (line, problem, values = {}) => {
    if (problems.length < mostProblems && !(open && isOpen(problem, values.key)))
      problems.push({ line, problem, values });
  };
  const file = splitFile(text, complain);
  const yaml = file && parseFront(file.front, file.frontLine, complain);
  if (file === null || yaml === null) return { agreement: null, problems };
  const knows = { asks: options.asks, complain, open, lines: new Map<string, number>(), unread: new Set<string>() };
  const front = readFront(yaml, knows);
  const reading: Reading = { ...knows, languages: front.languages };
  const parts = readParts(reading, file.sections, () => problems.length >= mostProblems);
  checkIds(parts, complain);
  const agreement: OpenText = {
    ...front,
    ...grouped(parts, options),
    series: front.series ?? options.previous?.series ?? null,
  };
  pointToSteps(agreement, reading);
  const unknown = parts.length < file.sections.length;
  for (const finding of check(agreement, options.asks)) {
    if (!isSaid(finding, reading, unknown) && !(open && finding.problem === 'restorative-plan'))
      complain(lineOf(finding, reading), finding.problem, finding.values);
  }
  problems.sort((a, b) => a.line - b.line);
  return { agreement, problems };
}

function readParts(reading: Reading, sections: readonly Section[], enough: () => boolean): ReadPart[] {
  const parts: ReadPart[] = [];
  const counts = new Map<PartKind, number>();
  for (const section of sections) {
    if (enough()) break;
    const head = readHeading(reading, section);
    if (head === null) continue;
    const at = counts.get(head.kind) ?? 0;
    counts.set(head.kind, at + 1);
    parts.push(readPart(reading, section, { ...head, at }) as ReadPart);
  }
  return parts;
}

/** Whether the reader said already, in a place, why it is empty. */
function isSaid({ place, field, problem }: Finding, { unread }: Reading, unknown: boolean): boolean {
  // Sections that nobody could read may be the clauses that seem to be missing.
  if (problem === 'no-clauses') return unknown;
  return place !== null && field !== null && unread.has(lineKey(place.kind, place.at, field));
}

/** The line of an entry, else of its language, its field, its part, the file. */
function lineOf({ place, field, language, item }: Finding, { lines }: Reading): number {
  if (place === null) return 1;
  const names = [place.kind, place.at, field, language, item];
  for (let length = names.length; length > 1; length--) {
    const line = lines.get(lineKey(...names.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

function checkIds(parts: readonly ReadPart[], complain: Complain): void {
  const ids = new Set<string>();
  for (const { id, line } of parts) {
    if (id === null) continue;
    if (!b64u16.safeParse(id).success) complain(line, 'heading-id', { braces: '{#…}' });
    else if (ids.has(id)) complain(line, 'id-repeated');
    ids.add(id);
  }
}

function grouped(
  parts: readonly ReadPart[],
  { newId, previous }: ImportOptions,
): Pick<OpenText, (typeof groups)[PartKind]> {
  const all = partKinds.map((kind) => {
    const read = parts.filter((one) => one.kind === kind);
    const before: readonly ({ id: string } & AnyPart)[] = previous?.[groups[kind]] ?? [];
    const ids = keptIds(kind, read, before, newId);
    return [groups[kind], read.map(({ part }, at) => ({ id: ids[at] ?? newId(), ...part }))];
  });
  return Object.fromEntries(all) as Pick<OpenText, (typeof groups)[PartKind]>;
}

/** Ids given in the file stay; then those of the version before, by what a part is about; a new one is random. */
function keptIds(
  kind: PartKind,
  read: readonly { id: string | null; part: AnyPart }[],
  previous: readonly ({ id: string } & AnyPart)[],
  newId: () => string,
): string[] {
  const free = previous.filter(({ id }) => !read.some((one) => one.id === id));
  return read.map((one) => {
    if (one.id !== null) return one.id;
    const at = free.findIndex((other) => sameKey(kind, one.part) === sameKey(kind, other));
    const [kept] = at < 0 ? [] : free.splice(at, 1);
    return kept?.id ?? newId();
  });
}

/** A file points to steps by their number, an agreement by their ids. */
function pointToSteps({ clauses, ladder }: OpenText, reading: Reading): void {
  for (const [at, clause] of clauses.entries()) {
    if (clause.fromStep === null) continue;
    const step = ladder[Number(clause.fromStep) - 1];
    const place = lineKey('clause', at, 'fromStep');
    if (!step) reading.complain(reading.lines.get(place) ?? 1, 'step-unknown', { key: 'clause.fromStep' });
    clause.fromStep = step?.id ?? null;
  }
}
