import { stringify } from 'yaml';
import { type Field, fieldsOf, groups, isSpoken, type PartKind, partKinds } from './fields.ts';
import { type AnyPart, isUndecided, listIn, type OpenText, type TextsByLanguage, textsIn, wordIn } from './parts.ts';
import { fieldWord, headingWord, otherWord, termWord } from './vocabulary.ts';

/**
 * An agreement as the file that `importMarkdown` reads, ids included, so that reading it again gives the same
 * agreement. Keys are in the language of its first texts where our files have words in it, else English. What is
 * missing is left out, for the reader to name.
 */
export function exportMarkdown(agreement: OpenText): string {
  const writer = { agreement, language: agreement.languages[0] ?? 'en' };
  const sections = partKinds.flatMap((kind) => {
    const group: readonly ({ id: string } & AnyPart)[] = agreement[groups[kind]];
    return group.map((part) => `\n${sectionLines(writer, kind, part).join('\n')}\n`);
  });
  return `---\n${front(writer)}---\n${sections.length === 0 ? '\n' : sections.join('')}`;
}

type Writer = { agreement: OpenText; language: string };

function sectionLines(writer: Writer, kind: PartKind, part: { id: string } & AnyPart): string[] {
  const fields = fieldsOf(kind);
  const inHeading = fields.flatMap(([key, field]) => (field.inHeading ? [headingValue(writer, part, key, field)] : []));
  const heading = [headingWord(kind, writer.language) ?? '', ...inHeading].filter((word) => word !== '').join(': ');
  const below = fields.flatMap(([key, field]) => (field.inHeading ? [] : fieldLines(writer, kind, part, key, field)));
  return [`## ${heading} {#${part.id}}`, '', ...below];
}

function headingValue({ agreement, language }: Writer, part: AnyPart, key: string, field: Field): string {
  if (!isSpoken(field)) return field.terms === undefined ? '' : termWord(field.terms, wordIn(part, key), language);
  const texts = textsIn(part, key);
  const names = agreement.languages.map((tag) => (Object.hasOwn(texts, tag) ? String(texts[tag]) : ''));
  return names.join(' | ').replace(/[ |]+$/, '');
}

function fieldLines(writer: Writer, kind: PartKind, part: AnyPart, key: string, field: Field): string[] {
  const { languages } = writer.agreement;
  const name = fieldWord(kind, key, writer.language);
  if (isUndecided(part, key, field)) return [`${name}: ${termWord('plan', 'not_decided_yet', writer.language)}`];
  if (isSpoken(field))
    return inOrder(textsIn(part, key), languages).flatMap(([tag, value]) => {
      const named = tag === languages[0] ? name : `${name} (${tag})`;
      return value.length === 0 ? [] : [`${named}:`, ...valueLines(value)];
    });
  const value = wordOf(writer, part, key, field);
  return value === '' ? [] : [`${name}: ${value}`];
}

/** A text indented, so that no line of it is taken for a key; a list with a dash before each entry. */
function valueLines(value: string | string[]): string[] {
  if (typeof value !== 'string') return value.map((item) => `  - ${item}`);
  return value.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
}

function wordOf({ agreement, language }: Writer, part: AnyPart, key: string, field: Field): string {
  const word = wordIn(part, key);
  if (field.shape === 'step') {
    const at = agreement.ladder.findIndex(({ id }) => id === word);
    return at < 0 ? '' : String(at + 1);
  }
  const { terms } = field;
  if (field.shape === 'choices' || field.shape === 'languages')
    return listIn(part, key)
      .map((one) => (terms === undefined ? one : termWord(terms, one, language)))
      .join(', ');
  return terms === undefined || word === '' ? word : termWord(terms, word, language);
}

function inOrder(texts: TextsByLanguage, languages: readonly string[]): [string, string | string[]][] {
  return languages.flatMap((tag): [string, string | string[]][] => {
    const value = Object.hasOwn(texts, tag) ? texts[tag] : undefined;
    return value === undefined ? [] : [[tag, value]];
  });
}

function front({ agreement, language }: Writer): string {
  const { adopted, adaptedFrom, languages, series } = agreement;
  const part: AnyPart = agreement;
  const said = fieldsOf('front').map(([key, field]): [string, unknown] => {
    const name = fieldWord('front', key, language);
    if (!isSpoken(field)) return [name, field.shape === 'languages' ? listIn(part, key) : wordIn(part, key)];
    const texts = inOrder(textsIn(part, key), languages).filter(([, value]) => value.length > 0);
    const [only] = texts;
    return [name, languages.length === 1 && only ? only[1] : Object.fromEntries(texts)];
  });
  const origins = adaptedFrom.map((one) => ({
    [otherWord('agreement', language)]: one.agreement,
    [otherWord('issuer', language)]: one.issuer,
  }));
  const beside: [string, unknown][] = [
    [
      otherWord('adopted', language),
      adopted && {
        ...(adopted.body !== null && { [otherWord('body', language)]: adopted.body }),
        [otherWord('method', language)]: termWord('method', adopted.method, language),
        [otherWord('at', language)]: adopted.at,
      },
    ],
    [otherWord('adaptedFrom', language), origins.length === 1 ? origins[0] : origins],
    [otherWord('series', language), series],
  ];
  const known = [...said, ...beside].filter(([, value]) => isSaid(value));
  return stringify(Object.fromEntries(known), { aliasDuplicateObjects: false });
}

const isSaid = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && (typeof value !== 'object' || Object.keys(value).length > 0);
