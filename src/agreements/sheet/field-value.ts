import type { Agreement } from '../../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, isSpoken } from '../../agreement-file/fields.ts';
import { type AnyPart, isUndecided, listIn, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { termName } from '../../platform/terms.ts';
import { readable } from '../../web/markdown.ts';
import { dateWords, languageList, type View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';

/** The agreement that a part stands in, as far as its fields are told by it. */
export type Around = { languages: readonly string[]; ladder?: Agreement['ladder'] };

/** What a page says of a field that is written in no language, for a reader; null where nothing is said. */
export function wordValue(view: View, around: Around, part: AnyPart, key: string, field: Field): string | null {
  const { i18n } = view;
  const word = wordIn(part, key);
  const list = listIn(part, key);
  if (field.shape === 'languages') return list.length === 0 ? null : languageList(view, list);
  if (field.shape === 'choices') {
    const names = (field.options ?? []).filter((one) => list.includes(one));
    if (names.length === 0) return null;
    return new Intl.ListFormat(view.language).format(names.map((one) => termName(i18n, field.terms ?? key, one)));
  }
  if (word === '') return null;
  if (field.shape === 'choice') return termName(i18n, field.terms ?? key, word);
  if (field.shape === 'day') return dateWords(view, word);
  if (field.shape === 'months')
    return i18n._(
      'agreement.months',
      { months: Number(word) },
      { message: '{months, plural, one {# month} other {# months}}' },
    );
  if (field.shape === 'step') return stepName(view, around, word);
  return readable(word);
}

/**
 * Fields of a part that are written in no language, each with its label and what is said; those in `but` are said
 * elsewhere.
 */
export function saidWords(
  view: View,
  around: Around,
  kind: FieldGroup,
  part: AnyPart,
  but: readonly string[] = [],
): { key: string; label: string; value: string }[] {
  return fieldsOf(kind).flatMap(([key, field]) => {
    if (isSpoken(field) || field.inHeading || but.includes(key)) return [];
    const value = wordValue(view, around, part, key, field);
    return value === null ? [] : [{ key, label: fieldLabel(kind, key, view.language), value }];
  });
}

/** A field of a part that is written in each language, as a page shows it. */
export type Spoken = {
  key: string;
  field: Field;
  label: string;
  texts: ReturnType<typeof textsIn>;
  /** Whether the answer is that it is not decided yet. */
  undecided: boolean;
};

/** The texts and lists of a part below its heading, in their order; what nobody wrote is left out. */
export function spokenFields(view: View, kind: FieldGroup, part: AnyPart, but: readonly string[] = []): Spoken[] {
  return fieldsOf(kind).flatMap(([key, field]) => {
    if (!isSpoken(field) || field.inHeading || but.includes(key)) return [];
    const texts = textsIn(part, key);
    const undecided = isUndecided(part, key, field);
    const said = undecided || Object.values(texts).some((value) => value.length > 0);
    return said ? [{ key, field, label: fieldLabel(kind, key, view.language), texts, undecided }] : [];
  });
}

/**
 * The name that a part has in its heading as a title, in the reader's language or the agreement's; null where it has
 * none of its own.
 */
export function ownNameOf(view: View, around: Around, kind: FieldGroup, part: AnyPart) {
  const given = givenName(view, around, kind, part);
  const [first = '', ...rest] = given?.value ?? '';
  return given && { ...given, value: first.toLocaleUpperCase(given.language) + rest.join('') };
}

/** That name as it was written. */
export function givenName(view: View, { languages }: Around, kind: FieldGroup, part: AnyPart) {
  for (const [key, field] of fieldsOf(kind)) {
    if (!field.inHeading || !isSpoken(field)) continue;
    const found = inLanguage(textsIn(part, key), view.textLanguage, languages);
    const value = found === null ? '' : [found.value].flat().join(' ');
    if (found !== null && value !== '') return { language: found.language, value };
  }
  return null;
}

/** What a part is called without a name of its own: its fixed word, or what it is with its number. */
export function plainNameOf(view: View, kind: FieldGroup, part: AnyPart, number: number): string {
  for (const [key, field] of fieldsOf(kind))
    if (field.inHeading && field.terms !== undefined) return termName(view.i18n, field.terms, wordIn(part, key));
  return `${partWords(kind, view.language).one} ${number}`;
}

/** A step of the ladder by its number, with its name where it has one. */
function stepName(view: View, { languages, ladder = [] }: Around, id: string): string | null {
  const at = ladder.findIndex((step) => step.id === id);
  const step = ladder[at];
  if (!step) return null;
  const name = ownNameOf(view, { languages }, 'step', step);
  return name === null ? String(at + 1) : `${at + 1}. ${name.value}`;
}
