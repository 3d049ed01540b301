import { canonical } from '../protocol/canonical.ts';
import type { Complain, Problem, ProblemId } from './problems.ts';
import {
  type Belonging,
  type Clause,
  type OpenBelonging,
  type Read,
  readBelonging,
  readClause,
} from './read-clauses.ts';
import { type FrontMatter, readFront } from './read-front.ts';
import { splitFile } from './sections.ts';
import type { Reading } from './values.ts';
import { belongingHeadings, plain } from './vocabulary.ts';
import { parseFront } from './yaml.ts';

/*
 * An agreement as a file. YAML front matter says what holds for all of it; then one `## type of violence` per clause and one
 * `## belonging` per way of ceasing to belong. Under a heading, `key: value` lines; a value goes on in the lines below it (best
 * indented by two spaces) as paragraphs or a list. Keys and fixed words are Spanish or English (markdown-words.ts has them all).
 *
 *   ---
 *   title: How we live together       # in several languages: title: {en: …, es: …}
 *   languages: [en]                   # the first is the language of a text that names none
 *   summary: …
 *   protects: [ … ]
 *   adopted: {body: …, method: consent round | assembly minutes | other, at: 2026-02-01}    # leave out for a draft
 *   review: 2027-02-01
 *   licence: CC-BY-SA-4.0
 *   series: …                         # optional: the id that all versions share
 *   adapted from: {agreement: …, collective: …}    # optional: ids of the version this began from
 *   ---
 *   ## sexual {#id}                   # id optional; or "## other: our own name for it"
 *   stance: not tolerated | worked on together | not decided yet
 *   severity: micro | serious | grave | extreme       (optional)
 *   axes: gender, class                               (optional)
 *   text: …                           # text (es): … for a second language
 *   examples: | responses: | support:                 (optional lists)
 *
 *   ## belonging
 *   when: …  severity from: grave  measure: …  restorative plan: yes  review months: 6  way back: …
 *
 * A line that begins with ?? is a question of the template that nobody has answered: it is refused. "not decided yet" is not.
 */

/** The part of an agreement that people write. Issuer, version, previous version and time of issue come with publishing. */
export type AgreementText = FrontMatter & { clauses: Clause[]; belonging: Belonging[] };

export type Imported = { ok: true; agreement: AgreementText } | { ok: false; problems: Problem[] };

export type ImportOptions = {
  /** Makes a random clause id (16 bytes, base64url). */
  newId: () => string;
  /** The version before, so that clauses and belonging parameters keep their ids. */
  previous?: Pick<AgreementText, 'clauses' | 'belonging' | 'series'> | undefined;
};

/** More problems than this help nobody. */
const mostProblems = 100;
const mostClauses = 200;
const mostBelonging = 50;

/** An agreement file that is still being written: see {@link importOpen}. */
export type OpenText = Omit<AgreementText, 'belonging'> & { belonging: OpenBelonging[] };

/**
 * Reads an agreement file (at most 256 KB). Either everything in it is understood and nothing is missing, or the answer is every
 * problem with its line; nothing is guessed or left out in silence. Never throws on what a file may hold.
 */
export function importMarkdown(text: string, options: ImportOptions): Imported {
  const problems: Problem[] = [];
  const read = readFile(text, options, problems, false);
  const whole = read?.belonging.every(isWhole) ? { ...read, belonging: read.belonging as Belonging[] } : null;
  return problems.length === 0 && whole ? { ok: true, agreement: whole } : { ok: false, problems };
}

/**
 * Reads an agreement file that is still being written: questions of the template stay as text, what is missing stays empty. Whatever cannot be
 * read is a problem as in {@link importMarkdown}.
 */
export function importOpen(
  text: string,
  options: ImportOptions,
): { ok: true; agreement: OpenText } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  const agreement = readFile(text, options, problems, true);
  return problems.length === 0 && agreement ? { ok: true, agreement } : { ok: false, problems };
}

const isWhole = (one: OpenBelonging): one is Belonging => one.severityFrom !== null && one.reviewMonths !== null;

/** What a text that is being written may lack; ids, languages and the restorative plan it may not. */
const openProblems: readonly ProblemId[] = [
  'question-left',
  'text-empty',
  'language-missing',
  'name-language',
  'list-lengths',
  'review-order',
  'no-clauses',
  'nothing-decided',
];
const openKeys: readonly unknown[] = [
  ...['title', 'summary', 'protects', 'review', 'licence', 'stance', 'text'],
  ...['when', 'measure', 'severity from', 'review months', 'way back'],
];
const isOpen = (problem: ProblemId, key: unknown): boolean =>
  openProblems.includes(problem) || (problem === 'key-missing' && openKeys.includes(key));

function readFile(
  text: string,
  { newId, previous }: ImportOptions,
  problems: Problem[],
  open: boolean,
): OpenText | null {
  const complain: Complain = (line, problem, values = {}) => {
    if (problems.length < mostProblems && !(open && isOpen(problem, values.key)))
      problems.push({ line, problem, values });
  };
  const parts = splitFile(text, complain);
  const yaml = parts && parseFront(parts.front, parts.frontLine, complain);
  if (parts === null || yaml === null) return null;
  const front = readFront(yaml, complain, open);
  const reading: Reading = { languages: front.languages, complain, open };

  const clauses: Read<Clause>[] = [];
  const belonging: Read<OpenBelonging>[] = [];
  for (const section of parts.sections) {
    if (problems.length >= mostProblems) break;
    if (belongingHeadings.includes(plain(section.heading))) {
      const read = readBelonging(reading, section);
      if (read !== null) belonging.push(read);
    } else {
      const read = readClause(reading, section);
      if (read !== null) clauses.push(read);
    }
  }
  checkWhole(parts.sections.length, clauses, belonging, front, complain);
  problems.sort((a, b) => a.line - b.line);
  const clauseIds = keptIds(clauses, previous?.clauses ?? [], newId, sameClause);
  const belongingIds = keptIds(belonging, previous?.belonging ?? [], newId, sameBelonging);
  return {
    ...front,
    series: front.series ?? previous?.series ?? null,
    clauses: clauses.map(({ line: _, ...clause }, index) => ({ ...clause, id: clauseIds[index] ?? newId() })),
    belonging: belonging.map(({ line: _, ...one }, index) => ({ ...one, id: belongingIds[index] ?? newId() })),
  };
}

function checkWhole(
  sections: number,
  clauses: Read<Clause>[],
  belonging: Read<OpenBelonging>[],
  front: FrontMatter,
  complain: Complain,
): void {
  if (sections === 0 || (clauses.length === 0 && belonging.length === sections)) complain(1, 'no-clauses');
  if (clauses.length > mostClauses)
    complain(clauses[mostClauses]!.line, 'list-too-long', { key: 'clause', most: mostClauses });
  if (belonging.length > mostBelonging) {
    complain(belonging[mostBelonging]!.line, 'list-too-long', { key: 'belonging', most: mostBelonging });
  }
  const ids = new Set<string>();
  for (const { id, line } of [...clauses, ...belonging]) {
    if (id === null) continue;
    if (!/^[A-Za-z0-9_-]{21}[AQgw]$/.test(id)) complain(line, 'heading-id', { braces: '{#…}' });
    else if (ids.has(id)) complain(line, 'id-repeated');
    ids.add(id);
  }
  const names = new Set<string>();
  for (const clause of clauses) {
    const name = nameKey(clause);
    if (names.has(name)) complain(clause.line, 'heading-repeated');
    names.add(name);
  }
  const decided = clauses.some(({ stance }) => stance !== 'not_decided_yet');
  if (front.adopted !== null && clauses.length > 0 && !decided) complain(1, 'nothing-decided');
}

/** Ids given in the file stay; then those of the version before, by what a clause is about; a new one is random. */
function keptIds<R extends { id: string | null }, T extends { id: string }>(
  read: readonly R[],
  previous: readonly T[],
  newId: () => string,
  same: (one: R, other: T) => boolean,
): string[] {
  const free = previous.filter(({ id }) => !read.some((one) => one.id === id));
  return read.map((one) => {
    if (one.id !== null) return one.id;
    const at = free.findIndex((other) => same(one, other));
    const [kept] = at < 0 ? [] : free.splice(at, 1);
    return kept?.id ?? newId();
  });
}

type Named = Pick<Clause, 'violence' | 'ownName'>;
const sameClause = (one: Named, other: Named) => nameKey(one) === nameKey(other);
const sameBelonging = (one: Pick<Belonging, 'when'>, other: Pick<Belonging, 'when'>) =>
  canonical(one.when) === canonical(other.when);

function nameKey({ violence, ownName }: Named): string {
  return `${violence}:${plain(Object.values(ownName ?? {}).join('|'))}`;
}
