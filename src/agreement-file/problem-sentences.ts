import type { I18n } from '@lingui/core';
import type { Problem, ProblemId } from './problems.ts';
import { placeWord } from './vocabulary.ts';

/** "ceiba.md:12 …": the place, what is wrong, and what to write instead, in the reader's language. */
export function problemSentence(i18n: I18n, file: string, problem: Problem): string {
  return `${file}:${problem.line}: ${placelessSentence(i18n, problem)}`;
}

/** What is wrong and what to write instead, without the place. */
export function placelessSentence(i18n: I18n, { problem, values }: Omit<Problem, 'line'>): string {
  const { id, message } = sentences[problem];
  const { key } = values;
  const known = typeof key === 'string' ? { ...values, key: placeWord(key, i18n.locale) } : values;
  return i18n._(id, known, { message });
}

const sentences: Record<ProblemId, { id: string; message: string }> = {
  'file-too-large': {
    id: 'agreement.file.too-large',
    message: 'The file is larger than {kilobytes} KB. Write it shorter, or as two agreements.',
  },
  'file-character': {
    id: 'agreement.file.character',
    message:
      'Character {at} of this line {mark, select, hidden {shows nothing} ' +
      'order {turns the order of letters round} other {is a control character}}. Delete it, or type the line again.',
  },
  'front-missing': {
    id: 'agreement.file.front-missing',
    message:
      'The file begins with a line --- , then title, languages and the rest, then another line --- . Write that first.',
  },
  'front-too-large': {
    id: 'agreement.file.front-too-large',
    message: 'The part between the two --- lines is larger than {kilobytes} KB. Shorten it; clauses go below it.',
  },
  'front-yaml': {
    id: 'agreement.file.front-yaml',
    message: 'This line is not "key: value". Write one key per line, and put a text that holds a colon in quotes.',
  },
  'front-alias': {
    id: 'agreement.file.front-alias',
    message: 'A value begins with &, * or ! here. Put the text in quotes, or write it without that sign.',
  },
  'text-outside': {
    id: 'agreement.file.text-outside',
    message: 'The text "{text}" stands under no key. Write it after one, for example "text:", under a "##" heading.',
  },
  'heading-level': {
    id: 'agreement.file.heading-level',
    message: 'Headings have exactly two # signs: "## sexual" or "## belonging". Write this one as a paragraph.',
  },
  'heading-unknown': {
    id: 'agreement.file.heading-unknown',
    message:
      'No type of violence is called "{heading}". Write "## other: your own name for it", "## contact", "## step", ' +
      '"## belonging", "## procedure: appeal", or one of: {choices}.',
  },
  'heading-id': {
    id: 'agreement.file.heading-id',
    message: 'What stands in {braces} is not a clause id. Delete it; the node gives the clause one.',
  },
  'heading-repeated': {
    id: 'agreement.file.heading-repeated',
    message: 'This heading stands twice. Join both clauses, or give this one its own name after a colon.',
  },
  'id-repeated': { id: 'agreement.file.id-repeated', message: 'Two headings have the same id. Delete the id of one.' },
  'key-unknown': {
    id: 'agreement.file.key-unknown',
    message:
      'No key is called "{key}" here. Use one of: {choices}. If it is part of the text, indent it by two spaces.',
  },
  'key-repeated': { id: 'agreement.file.key-repeated', message: '"{key}" stands twice. Join both into one.' },
  'key-missing': { id: 'agreement.file.key-missing', message: '"{key}" is missing. Add a line "{key}: …".' },
  'key-language': {
    id: 'agreement.file.key-language',
    message:
      '"{key}" is given in a language that "languages" does not list. It lists: {languages}. Add it there, or delete ' +
      'this.',
  },
  'key-shape': {
    id: 'agreement.file.key-shape',
    message:
      '{shape, select, text {"{key}" is one text. Write it after the colon.} list {"{key}" is a list. Write each ' +
      'entry on its own line with a dash.} other {"{key}" has keys of its own. Write them below, indented by two ' +
      'spaces.}}',
  },
  'word-unknown': { id: 'agreement.file.word-unknown', message: '"{key}" has fixed words. Write one of: {choices}.' },
  'language-code': {
    id: 'agreement.file.language-code',
    message: 'Languages are short codes, each once: [es], [es, en], [es, tzo]. Twelve at most.',
  },
  'list-lengths': {
    id: 'agreement.file.list-lengths',
    message: '"{key}" has more entries in one language than in another. Write the same entries in each.',
  },
  'text-empty': { id: 'agreement.file.text-empty', message: '"{key}" is empty. Write it, or delete the line.' },
  'text-too-long': {
    id: 'agreement.file.text-too-long',
    message: '"{key}" is longer than {most} characters. Write it shorter.',
  },
  'list-too-long': {
    id: 'agreement.file.list-too-long',
    message: '"{key}" has more than {most} entries. Join some of them.',
  },
  'question-left': {
    id: 'agreement.file.question-left',
    message:
      'A question of the template is still here. Answer it together, or write "stance: not decided yet" and delete it.',
  },
  date: { id: 'agreement.file.date', message: '"{key}" is a day. Write it as year-month-day: 2027-03-14.' },
  since: {
    id: 'agreement.file.since',
    message: '"{key}" is a day, a month or a year: 2026-02-01, 2026-02 or 2026.',
  },
  'body-unknown': {
    id: 'agreement.file.body-unknown',
    message: 'Where the decision was not recorded, nobody can be named who made it. Delete "{key}".',
  },
  'review-order': {
    id: 'agreement.file.review-order',
    message: 'The review comes before the day of adoption, or on it. Write a later day.',
  },
  'id-shape': {
    id: 'agreement.file.id-shape',
    message: '"{key}" is not an id. Copy it from the agreement page, without spaces.',
  },
  'step-unknown': {
    id: 'agreement.file.step-unknown',
    message: '"{key}" is the number of a step of this agreement, from 1 on.',
  },
  'restorative-plan': {
    id: 'agreement.file.restorative-plan',
    message:
      'Nobody stops belonging without a plan to repair. Write "restorative plan: required" or "restorative plan: not ' +
      'decided yet"; "none" cannot be said, because it would only push the harm elsewhere.',
  },
  'review-months': {
    id: 'agreement.file.review-months',
    message: 'A measure is looked at again after 1 to {most} months. Write only the number: "review months: 6".',
  },
  'no-clauses': {
    id: 'agreement.file.no-clauses',
    message: 'There is no clause yet. Add a heading such as "## psychological", with "stance:" and "text:" below it.',
  },
  'nothing-decided': {
    id: 'agreement.file.nothing-decided',
    message:
      'Every clause says "not decided yet". Delete "adopted" to keep this as a draft, or decide one clause together.',
  },
};
