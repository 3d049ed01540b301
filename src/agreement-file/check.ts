import { most } from '../../schemas/agreement.ts';
import { firstMark } from '../../schemas/characters.ts';
import { language as languageTag } from '../../schemas/encodings.ts';
import { type Field, type FieldGroup, fieldOf, fieldsOf, isSpoken, type PartKind, sameBy } from './fields.ts';
import {
  type AgreementText,
  type AnyPart,
  isUndecided,
  listedParts,
  listIn,
  type OpenText,
  type TextsByLanguage,
  textsIn,
  wordIn,
} from './parts.ts';
import { plain } from './plain.ts';
import type { Problem, ProblemId } from './problems.ts';
import type { Asks } from './template.ts';

/** A part of a text, as the how-manieth of its kind; the front stands once. */
export type Place = { kind: FieldGroup; at: number };

/** A problem and where it lies: null place for the text as a whole, null field for a part as a whole. */
export type Finding = Omit<Problem, 'line'> & {
  place: Place | null;
  field: string | null;
  /** Of a field that is written in each language: in which, and in which entry of a list. */
  language: string | null;
  item: number | null;
};

/** Characters of the front that a file can hold as YAML. */
const largestFront = 16 * 1024;
/** What publishing adds to the words: issuer, version, previous version, time of issue. */
const added = 1000;

type Find = (problem: ProblemId, values?: Problem['values'], where?: { language?: string; item?: number }) => void;

/**
 * What a text lacks, or has too much of, before it can be proposed: every problem, in the order in which it is read.
 * None: it is whole, as {@link isWhole} says. The reader of files gives exactly these, each with its line.
 */
export function check(text: OpenText, asks: Asks): Finding[] {
  const findings: Finding[] = [];
  const parts = [{ kind: 'front' as const, at: 0, part: text as AnyPart }, ...listedParts(text)];
  const steps = new Set(text.ladder.map(({ id }) => id));
  for (const { kind, at, part } of parts) {
    for (const [key, field] of fieldsOf(kind)) {
      const find: Find = (problem, values = {}, { language = null, item = null } = {}) => {
        const named = { key: `${kind}.${key}`, ...values };
        findings.push({ place: { kind, at }, field: key, language, item, problem, values: named });
      };
      if (isSpoken(field)) checkTexts(part, key, field, text.languages, asks, find);
      else checkWord(part, key, field, steps, asks, find);
    }
  }
  return [...findings, ...acrossParts(text), ...adoption(text, asks), ...sizes(text)];
}

/** Whether a text is an agreement that can be proposed. */
export function isWhole(text: OpenText, asks: Asks): text is AgreementText {
  return check(text, asks).length === 0;
}

function checkTexts(part: AnyPart, key: string, field: Field, languages: string[], asks: Asks, find: Find): void {
  if (isUndecided(part, key, field)) return;
  const texts = Object.entries(textsIn(part, key));
  if (texts.length === 0 && isNeeded(field, part)) find('key-missing');
  for (const [language, value] of texts) {
    // Without languages, that they are missing is said once, and nothing of each text.
    if (languages.length > 0 && !languages.includes(language))
      find('key-language', { languages: languages.join(', ') }, { language });
    const items = [value].flat();
    if (items.length > most.items) find('list-too-long', { most: most.items }, { language });
    else
      for (const [item, words] of items.entries()) {
        const problem = soundness(words, field, asks);
        if (problem) find(problem, { most: field.most ?? 0, ...firstMark(words) }, { language, item });
      }
  }
  const lengths = texts.map(([, value]) => (typeof value === 'string' ? 1 : value.length));
  if (new Set(lengths).size > 1) find('list-lengths', {}, { language: texts.at(-1)?.[0] ?? '' });
}

function soundness(text: string, field: Field, asks: Asks): ProblemId | null {
  if (text === '') return 'text-empty';
  if (asks(text)) return 'question-left';
  if (firstMark(text)) return 'file-character';
  return [...text].length > (field.most ?? Number.POSITIVE_INFINITY) ? 'text-too-long' : null;
}

function checkWord(part: AnyPart, key: string, field: Field, steps: Set<string>, asks: Asks, find: Find): void {
  const word = wordIn(part, key);
  const list = listIn(part, key);
  if (isNeeded(field, part) && word === '' && list.length === 0) {
    find(field.terms === 'plan' ? 'restorative-plan' : 'key-missing');
    return;
  }
  if (field.shape === 'plain' && word !== '') {
    const problem = soundness(word, field, asks);
    if (problem) find(problem, { most: field.most ?? 0 });
  }
  if (field.shape === 'languages' && !areLanguages(list)) find('language-code');
  if (field.shape === 'day' && !isDay(word)) find('date');
  if (field.shape === 'months' && !isMonths(word, field)) find('review-months', { most: field.most ?? 0 });
  if (field.shape === 'step' && word !== '' && !steps.has(word)) find('step-unknown');
}

function isNeeded({ needed }: Field, part: AnyPart): boolean {
  return needed === true || (needed === 'decided' && part.stance !== 'not_decided_yet');
}

/** Whether a text is a language tag. */
export const isLanguage = (tag: string): boolean => languageTag.safeParse(tag).success;

/** Whether these are language tags, each once, and not too many. */
function areLanguages(tags: readonly string[]): boolean {
  return tags.every(isLanguage) && new Set(tags).size === tags.length && tags.length <= most.languages;
}

/** Whether a text is a day of the calendar, as year-month-day. */
export function isDay(value: string): boolean {
  const at = new Date(`${value}T00:00:00Z`);
  return /^20\d{2}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

/** Whether a text is a day, a month or a year of the calendar. */
function isSince(value: string): boolean {
  const [, year, month = '-01', day = '-01'] = /^((?:19|20)\d{2})(-\d{2})?(-\d{2})?$/.exec(value) ?? [];
  return year !== undefined && isDay(`20${year.slice(2)}${month}${day}`);
}

function isMonths(value: string, { most: highest = 0 }: Field): boolean {
  return /^[1-9]\d?$/.test(value) && Number(value) <= highest;
}

/** By what a part is told apart from others of its kind: the same for those that are about the same. */
export function sameKey(kind: PartKind, part: AnyPart): string {
  const said = sameBy[kind].keys.map((key) => {
    const field = fieldOf(kind, key);
    return field && isSpoken(field) ? plain(inEach(textsIn(part, key))) : wordIn(part, key);
  });
  return said.join(':');
}

const inEach = (texts: TextsByLanguage): string =>
  Object.keys(texts)
    .sort()
    .flatMap((language) => texts[language] ?? [])
    .join('|');

function acrossParts(text: OpenText): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { kind, at, part } of listedParts(text)) {
    const place = { kind, at };
    const name = `${kind} ${sameKey(kind, part)}`;
    if (sameBy[kind].unique && seen.has(name)) findings.push(found(place, 'heading-repeated'));
    seen.add(name);
    const highest = most.parts[kind];
    if (at === highest) findings.push(found(place, 'list-too-long', { key: kind, most: highest }));
  }
  if (text.clauses.length === 0) findings.push(found(null, 'no-clauses'));
  const decided = text.clauses.some(({ stance }) => stance !== 'not_decided_yet');
  if (text.adopted !== null && text.clauses.length > 0 && !decided) findings.push(found(null, 'nothing-decided'));
  return findings;
}

function adoption({ adopted, reviewBy }: OpenText, asks: Asks): Finding[] {
  if (adopted === null) return [];
  const findings: Finding[] = [];
  const { body, method, at } = adopted;
  const inAdopted = (problem: ProblemId, key: string, values: Problem['values'] = {}) =>
    findings.push({
      ...found({ kind: 'front', at: 0 }, problem, { key: `adopted.${key}`, ...values }),
      field: 'adopted',
    });
  if (method === 'not_recorded' ? body !== null : body === null)
    inAdopted(method === 'not_recorded' ? 'body-unknown' : 'key-missing', 'body');
  const wrong = body === null ? null : soundness(body, { shape: 'plain', most: most.line }, asks);
  if (wrong) inAdopted(wrong, 'body', { most: most.line });
  if (!isSince(at)) inAdopted(at === '' ? 'key-missing' : 'since', 'at');
  if (isSince(at) && isDay(reviewBy) && reviewBy <= at)
    findings.push({ ...found({ kind: 'front', at: 0 }, 'review-order'), field: 'reviewBy' });
  return findings;
}

function sizes(text: OpenText): Finding[] {
  const part: AnyPart = text;
  const front = JSON.stringify(fieldsOf('front').map(([key]) => part[key]));
  const kilobytes = (bytes: number) => ({ kilobytes: Math.floor(bytes / 1024) });
  if (new TextEncoder().encode(JSON.stringify(text)).length > most.bytes - added)
    return [found(null, 'file-too-large', kilobytes(most.bytes))];
  if (front.length > largestFront) return [found({ kind: 'front', at: 0 }, 'front-too-large', kilobytes(largestFront))];
  return [];
}

const found = (place: Place | null, problem: ProblemId, values: Problem['values'] = {}): Finding => ({
  ...{ place, field: null, language: null, item: null },
  ...{ problem, values },
});
