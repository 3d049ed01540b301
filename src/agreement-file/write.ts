import { stringify } from 'yaml';
import type { OpenText } from './read.ts';
import type { Clause, OpenBelonging } from './read-clauses.ts';
import type { Lists, Words } from './values.ts';
import {
  adoptedKeys,
  belongingHeadings,
  belongingKeys,
  clauseKeys,
  frontKeys,
  lineageKeys,
  termWord,
} from './vocabulary.ts';

/** The line (from 1) on which each part of a file begins; the front matter's is 1. */
export type Starts = { part: string | null; line: number }[];

/**
 * An agreement as the file that `importMarkdown` reads, ids included, so that reading it again gives the same agreement. Keys are
 * Spanish when its first language is, else English.
 */
export function exportMarkdown(agreement: OpenText): string {
  return exportWithStarts(agreement).markdown;
}

/** The same file, and where each clause and belonging parameter of it begins. What is missing is left out, for the reader to name. */
export function exportWithStarts(agreement: OpenText): { markdown: string; starts: Starts } {
  const spanish = agreement.languages[0]?.split('-')[0] === 'es';
  const write = writer(spanish, agreement.languages);
  const sections = [
    ...agreement.clauses.map((clause) => ({ part: clause.id, lines: clauseLines(clause, spanish, write) })),
    ...agreement.belonging.map((one) => ({ part: one.id, lines: belongingLines(one, spanish, write) })),
  ];
  let markdown = `---\n${front(agreement, spanish)}---\n`;
  let line = markdown.split('\n').length;
  const starts: Starts = [{ part: null, line: 1 }];
  for (const { part, lines } of sections) {
    const section = lines.join('\n');
    starts.push({ part, line: line + 1 });
    markdown += `\n${section}\n`;
    line += section.split('\n').length + 1;
  }
  return { markdown: sections.length === 0 ? `${markdown}\n` : markdown, starts };
}

type Writer = ReturnType<typeof writer>;

function clauseLines(clause: Clause, spanish: boolean, write: Writer): string[] {
  const type = termWord('violence', clause.violence, spanish ? 'es' : 'en');
  const own = clause.ownName === null ? '' : `: ${write.names(clause.ownName)}`;
  return [
    `## ${type}${own} {#${clause.id}}`,
    '',
    write.line(clauseKeys.stance, termWord('stance', clause.stance, spanish ? 'es' : 'en')),
    ...(clause.severity
      ? [write.line(clauseKeys.severity, termWord('severity', clause.severity, spanish ? 'es' : 'en'))]
      : []),
    ...(clause.axes.length > 0
      ? [
          write.line(
            clauseKeys.axes,
            clause.axes.map((axis) => termWord('axes', axis, spanish ? 'es' : 'en')).join(', '),
          ),
        ]
      : []),
    ...write.texts(clauseKeys.text, clause.text),
    ...write.lists(clauseKeys.examples, clause.examples),
    ...write.lists(clauseKeys.responses, clause.responses),
    ...write.lists(clauseKeys.support, clause.support),
  ];
}

function belongingLines(parameter: OpenBelonging, spanish: boolean, write: Writer): string[] {
  const { severityFrom, reviewMonths } = parameter;
  return [
    `## ${belongingHeadings[spanish ? 1 : 0]} {#${parameter.id}}`,
    '',
    ...write.texts(belongingKeys.when, parameter.when),
    ...(severityFrom
      ? [write.line(belongingKeys.severityFrom, termWord('severity', severityFrom, spanish ? 'es' : 'en'))]
      : []),
    ...write.texts(belongingKeys.measure, parameter.measure),
    write.line(belongingKeys.restorativePlan, spanish ? 'sí' : 'yes'),
    ...(reviewMonths === null ? [] : [write.line(belongingKeys.reviewMonths, String(reviewMonths))]),
    ...write.texts(belongingKeys.wayBack, parameter.wayBack),
  ];
}

type Key = readonly [string, string, ...string[]];

function writer(spanish: boolean, languages: readonly string[]) {
  const word = (key: Key) => key[spanish ? 1 : 0];
  const keyIn = (key: Key, language: string) => (language === languages[0] ? word(key) : `${word(key)} (${language})`);
  const inOrder = <T>(values: Record<string, T>) =>
    languages
      .filter((language) => Object.hasOwn(values, language))
      .map((language) => [language, values[language] as T] as const);
  const indented = (text: string) => text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  return {
    line: (key: Key, value: string) => `${word(key)}: ${value}`,
    names: (names: Words) => languages.map((language) => names[language] ?? '').join(' | '),
    texts: (key: Key, texts: Words) =>
      inOrder(texts).flatMap(([language, text]) => [`${keyIn(key, language)}:`, ...indented(text)]),
    lists: (key: Key, lists: Lists) =>
      inOrder(lists).flatMap(([language, items]) =>
        items.length === 0 ? [] : [`${keyIn(key, language)}:`, ...items.map((item) => `  - ${item}`)],
      ),
  };
}

function front(agreement: OpenText, spanish: boolean): string {
  const { adopted, adaptedFrom, languages } = agreement;
  const word = (key: Key) => key[spanish ? 1 : 0];
  const oneOrAll = <T>(values: Record<string, T>) =>
    languages.length === 1 && languages[0] !== undefined ? values[languages[0]] : values;
  const fields = [
    [frontKeys.title, oneOrAll(agreement.title)],
    [frontKeys.languages, languages],
    [frontKeys.series, agreement.series],
    [frontKeys.summary, oneOrAll(agreement.summary)],
    [frontKeys.protects, oneOrAll(agreement.protects)],
    [
      frontKeys.adopted,
      adopted && {
        [word(adoptedKeys.body)]: adopted.body,
        [word(adoptedKeys.method)]: termWord('method', adopted.method, spanish ? 'es' : 'en'),
        [word(adoptedKeys.at)]: adopted.at,
      },
    ],
    [frontKeys.review, agreement.reviewBy],
    [frontKeys.licence, agreement.licence],
    [
      frontKeys.adaptedFrom,
      adaptedFrom && {
        [word(lineageKeys.agreement)]: adaptedFrom.agreement,
        [word(lineageKeys.issuer)]: adaptedFrom.issuer,
      },
    ],
  ] as const;
  const known = fields.filter(([, value]) => isSaid(value));
  return stringify(Object.fromEntries(known.map(([key, value]) => [word(key), value])), {
    aliasDuplicateObjects: false,
  });
}

const isSaid = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== '' &&
  (Array.isArray(value) || typeof value !== 'object' || Object.keys(value).length > 0);
