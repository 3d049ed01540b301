import type { I18n } from '@lingui/core';
import type { Kind } from '../../agreement-file/fields.ts';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';

/** What is wrong with one field: its name in the form, which field of which part it is, and why. Never its value. */
export type Wrong = {
  name: string;
  kind: Kind;
  key: string;
  problem: 'character' | 'too-long' | 'too-many' | 'languages' | 'date' | 'months' | 'bar' | 'both';
  most: number;
};

/** What to do about a field that was not taken. */
export function wrongSentence(i18n: I18n, { kind, key, problem, most }: Wrong): string {
  const { id, message } = wrongSentences[problem];
  return i18n._(id, { field: fieldLabel(kind, key, i18n.locale), most }, { message });
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
  both: {
    id: 'writing.wrong.both',
    message: '“{field}” is written, and said to be not decided yet. Keep one of the two.',
  },
  bar: { id: 'writing.wrong.bar', message: '“{field}” cannot hold the sign |. Write it without.' },
};
