import { isMap } from 'yaml';
import type { Agreement } from '../../schemas/agreement.ts';
import { oneLine } from './sections.ts';
import { asksStill } from './template.ts';
import {
  byLanguage,
  fixed,
  type Item,
  type Lists,
  most,
  type Reading,
  sound,
  soundList,
  type Words,
} from './values.ts';
import { adoptedKeys, frontKeys, lineageKeys } from './vocabulary.ts';
import { type Field, type Fields, type Front, fieldsOf, scalarList, scalarText, spokenOf } from './yaml.ts';

/** What the front matter says of the whole agreement. */
export type FrontMatter = Pick<
  Agreement,
  'title' | 'languages' | 'summary' | 'protects' | 'adopted' | 'reviewBy' | 'licence' | 'adaptedFrom'
> & { series: string | null };

type Keys = Fields<keyof typeof frontKeys> & { spoken: ReturnType<typeof spokenOf<keyof typeof frontKeys>> };
const spokenKeys = ['title', 'summary', 'protects'] as const;

/** Reads the known keys of the front matter; what is wrong goes to `complain`, and its place stays empty. */
export function readFront(front: Front, complain: Reading['complain'], open = false): FrontMatter {
  const spoken = spokenOf(front, front.root, frontKeys, spokenKeys);
  const fields: Keys = { ...fieldsOf(front, front.root, 2, frontKeys, complain, spokenKeys), spoken };
  const reading: Reading = { languages: readLanguages(front, fields.languages, complain), complain, open };
  const adopted = readAdopted(front, fields.adopted, reading);
  const reviewBy = readDate(reading, fields.review, 2, 'review');
  if (adopted !== null && adopted.at !== '' && reviewBy !== '' && reviewBy <= adopted.at) {
    complain(fields.review?.line ?? 2, 'review-order');
  }
  return {
    languages: [...reading.languages],
    title: words(front, fields, 'title', reading, most.line, true),
    summary: words(front, fields, 'summary', reading, most.summary, false),
    protects: lists(front, fields, 'protects', reading),
    adopted,
    reviewBy,
    licence: text(reading, fields.licence, 2, 'licence', most.licence),
    adaptedFrom: readLineage(front, fields.adaptedFrom, reading),
    series: fields.series === undefined ? null : readId(reading, fields.series, 2, 'series', shortId),
  };
}

const shortId = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const longId = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

function readLanguages(front: Front, field: Field | undefined, complain: Reading['complain']): string[] {
  if (field === undefined) {
    complain(2, 'key-missing', { key: 'languages' });
    return [];
  }
  const tags = scalarList(front, field.node, field.line) ?? [];
  const good = tags.filter(({ text }) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(text)).map(({ text }) => text);
  if (tags.length === 0 || tags.length > 12 || new Set(good).size < tags.length) complain(field.line, 'language-code');
  return [...new Set(good)];
}

/** `title: words` and `title (en): words`, or `title:` with one key per language. */
function words(
  front: Front,
  fields: Keys,
  key: 'title' | 'summary',
  reading: Reading,
  longest: number,
  asLine: boolean,
): Words {
  const given = perLanguage(front, fields, key);
  const values = given.flatMap(({ field: { node, line }, language }) => {
    const written = scalarText(node);
    if (written === null) {
      reading.complain(line, 'key-shape', { key, shape: 'text' });
      return [];
    }
    const value = asLine ? oneLine(written) : written;
    return sound(reading, line, key, value, longest) ? [{ line, language, value }] : [];
  });
  return given.length > 0 && values.length === 0
    ? {}
    : byLanguage(reading, fields[key]?.line ?? given[0]?.field.line ?? 2, key, values, true);
}

function lists(front: Front, fields: Keys, key: 'protects', reading: Reading): Lists {
  const given = perLanguage(front, fields, key);
  const values = given.flatMap(({ field: { node, line }, language }) => {
    const items: Item[] | null = scalarList(front, node, line);
    if (items === null) reading.complain(line, 'key-shape', { key, shape: 'list' });
    const value = (items ?? []).map((item) => ({ ...item, text: oneLine(item.text) }));
    return soundList(reading, line, key, value) ? [{ line, language, value: value.map((item) => item.text) }] : [];
  });
  return given.length > 0 && values.length === 0
    ? {}
    : byLanguage(reading, fields[key]?.line ?? given[0]?.field.line ?? 2, key, values, true);
}

type InLanguage = { field: Field; language: string | null };

function perLanguage(front: Front, fields: Keys, key: (typeof spokenKeys)[number]): InLanguage[] {
  const field = fields[key];
  const spoken = fields.spoken.filter(({ name }) => name === key);
  if (field === undefined) return spoken;
  if (!isMap(field.node)) return [{ field, language: null }, ...spoken];
  const mapped = field.node.items.map((pair) => ({
    language: scalarText(pair.key as Field['node']) ?? '',
    field: { node: pair.value as Field['node'], line: front.line(pair.key as Field['node'], field.line) },
  }));
  return [...mapped, ...spoken];
}

function text(reading: Reading, field: Field | undefined, at: number, key: string, longest: number): string {
  const value = field === undefined ? null : scalarText(field.node);
  const line = field?.line ?? at;
  if (value === null) reading.complain(line, field === undefined ? 'key-missing' : 'key-shape', { key, shape: 'text' });
  else if (sound(reading, line, key, oneLine(value), longest)) return oneLine(value);
  return '';
}

function readDate(reading: Reading, field: Field | undefined, at: number, key: string): string {
  const value = text(reading, field, at, key, most.line);
  if (value === '' || isDay(value)) return value;
  if (!reading.open || !asksStill(value)) reading.complain(field?.line ?? at, 'date', { key });
  return '';
}

/** Whether a text is a day of the calendar, as year-month-day. */
export function isDay(value: string): boolean {
  const at = new Date(`${value}T00:00:00Z`);
  return /^20\d{2}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function readId(reading: Reading, field: Field | undefined, at: number, key: string, form: RegExp): string {
  const value = text(reading, field, at, key, most.line);
  if (value !== '' && !form.test(value)) reading.complain(field?.line ?? at, 'id-shape', { key });
  return value;
}

function readAdopted(front: Front, field: Field | undefined, reading: Reading): FrontMatter['adopted'] {
  if (field === undefined || scalarText(field.node) === 'null') return null;
  const fields = fieldsOf(front, field.node, field.line, adoptedKeys, reading.complain);
  const body = text(reading, fields.body, field.line, 'adopted.body', most.line);
  const method = text(reading, fields.method, field.line, 'adopted.method', most.line);
  const at = readDate(reading, fields.at, field.line, 'adopted.at');
  const named = method && fixed(reading, 'method', fields.method?.line ?? field.line, 'adopted.method', method);
  return { body, method: named || 'other', at };
}

function readLineage(front: Front, field: Field | undefined, reading: Reading): FrontMatter['adaptedFrom'] {
  if (field === undefined) return null;
  const fields = fieldsOf(front, field.node, field.line, lineageKeys, reading.complain);
  return {
    agreement: readId(reading, fields.agreement, field.line, 'adapted from.agreement', longId),
    issuer: readId(reading, fields.issuer, field.line, 'adapted from.collective', longId),
  };
}
