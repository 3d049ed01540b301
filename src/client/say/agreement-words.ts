import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, isSpoken } from '../../agreement-file/fields.ts';
import { type AnyPart, isUndecided, listedParts, listIn, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { termName } from '../../platform/terms.ts';
import { twoWords } from '../../protocol/compare.ts';
import { dayOf } from './day.ts';
import { languageText } from './language.ts';

/** A field as it is read: what it is called, and what stands in it. */
export type SaidField = { label: string; text: string };
/** A part of an agreement in words. */
export type SaidPart = { heading: string; fields: SaidField[] };
/**
 * A part in its place: its id, empty for what holds for all of it, its number among those of its kind, and its own
 * words in its heading.
 */
export type PlacedPart = SaidPart & { id: string; kind: FieldGroup; number: number; names: string };

type Listed = ReturnType<typeof listedParts>[number];

/** Every word that a signature under an agreement would stand for, part by part; `wanted` picks among the parts. */
export function agreementParts(
  i18n: I18n,
  statement: Agreement,
  wanted: (one: Listed) => boolean = () => true,
): PlacedPart[] {
  const counted = new Map<FieldGroup, number>();
  const placed = (kind: FieldGroup, part: AnyPart, id: string): PlacedPart => {
    const number = (counted.get(kind) ?? 0) + 1;
    counted.set(kind, number);
    const names = namesOf(i18n, kind, part);
    const heading = headingOf(i18n, kind, names, number);
    return { id, kind, number, names, heading, fields: fieldsIn(i18n, statement, kind, part) };
  };
  const front = placed('front', statement, '');
  const rest = listedParts(statement)
    .filter(wanted)
    .map(({ kind, part, id }) => placed(kind, part, id));
  const more = [...originFields(i18n, statement), ...adoptedFields(i18n, statement)];
  return [{ ...front, heading: partWords('front', i18n.locale).one, fields: [...front.fields, ...more] }, ...rest];
}

/** What an agreement says is done about these types of violence: its clauses, its ladder, and when somebody leaves. */
export function measureParts(i18n: I18n, statement: Agreement, about: readonly string[]): SaidPart[] {
  const meant = agreementParts(i18n, statement, ({ kind, part }) =>
    kind === 'clause' ? about.includes(wordIn(part, 'violence')) : kind === 'step' || kind === 'belonging',
  );
  return meant.slice(1);
}

/** To whom one can turn, as an agreement or its collective names them. */
export function contactParts(i18n: I18n, { contacts }: Pick<Agreement, 'contacts'>): SaidPart[] {
  return contacts.map((part, at) => ({
    heading: headingOf(i18n, 'contact', namesOf(i18n, 'contact', part), at + 1),
    fields: fieldsIn(i18n, null, 'contact', part),
  }));
}

/** The names of a part, in each language that it has them in; empty for none. */
function namesOf(i18n: I18n, kind: FieldGroup, part: AnyPart): string {
  const names = fieldsOf(kind).flatMap(([key, field]) => {
    if (!field.inHeading) return [];
    if (isSpoken(field)) return Object.values(textsIn(part, key)).join(' / ') || [];
    return textOf(i18n, null, part, key, field) ?? [];
  });
  return names.join(' · ');
}

/** A step is told by its place, too. */
function headingOf(i18n: I18n, kind: FieldGroup, names: string, number: number): string {
  if (names === '') return `${partWords(kind, i18n.locale).one} ${number}`;
  return kind === 'step' ? `${number}. ${names}` : names;
}

function fieldsIn(i18n: I18n, around: Agreement | null, kind: FieldGroup, part: AnyPart): SaidField[] {
  return fieldsOf(kind).flatMap(([key, field]) => {
    // In several languages, a heading does not say which words are of which.
    const inHeading = field.inHeading && !(isSpoken(field) && severalLanguages(around));
    const text = inHeading ? null : textOf(i18n, around, part, key, field);
    return text === null ? [] : [{ label: fieldLabel(kind, key, i18n.locale), text }];
  });
}

const severalLanguages = (around: Agreement | null): boolean => (around?.languages.length ?? 1) > 1;

/** What stands in a field; null where nothing does. */
function textOf(i18n: I18n, around: Agreement | null, part: AnyPart, key: string, field: Field): string | null {
  if (isUndecided(part, key, field)) return termName(i18n, 'stance', 'not_decided_yet');
  if (isSpoken(field)) return spokenText(i18n, textsIn(part, key), severalLanguages(around));
  const [word, list] = [wordIn(part, key), listIn(part, key)];
  const term = (name: string) => termName(i18n, field.terms ?? key, name);
  const text = {
    languages: () => list.map((one) => languageText(i18n, one)).join(', '),
    choices: () => list.map(term).join(', '),
    choice: () => (word === '' ? '' : term(word)),
    months: () =>
      i18n._(
        'agreement.months',
        { months: Number(word) },
        { message: '{months, plural, one {# month} other {# months}}' },
      ),
    step: () => (word === '' ? '' : stepText(i18n, around, word)),
  }[field.shape as string];
  const said = text ? text() : word;
  return said === '' ? null : said;
}

/** A text or a list; where there are several languages, each after its name. */
function spokenText(i18n: I18n, texts: ReturnType<typeof textsIn>, several: boolean): string | null {
  const all = Object.entries(texts).filter(([, value]) => value.length > 0);
  const lines = ([language, value]: (typeof all)[number]) => {
    const text = typeof value === 'string' ? value : value.map((one) => `– ${one}`).join('\n');
    return all.length === 1 && !several ? text : `${languageText(i18n, language)}:\n${text}`;
  };
  return all.length === 0 ? null : all.map(lines).join('\n\n');
}

function stepText(i18n: I18n, around: Agreement | null, id: string): string {
  const at = around?.ladder.findIndex((step) => step.id === id) ?? -1;
  const names = namesOf(i18n, 'step', around?.ladder[at] ?? {});
  return headingOf(i18n, 'step', names, at + 1);
}

function originFields(i18n: I18n, { adaptedFrom }: Agreement): SaidField[] {
  const label = i18n._('agreement.taken-from', {}, { message: 'Taken from other agreements' });
  const language = i18n.locale === 'es' ? 'es' : 'en';
  const text = adaptedFrom.map(({ agreement, issuer }) => `${twoWords(issuer, language)}: ${agreement}`).join('\n');
  return text === '' ? [] : [{ label, text }];
}

function adoptedFields(i18n: I18n, { adopted, issuedAt, version }: Agreement): SaidField[] {
  const label = i18n._('desk.adopted', {}, { message: 'How it was adopted' });
  const how = adopted && [adopted.body, termName(i18n, 'method', adopted.method), adopted.at];
  return [
    ...(how ? [{ label, text: how.filter((one) => one !== null).join(', ') }] : []),
    {
      label: i18n._('desk.version', {}, { message: 'Version' }),
      text: i18n._('desk.version-of', { version, day: dayOf(issuedAt) }, { message: '{version}, dated {day}' }),
    },
  ];
}
