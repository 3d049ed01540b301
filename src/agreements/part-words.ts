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

/** What a form calls a field, in the reader's language. */
export function fieldName(i18n: I18n, field: FieldKey): string {
  const { id, message } = fieldNames[field];
  return i18n._(id, {}, { message });
}

/** Whether a key of an agreement file is a field of a form. */
export function isField(key: unknown): key is FieldKey {
  return typeof key === 'string' && Object.hasOwn(fieldNames, key);
}
