import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, isSpoken } from '../../agreement-file/fields.ts';
import { type AnyPart, isUndecided, listedParts, listIn, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { termName } from '../../platform/terms.ts';
import { dayOf } from './day.ts';

/** A field as it is read: what it is called, and what stands in it. */
export type SaidField = { label: string; text: string };
/** A part of an agreement in words. */
export type SaidPart = { heading: string; fields: SaidField[] };
/** What became of a part since the version before; `before` is what it said there. */
export type ComparedPart = SaidPart & { change: 'new' | 'changed' | 'same' | 'gone'; before: SaidField[] };

type Listed = ReturnType<typeof listedParts>[number];

/** Every word that a signature under an agreement would stand for, part by part; `wanted` picks among the parts. */
function agreementParts(i18n: I18n, statement: Agreement, wanted: (one: Listed) => boolean = () => true): SaidPart[] {
  const counted = new Map<FieldGroup, number>();
  const front = { heading: partWords('front', i18n.locale).one, fields: fieldsIn(i18n, statement, 'front', statement) };
  const rest = listedParts(statement)
    .filter(wanted)
    .map(({ kind, part }) => {
      const number = (counted.get(kind) ?? 0) + 1;
      counted.set(kind, number);
      return { heading: headingOf(i18n, kind, part, number), fields: fieldsIn(i18n, statement, kind, part) };
    });
  const adopted = adoptedFields(i18n, statement);
  return [{ ...front, fields: [...front.fields, ...adopted] }, ...rest];
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
    heading: headingOf(i18n, 'contact', part, at + 1),
    fields: fieldsIn(i18n, null, 'contact', part),
  }));
}

/** Its parts beside those of the version before, told apart by their headings. */
export function comparedParts(i18n: I18n, statement: Agreement, before: Agreement | null): ComparedPart[] {
  const old = before === null ? [] : agreementParts(i18n, before);
  const now = agreementParts(i18n, statement);
  const compared = now.map((part): ComparedPart => {
    const was = old.find(({ heading }) => heading === part.heading);
    if (!was) return { ...part, change: 'new', before: [] };
    const same = JSON.stringify(was) === JSON.stringify(part);
    return { ...part, change: same ? 'same' : 'changed', before: same ? [] : was.fields };
  });
  const gone = old.filter(({ heading }) => !now.some((part) => part.heading === heading));
  return [
    ...compared,
    ...gone.map(({ heading, fields }) => ({ heading, fields: [], change: 'gone' as const, before: fields })),
  ];
}

function headingOf(i18n: I18n, kind: FieldGroup, part: AnyPart, number: number): string {
  const names = fieldsOf(kind).flatMap(([key, field]) =>
    field.inHeading ? (textOf(i18n, null, part, key, field) ?? []) : [],
  );
  return names.length > 0 ? names.join(' · ') : `${partWords(kind, i18n.locale).one} ${number}`;
}

function fieldsIn(i18n: I18n, around: Agreement | null, kind: FieldGroup, part: AnyPart): SaidField[] {
  return fieldsOf(kind).flatMap(([key, field]) => {
    const text = field.inHeading ? null : textOf(i18n, around, part, key, field);
    return text === null ? [] : [{ label: fieldLabel(kind, key, i18n.locale), text }];
  });
}

/** What stands in a field; null where nothing does. */
function textOf(i18n: I18n, around: Agreement | null, part: AnyPart, key: string, field: Field): string | null {
  if (isUndecided(part, key, field)) return termName(i18n, 'stance', 'not_decided_yet');
  if (isSpoken(field)) return spokenText(i18n, textsIn(part, key));
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

/** A text or a list; where it stands in several languages, each after its name. */
function spokenText(i18n: I18n, texts: ReturnType<typeof textsIn>): string | null {
  const all = Object.entries(texts).filter(([, value]) => value.length > 0);
  const lines = ([language, value]: (typeof all)[number]) => {
    const text = typeof value === 'string' ? value : value.map((one) => `– ${one}`).join('\n');
    return all.length === 1 ? text : `${languageText(i18n, language)}:\n${text}`;
  };
  return all.length === 0 ? null : all.map(lines).join('\n\n');
}

function stepText(i18n: I18n, around: Agreement | null, id: string): string {
  const at = around?.ladder.findIndex((step) => step.id === id) ?? -1;
  const name = spokenText(i18n, around?.ladder[at]?.name ?? {});
  return name === null ? `${at + 1}` : `${at + 1}. ${name}`;
}

function languageText(i18n: I18n, language: string): string {
  try {
    return new Intl.DisplayNames([i18n.locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
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
