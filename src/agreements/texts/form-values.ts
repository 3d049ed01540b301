import { Refusal } from '../../../schemas/codes.ts';
import { axis, severity, stance, violence } from '../../../schemas/terms.ts';
import { isDay } from '../../agreement-file/read-front.ts';
import { oneLine, unsafe } from '../../agreement-file/sections.ts';
import { type Lists, most, type Words } from '../../agreement-file/values.ts';
import { canonical } from '../../protocol/canonical.ts';
import type { FieldKey, Wrong } from './field-names.ts';
import type { Content } from './text.ts';

/** What a form sends: `text.es` is the text in Spanish, a list has one entry per line. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

type Fields = Record<string, { field: FieldKey; shape: 'line' | 'text' | 'list'; most: number }>;
const fields: Record<Content['kind'], Fields> = {
  front: {
    title: { field: 'title', shape: 'line', most: most.line },
    summary: { field: 'summary', shape: 'text', most: most.summary },
    protects: { field: 'protects', shape: 'list', most: most.item },
  },
  clause: {
    ownName: { field: 'own name', shape: 'line', most: most.ownName },
    text: { field: 'text', shape: 'text', most: most.text },
    examples: { field: 'examples', shape: 'list', most: most.item },
    responses: { field: 'responses', shape: 'list', most: most.item },
    support: { field: 'support', shape: 'list', most: most.item },
  },
  belonging: {
    when: { field: 'when', shape: 'text', most: most.belonging },
    measure: { field: 'measure', shape: 'text', most: most.belonging },
    wayBack: { field: 'way back', shape: 'text', most: most.belonging },
  },
};
const single: Record<Content['kind'], readonly string[]> = {
  front: ['languages', 'reviewBy', 'licence'],
  clause: ['violence', 'stance', 'severity', 'axes'],
  belonging: ['severityFrom', 'reviewMonths'],
};
const language = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const mostLanguages = 12;
const maybeSeverity = ['', ...severity.options] as const;

/** A part as the fields of its form. */
export function typedOf(content: Content): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {};
  for (const [name, { shape }] of Object.entries(fields[content.kind])) {
    const values = (content as unknown as Record<string, Words | Lists | null>)[name] ?? {};
    for (const [tag, value] of Object.entries(values))
      typed[`${name}.${tag}`] = shape === 'list' ? (value as string[]).join('\n') : (value as string);
  }
  if (content.kind === 'front')
    return { ...typed, languages: content.languages.join(', '), reviewBy: content.reviewBy, licence: content.licence };
  if (content.kind === 'clause') {
    const { violence, stance, axes } = content;
    return { ...typed, violence, stance, severity: content.severity ?? '', axes: [...axes].sort() };
  }
  return { ...typed, severityFrom: content.severityFrom ?? '', reviewMonths: String(content.reviewMonths ?? '') };
}

/** Whether two parts are the same to somebody who reads their forms. */
export function sameToRead(one: Content | null, other: Content | null): boolean {
  if (one === null || other === null) return one === other;
  return canonical(typedOf(one)) === canonical(typedOf(other));
}

/**
 * A form's fields as a part, and what is wrong with them. What the form has no field for stays as in `before`. Refuses (`malformed`) fields that
 * no form of ours has; what is only missing is not wrong.
 */
export function readTyped(typed: Typed, before: Content): { content: Content; wrong: Wrong[] } {
  const { kind } = before;
  const wrong: Wrong[] = [];
  const content = structuredClone(before) as Content & Record<string, unknown>;
  for (const [name, value] of Object.entries(typed)) {
    const [key = '', tag] = name.split('.', 2);
    const field = tag !== undefined && Object.hasOwn(fields[kind], key) ? fields[kind][key] : undefined;
    if (field && language.test(tag ?? '') && typeof value === 'string') {
      const values = { ...((content[key] ?? {}) as Words & Lists) };
      const read = readWords(name, field, value, wrong);
      delete values[tag!];
      if (read.length > 0) Object.assign(values, { [tag!]: read });
      if (Object.keys(values).length > 2 * mostLanguages) throw new Refusal('malformed', key);
      Object.assign(content, { [key]: key === 'ownName' && Object.keys(values).length === 0 ? null : values });
    } else if (!single[kind].includes(name)) throw new Refusal('malformed', 'field');
  }
  if (content.kind === 'front') readFront(typed, content, wrong);
  else if (content.kind === 'clause') readClause(typed, content);
  else readBelonging(typed, content, wrong);
  return { content, wrong };
}

function readWords(name: string, { field, shape, most: longest }: Fields[string], value: string, wrong: Wrong[]) {
  if (shape !== 'list') {
    const text = shape === 'line' ? oneLine(value) : wholeLines(value);
    check(name, field, text, longest, wrong);
    if (field === 'own name' && text.includes('|')) wrong.push({ name, field, problem: 'bar', most: 0 });
    return text;
  }
  const items = value
    .split(/\r\n|\n|\r/)
    .map((line) => oneLine(line).replace(/^[-*•]\s+/u, ''))
    .filter((line) => line !== '');
  if (items.length > most.items) wrong.push({ name, field, problem: 'too-many', most: most.items });
  check(name, field, items.join('\n'), longest, wrong, items);
  return items;
}

function check(name: string, field: FieldKey, text: string, longest: number, wrong: Wrong[], items = [text]): void {
  if (text.split('\n').some((line) => unsafe.test(line))) wrong.push({ name, field, problem: 'character', most: 0 });
  else if (items.some((item) => [...item].length > longest))
    wrong.push({ name, field, problem: 'too-long', most: longest });
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

function readFront(typed: Typed, content: Extract<Content, { kind: 'front' }>, wrong: Wrong[]): void {
  const tags = textIn(typed, 'languages', content.languages.join(' '))
    .split(/[\s,;]+/)
    .filter((tag) => tag !== '');
  content.languages = [...new Set(tags)];
  if (tags.length === 0 || content.languages.length > mostLanguages || tags.some((tag) => !language.test(tag)))
    wrong.push({ name: 'languages', field: 'languages', problem: 'languages', most: mostLanguages });
  content.reviewBy = textIn(typed, 'reviewBy', content.reviewBy).trim();
  if (content.reviewBy !== '' && !isDay(content.reviewBy))
    wrong.push({ name: 'reviewBy', field: 'review', problem: 'date', most: 0 });
  content.licence = oneLine(textIn(typed, 'licence', content.licence));
  check('licence', 'licence', content.licence, most.licence, wrong);
}

function readClause(typed: Typed, content: Extract<Content, { kind: 'clause' }>): void {
  content.violence = one(violence.options, typed, 'violence', content.violence);
  content.stance = one(stance.options, typed, 'stance', content.stance);
  content.severity = one(maybeSeverity, typed, 'severity', content.severity ?? '') || null;
  const chosen = typed.axes ?? [];
  const axes = typeof chosen === 'string' ? [chosen] : chosen;
  if (axes.some((name) => !axis.options.includes(name as never))) throw new Refusal('malformed', 'axes');
  content.axes = axis.options.filter((name) => axes.includes(name));
}

function readBelonging(typed: Typed, content: Extract<Content, { kind: 'belonging' }>, wrong: Wrong[]): void {
  content.severityFrom = one(maybeSeverity, typed, 'severityFrom', content.severityFrom ?? '') || null;
  const months = textIn(typed, 'reviewMonths', String(content.reviewMonths ?? '')).trim();
  content.reviewMonths = /^([1-9]|1[0-2])$/.test(months) ? Number(months) : null;
  if (months !== '' && content.reviewMonths === null)
    wrong.push({ name: 'reviewMonths', field: 'review months', problem: 'months', most: 12 });
}

function textIn(typed: Typed, name: string, otherwise: string): string {
  const value = typed[name] ?? otherwise;
  if (typeof value !== 'string') throw new Refusal('malformed', name);
  return value;
}

function one<T extends string>(options: readonly T[], typed: Typed, name: string, otherwise: T): T {
  const value = textIn(typed, name, otherwise);
  const found = options.find((option) => option === value);
  if (found === undefined) throw new Refusal('malformed', name);
  return found;
}
