import { most } from '../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, type PartKind, partKinds } from '../../src/agreement-file/fields.ts';
import { english } from '../../src/agreement-file/words/en.ts';
import { spanish } from '../../src/agreement-file/words/es.ts';
import type { FieldWords, Names, OtherKey } from '../../src/agreement-file/words/words.ts';
import { table, withParts } from './written-parts.ts';

/* The tables of docs/agreement-file.md, from the table of fields and its words. */

const ofAgreements = ['violence', 'stance', 'severity', 'axes', 'skip', 'plan', 'procedure', 'method'] as const;

/** What a field holds, in words. */
function holds({ shape, most, terms, undecided }: Field): string {
  const what: Record<Field['shape'], string> = {
    line: `a line, ≤ ${most}`,
    text: `a text, ≤ ${most}`,
    list: `a list, entries ≤ ${most}`,
    plain: `one line for all languages, ≤ ${most}`,
    choice: `one word of *${terms}*`,
    choices: `words of *${terms}*, with commas`,
    languages: 'language codes',
    day: 'a day',
    months: `a number, 1 to ${most}`,
    step: 'the number of a step',
  };
  return undecided ? `${what[shape]}; or "not decided yet"` : what[shape];
}

function fieldsTable(kind: FieldGroup): string {
  const rows = fieldsOf(kind).map(([key, field]) => {
    const names = [english, spanish].map(({ fields }) => {
      const word = (fields[kind] as Record<string, FieldWords>)[key]!;
      return field.inHeading ? `in the heading: ${word.label}` : quoted(word.names);
    });
    const needed = { true: 'needed', decided: 'needed, unless nothing is decided', undefined: '' }[
      String(field.needed)
    ];
    return [...names, holds(field), needed ?? ''];
  });
  return table(['English', 'Español', 'holds', ''], rows);
}

/** What the keys beside the fields hold, in words. */
const besideFields: Record<OtherKey, string> = {
  series: 'the id that all versions share',
  adopted: 'how it was adopted, by these three:',
  body: `who adopted it, a line, ≤ ${most.line}`,
  method: 'one word of *method*',
  at: 'a day, a month or a year',
  adaptedFrom: 'a version that this one began from, or a list of them, by these two:',
  agreement: 'the id of that version',
  issuer: 'the id of its collective',
};

function besideTable(): string {
  const rows = (Object.keys(besideFields) as OtherKey[]).map((key) => [
    ...[english, spanish].map(({ others }) => quoted(others[key])),
    besideFields[key],
  ]);
  return table(['English', 'Español', 'holds'], rows);
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
  return withParts(text, {
    front: fieldsTable('front'),
    beside: besideTable(),
    parts: partsTables(),
    words: termsTable(),
  });
}
