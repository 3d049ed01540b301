import type { I18n } from '@lingui/core';
import { most } from '../../../schemas/agreement.ts';
import { firstMark, type Mark } from '../../../schemas/characters.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { isDay, isLanguage } from '../../agreement-file/check.ts';
import { type Field, type FieldGroup, fieldOf, fieldsOf, isSpoken, partKinds } from '../../agreement-file/fields.ts';
import {
  type AnyPart,
  builtPart,
  isUndecided,
  listIn,
  type TextsByLanguage,
  textsIn,
  wordIn,
} from '../../agreement-file/parts.ts';
import { oneLine } from '../../agreement-file/plain.ts';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import { canonical } from '../../protocol/canonical.ts';
import type { Content } from './text.ts';

/**
 * What a form sends: `text.es` is the text in Spanish, a list has one entry per line, `wayBack` alone says that it is
 * not decided yet.
 */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with one field: its name in the form, which field of which part it is, and why. Never its value. */
export type Wrong = {
  name: string;
  kind: FieldGroup;
  key: string;
  problem: 'character' | 'too-long' | 'too-many' | 'languages' | 'date' | 'months' | 'bar' | 'both';
  most: number;
  mark?: Mark;
};

/** What a field that can be left open says while it is. */
export const undecided = 'not_decided_yet';

/** A part as the fields of its form. */
export function typedOf(content: Content): Record<string, string | string[]> {
  const part: AnyPart = content;
  const typed: Record<string, string | string[]> = {};
  for (const [key, field] of fieldsOf(content.kind)) {
    if (isUndecided(part, key, field)) typed[key] = undecided;
    else if (isSpoken(field))
      for (const [tag, value] of Object.entries(textsIn(part, key)))
        typed[`${key}.${tag}`] = typeof value === 'string' ? value : value.join('\n');
    else if (field.shape === 'choices') typed[key] = listIn(part, key).sort();
    else typed[key] = field.shape === 'languages' ? listIn(part, key).join(', ') : wordIn(part, key);
  }
  return typed;
}

/** Whether two parts are the same to somebody who reads their forms. */
export function sameToRead(one: Content | null, other: Content | null): boolean {
  if (one === null || other === null) return one === other;
  return canonical(typedOf(one)) === canonical(typedOf(other));
}

/**
 * A form's fields as a part, and what is wrong with them. What the form has no field for stays as in `before`.
 * @throws `malformed` for fields that no form of ours has; what is only missing is not wrong.
 */
export function readTyped(typed: Typed, before: Content): { content: Content; wrong: Wrong[] } {
  const { kind } = before;
  const names = Object.keys(typed);
  const known = names.every((name) => isFieldName(kind, name));
  if (!known) throw new Refusal('malformed', 'field');
  const wrong: Wrong[] = [];
  const part = builtPart(kind, (key, field) => {
    const form: FormField = { name: key, kind, key, field, wrong };
    return isSpoken(field) ? readTexts(typed, before, form) : readWord(typed, before, form);
  });
  return { content: { ...before, ...part, ...untouched(before) } as Content, wrong };
}

/** What of a part no form shows. */
const untouched = (before: Content) => (before.kind === 'front' ? { adaptedFrom: before.adaptedFrom } : {});

type FormField = { name: string; kind: FieldGroup; key: string; field: Field; wrong: Wrong[] };

/** Of which kind of part somebody sent the form, as far as its fields tell; null where no form of ours has them all. */
export function formKind(typed: Typed): FieldGroup | null {
  return kinds.find((kind) => Object.keys(typed).every((name) => isFieldName(kind, name))) ?? null;
}

const kinds: readonly FieldGroup[] = ['front', ...partKinds];

function isFieldName(kind: FieldGroup, name: string): boolean {
  const [key = '', tag] = name.split('.', 2);
  const field = fieldOf(kind, key);
  if (!field) return false;
  return tag === undefined ? !isSpoken(field) || field.undecided === true : isSpoken(field) && isLanguage(tag);
}

function readTexts(typed: Typed, before: AnyPart, form: FormField): TextsByLanguage | typeof undecided {
  const { key, field } = form;
  const texts = { ...textsIn(before, key) };
  const open = typed[key] ?? (isUndecided(before, key, field) && names(typed, key).length === 0 ? undecided : '');
  if (field.undecided && open === undecided) {
    const written = names(typed, key).some((name) => textIn(typed, name, '').trim() !== '');
    check(form, !written, 'both');
    return undecided;
  }
  for (const name of names(typed, key)) {
    const [, tag = ''] = name.split('.', 2);
    delete texts[tag];
    const read = readText({ ...form, name }, textIn(typed, name, ''));
    if (read.length > 0) texts[tag] = read;
    if (Object.keys(texts).length > 2 * most.languages) throw new Refusal('malformed', key);
  }
  return texts;
}

const names = (typed: Typed, key: string): string[] => Object.keys(typed).filter((name) => name.startsWith(`${key}.`));

function readText(form: FormField, value: string): string | string[] {
  const { field, wrong, ...at } = form;
  if (field.shape !== 'list') {
    const text = field.shape === 'line' ? oneLine(value) : wholeLines(value);
    checkText(form, [text]);
    if (field.inHeading && text.includes('|')) wrong.push({ ...at, problem: 'bar', most: 0 });
    return text;
  }
  const items = value
    .split(/\r\n|\n|\r/)
    .map((line) => oneLine(line).replace(/^[-*•]\s+/u, ''))
    .filter((line) => line !== '');
  if (items.length > most.items) wrong.push({ ...at, problem: 'too-many', most: most.items });
  checkText(form, items);
  return items;
}

function checkText({ field, wrong, ...at }: FormField, items: readonly string[]): void {
  const longest = field.most ?? Number.POSITIVE_INFINITY;
  const mark = firstMark(items.join('\n'));
  if (mark) wrong.push({ ...at, problem: 'character', most: 0, mark });
  else if (items.some((item) => [...item].length > longest)) wrong.push({ ...at, problem: 'too-long', most: longest });
}

/** The lines as a file keeps them: no blanks at their ends, none that all share at the start, no empty lines around. */
function wholeLines(value: string): string {
  const lines = value.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  const indents = lines.filter((line) => line !== '').map((line) => line.search(/\S/));
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines
    .map((line) => line.slice(common))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function readWord(typed: Typed, before: AnyPart, form: FormField): unknown {
  const { key, field } = form;
  if (field.shape === 'choices') return readChoices(typed, before, form);
  if (field.shape === 'languages') return readLanguages(typed, before, form);
  const word = textIn(typed, key, wordIn(before, key)).trim();
  if (field.shape === 'choice') return readChoice(word, form);
  if (field.shape === 'step') return word === '' ? null : word;
  if (field.shape === 'months') return readMonths(word, form);
  const line = oneLine(word);
  if (field.shape === 'day') check(form, line === '' || isDay(line), 'date');
  else checkText(form, [line]);
  return line === '' && field.needed === undefined ? null : line;
}

function check({ field, wrong, ...at }: FormField, right: boolean, problem: Wrong['problem']): void {
  if (!right) wrong.push({ ...at, problem, most: field.most ?? 0 });
}

function readChoice(word: string, { key, field }: FormField): string | null {
  const found = field.options?.find((option) => option === word) ?? null;
  if (found === null && (word !== '' || field.otherwise !== undefined)) throw new Refusal('malformed', key);
  return found;
}

function readChoices(typed: Typed, before: AnyPart, { key, field: { options = [] } }: FormField): string[] {
  const chosen = typed[key] ?? listIn(before, key);
  const all: readonly string[] = typeof chosen === 'string' ? [chosen] : chosen;
  if (all.some((one) => !options.includes(one))) throw new Refusal('malformed', key);
  return options.filter((one) => all.includes(one));
}

function readLanguages(typed: Typed, before: AnyPart, form: FormField): string[] {
  const tags = textIn(typed, form.key, listIn(before, form.key).join(' '))
    .split(/[\s,;]+/)
    .filter((tag) => tag !== '');
  const once = [...new Set(tags)];
  const enough = tags.length > 0 || form.field.needed === undefined;
  check(form, enough && once.length <= most.languages && tags.every(isLanguage), 'languages');
  return once;
}

function readMonths(word: string, form: FormField): number | null {
  const months = /^[1-9]\d?$/.test(word) ? Number(word) : 0;
  const right = months > 0 && months <= (form.field.most ?? 0);
  check(form, word === '' || right, 'months');
  return right ? months : null;
}

function textIn(typed: Typed, name: string, otherwise: string): string {
  const value = typed[name] ?? otherwise;
  if (typeof value !== 'string') throw new Refusal('malformed', name);
  return value;
}

/** What to do about a field that was not taken. */
export function wrongSentence(i18n: I18n, { kind, key, problem, most, mark }: Wrong): string {
  return sentence(i18n, wrongSentences[problem], { field: fieldLabel(kind, key, i18n.locale), most, ...mark });
}

const wrongSentences: Record<Wrong['problem'], Sentence> = {
  character: {
    id: 'writing.wrong.character',
    message:
      'Character {at} of “{field}” {mark, select, hidden {shows nothing} ' +
      'order {turns the order of letters round} other {is a control character}}. Delete it, or type the line again.',
  },
  'too-long': { id: 'writing.wrong.long', message: '“{field}” is longer than {most} characters. Write it shorter.' },
  'too-many': { id: 'writing.wrong.many', message: '“{field}” has more than {most} lines. Join some of them.' },
  languages: {
    id: 'writing.wrong.languages',
    message: '“{field}” are short codes such as es, en. Write one at least, {most} at most.',
  },
  date: { id: 'writing.wrong.date', message: '“{field}” is a day. Write year-month-day: 2027-03-14.' },
  months: { id: 'writing.wrong.months', message: '“{field}” is a number from 1 to {most}.' },
  both: {
    id: 'writing.wrong.both',
    message: '“{field}” is written, and said to be not decided yet. Keep one of the two.',
  },
  bar: { id: 'writing.wrong.bar', message: '“{field}” cannot hold the sign |. Write it without.' },
};
