import type { I18n } from '@lingui/core';

/** A field of a part, by the key that agreement files have for it. */
export type FieldKey = keyof typeof fieldNames;

const fieldNames = {
  title: { id: 'writing.field.title', message: 'Title' },
  languages: { id: 'writing.field.languages', message: 'Languages' },
  summary: { id: 'writing.field.summary', message: 'In short' },
  protects: { id: 'writing.field.protects', message: 'Who it protects' },
  review: { id: 'writing.field.review', message: 'The day we look at it again' },
  licence: { id: 'writing.field.licence', message: 'Licence' },
  violence: { id: 'writing.field.violence', message: 'Type of violence' },
  'own name': { id: 'writing.field.own-name', message: 'Our own name for it' },
  stance: { id: 'writing.field.stance', message: 'Where we stand' },
  severity: { id: 'writing.field.severity', message: 'How grave it gets' },
  axes: { id: 'writing.field.axes', message: 'What it is crossed with' },
  text: { id: 'writing.field.text', message: 'What we live by' },
  examples: { id: 'writing.field.examples', message: 'How it can look' },
  responses: { id: 'writing.field.responses', message: 'What we do' },
  support: { id: 'writing.field.support', message: 'Support we promise' },
  when: { id: 'writing.field.when', message: 'When a person stops belonging' },
  'severity from': { id: 'writing.field.severity-from', message: 'From which severity on' },
  measure: { id: 'writing.field.measure', message: 'What it means' },
  'review months': { id: 'writing.field.review-months', message: 'Months until we look at it again' },
  'way back': { id: 'writing.field.way-back', message: 'The plan, and the way back' },
} as const;

/** The fields of forms by their names there, in the order in which they are shown. */
export const fieldOf: Record<string, FieldKey> = {
  languages: 'languages',
  title: 'title',
  summary: 'summary',
  protects: 'protects',
  reviewBy: 'review',
  licence: 'licence',
  violence: 'violence',
  ownName: 'own name',
  stance: 'stance',
  severity: 'severity',
  axes: 'axes',
  text: 'text',
  examples: 'examples',
  responses: 'responses',
  support: 'support',
  when: 'when',
  severityFrom: 'severity from',
  measure: 'measure',
  reviewMonths: 'review months',
  wayBack: 'way back',
};

/** What a form calls a field, in the reader's language. */
export function fieldName(i18n: I18n, field: FieldKey): string {
  const { id, message } = fieldNames[field];
  return i18n._(id, {}, { message });
}

/** What is wrong with one field: its name in the form, what people call it, and why. Never its value. */
export type Wrong = {
  name: string;
  field: FieldKey;
  problem: 'character' | 'too-long' | 'too-many' | 'languages' | 'date' | 'months' | 'bar';
  most: number;
};

/** Whether a key of an agreement file is a field of a form. */
export function isField(key: unknown): key is FieldKey {
  return typeof key === 'string' && Object.hasOwn(fieldNames, key);
}

/** What to do about a field that was not taken. */
export function wrongSentence(i18n: I18n, { field, problem, most }: Wrong): string {
  const { id, message } = wrongSentences[problem];
  return i18n._(id, { field: fieldName(i18n, field), most }, { message });
}

const wrongSentences: Record<Wrong['problem'], { id: string; message: string }> = {
  character: {
    id: 'writing.wrong.character',
    message: '“{field}” holds an invisible control or direction character. Delete it, or type the line again.',
  },
  'too-long': { id: 'writing.wrong.long', message: '“{field}” is longer than {most} characters. Write it shorter.' },
  'too-many': { id: 'writing.wrong.many', message: '“{field}” has more than {most} lines. Join some of them.' },
  languages: {
    id: 'writing.wrong.languages',
    message: '“{field}” are short codes such as es, en. Write one at least, {most} at most.',
  },
  date: { id: 'writing.wrong.date', message: '“{field}” is a day. Write year-month-day: 2027-03-14.' },
  months: { id: 'writing.wrong.months', message: '“{field}” is a number from 1 to {most}.' },
  bar: { id: 'writing.wrong.bar', message: '“{field}” cannot hold the sign |. Write it without.' },
};
