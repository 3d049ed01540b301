import type { Agreement } from '../../schemas/agreement.ts';
import { quoted } from './problems.ts';
import { type Entry, listOf, oneLine, type Section, textOf } from './sections.ts';
import { asksStill } from './template.ts';
import { byLanguage, fixed, type Lists, most, type Reading, single, sound, soundList, type Words } from './values.ts';
import {
  belongingKeys,
  choices,
  clauseKeys,
  nameOf,
  plain,
  termChoices,
  termFor,
  type WordTable,
  yesWords,
} from './vocabulary.ts';

export type Clause = Agreement['clauses'][number];
export type Belonging = Agreement['belonging'][number];
/** A belonging parameter that may still be written: what nobody chose yet is null. */
export type OpenBelonging = Omit<Belonging, 'severityFrom' | 'reviewMonths'> & {
  severityFrom: Belonging['severityFrom'] | null;
  reviewMonths: number | null;
};
/** What stands under a heading, before it has an id; `id` is the one the file gives. */
export type Read<T> = Omit<T, 'id'> & { id: string | null; line: number };

/** Reads `## type of violence`, with `: own name` after it where the collective has its own word for it. */
export function readClause(reading: Reading, section: Section): Read<Clause> | null {
  const [type = '', ...own] = section.heading.split(':');
  const violence = termFor('violence', type);
  if (violence === null) {
    reading.complain(section.line, 'heading-unknown', { heading: quoted(type), choices: termChoices('violence') });
    return null;
  }
  const entries = entriesOf(reading, section, clauseKeys);
  const stanceEntry = single(reading, entries.stance, section.line, 'stance', true);
  const stance = stanceEntry && fixed(reading, 'stance', stanceEntry.line, 'stance', textOf(stanceEntry));
  const severityEntry = single(reading, entries.severity, section.line, 'severity', false);
  const severity = severityEntry && fixed(reading, 'severity', severityEntry.line, 'severity', textOf(severityEntry));
  return {
    id: section.id,
    line: section.line,
    violence,
    ownName: readOwnName(reading, section.line, own.join(':')),
    axes: readAxes(reading, single(reading, entries.axes, section.line, 'axes', false)),
    severity: severity ?? null,
    stance: stance ?? 'not_decided_yet',
    text: readText(reading, entries.text, section.line, 'text', most.text, stance !== 'not_decided_yet'),
    examples: readLists(reading, entries.examples, section.line, 'examples'),
    responses: readLists(reading, entries.responses, section.line, 'responses'),
    support: readLists(reading, entries.support, section.line, 'support'),
  };
}

/** Reads `## belonging`. Complains of a parameter without restorative plan, severity, review or way back; what it complains of is null. */
export function readBelonging(reading: Reading, section: Section): Read<OpenBelonging> | null {
  const { line } = section;
  const entries = entriesOf(reading, section, belongingKeys);
  const severityEntry = single(reading, entries.severityFrom, line, 'severity from', true);
  const severityFrom =
    severityEntry && fixed(reading, 'severity', severityEntry.line, 'severity from', textOf(severityEntry));
  const plan = single(reading, entries.restorativePlan, line, 'restorative plan', false);
  if (plan === undefined || !yesWords.some((word) => plain(word) === plain(textOf(plan)))) {
    reading.complain(plan?.line ?? line, plan && asksStill(textOf(plan)) ? 'question-left' : 'restorative-plan');
  }
  const monthsEntry = single(reading, entries.reviewMonths, line, 'review months', true);
  const months = monthsEntry === undefined ? 0 : Number(textOf(monthsEntry));
  const inYear = Number.isInteger(months) && months >= 1 && months <= 12;
  if (monthsEntry !== undefined && !inYear) {
    reading.complain(monthsEntry.line, asksStill(textOf(monthsEntry)) ? 'question-left' : 'review-months');
  }
  return {
    id: section.id,
    line,
    when: readText(reading, entries.when, line, 'when', most.belonging, true),
    severityFrom: severityFrom ?? null,
    measure: readText(reading, entries.measure, line, 'measure', most.belonging, true),
    requiresRestorativePlan: true,
    reviewMonths: inYear ? months : null,
    wayBack: readText(reading, entries.wayBack, line, 'way back', most.belonging, true),
  };
}

function entriesOf<Name extends string>(reading: Reading, section: Section, table: WordTable<Name>) {
  const names = Object.keys(table) as Name[];
  const sorted = Object.fromEntries(names.map((name) => [name, [] as Entry[]])) as Record<Name, Entry[]>;
  for (const entry of section.entries) {
    const name = nameOf(table, entry.key);
    if (name === null) reading.complain(entry.line, 'key-unknown', { key: quoted(entry.key), choices: choices(table) });
    else sorted[name].push(entry);
  }
  return sorted;
}

// `silencing accents` in the first language, or `silencing accents | callar acentos` in the order of `languages`.
function readOwnName(reading: Reading, line: number, written: string): Words | null {
  if (written.trim() === '') return null;
  const names = written.split('|').map((name, index) => ({
    line,
    language: reading.languages[index] ?? '',
    value: oneLine(name),
  }));
  // Its languages stand beside each other in the heading, not under a key.
  const complain: Reading['complain'] = (at, problem, values) =>
    reading.complain(at, problem === 'language-missing' ? 'name-language' : problem, values);
  const good = names.filter(({ value }) => sound(reading, line, 'own name', value, most.ownName));
  return good.length === 0 ? {} : byLanguage({ ...reading, complain }, line, 'own name', good, true);
}

function readAxes(reading: Reading, entry: Entry | undefined): Clause['axes'] {
  if (entry === undefined) return [];
  const written = listOf(entry).flatMap(({ line, text }) =>
    text.split(',').map((word) => ({ line, word: word.trim() })),
  );
  const axes = written
    .filter(({ word }) => word !== '')
    .map(({ line, word }) => fixed(reading, 'axes', line, 'axes', word))
    .filter((axis) => axis !== null);
  return [...new Set(axes)];
}

function readText(
  reading: Reading,
  entries: readonly Entry[],
  line: number,
  key: string,
  longest: number,
  needed: boolean,
): Words {
  const values = entries.map((entry) => ({ line: entry.line, language: entry.language, value: textOf(entry) }));
  const good = values.filter((value) => sound(reading, value.line, key, value.value, longest));
  return values.length > 0 && good.length === 0 ? {} : byLanguage(reading, line, key, good, needed);
}

function readLists(reading: Reading, entries: readonly Entry[], line: number, key: string): Lists {
  const values = entries.map((entry) => ({ line: entry.line, language: entry.language, items: listOf(entry) }));
  const good = values.filter((value) => {
    if (value.items.length === 0) reading.complain(value.line, 'text-empty', { key });
    return value.items.length > 0 && soundList(reading, value.line, key, value.items);
  });
  if (new Set(good.map(({ items }) => items.length)).size > 1)
    reading.complain(good.at(-1)!.line, 'list-lengths', { key });
  const lists = good.map((value) => ({ ...value, value: value.items.map(({ text }) => text) }));
  return values.length > 0 && good.length === 0 ? {} : byLanguage(reading, line, key, lists, false);
}
