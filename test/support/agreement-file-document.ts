import { type Field, fieldsOf, type Kind, type PartKind, partKinds } from '../../src/agreement-file/fields.ts';
import { english } from '../../src/agreement-file/words/en.ts';
import { spanish } from '../../src/agreement-file/words/es.ts';
import type { Names } from '../../src/agreement-file/words/words.ts';
import { table, withParts } from './written-parts.ts';

/* The tables of docs/agreement-file.md, from the table of fields and its words. */

const ofAgreements = ['violence', 'stance', 'severity', 'axes', 'skip', 'plan', 'procedure', 'method'] as const;

/** What a field holds, in words. */
function holds({ shape, most, terms, undecided }: Field): string {
  const what: Record<Field['shape'], string> = {
    line: `a line, ≤ ${most}`,
    text: `a text, ≤ ${most}`,
    list: `a list, entries ≤ ${most}`,
    plain: `a line in no language, ≤ ${most}`,
    choice: `one word of *${terms}*`,
    choices: `words of *${terms}*, with commas`,
    languages: 'language codes',
    day: 'a day',
    months: `a number, 1 to ${most}`,
    step: 'the number of a step',
  };
  return undecided ? `${what[shape]}; or "not decided yet"` : what[shape];
}

function fieldsTable(kind: Kind): string {
  const [en, es] = [english, spanish].map((words) => words.fields[kind] as Record<string, { names: Names }>);
  const rows = fieldsOf(kind).map(([key, field]) => {
    const names = [en, es].map((words) => (field.inHeading ? 'in the heading' : quoted(words?.[key]?.names ?? [])));
    const needed = { true: 'needed', decided: 'needed, unless nothing is decided', undefined: '' }[
      String(field.needed)
    ];
    return [...names, holds(field), needed ?? ''];
  });
  return table(['English', 'Español', 'holds', ''], rows);
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function partsTables(): string {
  const heading = (kind: PartKind) =>
    kind === 'clause'
      ? '`## <type of violence>`'
      : [english, spanish].map((words) => `\`## ${words.headings[kind][0]}\``).join(' or ');
  return partKinds
    .map((kind) => `**${english.parts[kind].all}**, ${heading(kind)}\n\n${fieldsTable(kind)}`)
    .join('\n\n');
}

function termsTable(): string {
  const rows = ofAgreements.map((term) => [
    term,
    ...[english, spanish].map((words) =>
      Object.values<Names>(words.terms[term])
        .map(([name]) => name)
        .join(', '),
    ),
  ]);
  return table(['', 'English', 'Español'], rows);
}

/** docs/agreement-file.md with these tables as they have to be. */
export function agreementFileDocument(text: string): string {
  return withParts(text, { front: fieldsTable('front'), parts: partsTables(), words: termsTable() });
}
