import { type FieldGroup, fieldsOf, type PartKind } from './fields.ts';
import { plain } from './plain.ts';
import { english } from './words/en.ts';
import { spanish } from './words/es.ts';
import type { Terms } from './words/terms.ts';
import type { FieldWords, FileWords, Names, OtherKey } from './words/words.ts';

/* What the words of our files mean, in whatever language they are written, and what things are called in one. */

/** The languages whose words every file of ours takes. */
const languages: Readonly<Record<string, FileWords>> = { en: english, es: spanish };
const all = Object.values(languages);

/** The words in a language; English where we have none in it. */
function wordsIn(language: string): FileWords {
  const [base = ''] = language.split('-', 1);
  return Object.hasOwn(languages, base) ? (languages[base] ?? english) : english;
}

/** The fixed word that a file of any kind means; null for none. */
export function termFor<Term extends keyof Terms>(term: Term, word: string): Terms[Term] | null {
  return meant(
    all.map((one) => one.terms[term]),
    word,
  );
}

/** How a file in that language writes a fixed word; the word itself where it is none of ours. */
export function termWord(term: keyof Terms, name: string, language: string): string {
  const table: Readonly<Record<string, Names>> = wordsIn(language).terms[term];
  return table[name]?.[0] ?? name;
}

/** Every fixed word of a kind, in each language, as a list for a person to choose from. */
export function termChoices(term: keyof Terms): string {
  return choicesOf(all.map((one) => one.terms[term]));
}

/** The field of an alert file that a key names; null for none. */
export function alertFieldFor(word: string): keyof FileWords['alert'] | null {
  return meant(
    all.map((one) => one.alert),
    word,
  );
}

/** The field of a part that a key names, in its heading or below it; null for none. */
export function fieldFor(kind: FieldGroup, word: string): string | null {
  const tables: readonly Readonly<Record<string, FieldWords>>[] = all.map((one) => one.fields[kind]);
  return meant(tables, word);
}

/** How a file in that language writes a field. */
export function fieldWord(kind: FieldGroup, key: string, language: string): string {
  return wordsOf(kind, key, language)?.names[0] ?? key;
}

/** Every key that may stand in a part, in each language. */
export function fieldChoices(kind: FieldGroup): string {
  const written = fieldsOf(kind).flatMap(([key, { inHeading }]) => (inHeading ? [] : [key]));
  const tables = all.map((one) => namesOfFields(one, kind));
  return choicesOf(tables.map((table) => Object.fromEntries(written.map((key) => [key, table[key] ?? [key]]))));
}

/** What a field is called on pages and forms. */
export function fieldLabel(kind: FieldGroup, key: string, language: string): string {
  return wordsOf(kind, key, language)?.label ?? key;
}

/** What a field is called in the middle of a sentence. */
export function labelWithin(kind: FieldGroup, key: string, language: string): string {
  return wordsOf(kind, key, language)?.within ?? fieldLabel(kind, key, language);
}

/** How to write a field, and what to talk over before; each undefined where nothing needs to be said. */
export function fieldHelp(kind: FieldGroup, key: string, language: string): Pick<FieldWords, 'hint' | 'question'> {
  return wordsOf(kind, key, language) ?? {};
}

/** What a part of a kind, and all of them together, are called. */
export function partWords(kind: FieldGroup, language: string): { one: string; all: string } {
  return wordsIn(language).parts[kind];
}

/** The kind of part that a heading begins with; null where it is the name of a type of violence, or nothing we know. */
export function headedKind(word: string): PartKind | null {
  return meant(
    all.map((one) => one.headings),
    word,
  );
}

/** The heading of a kind of part; null for a clause, which is headed by its type of violence. */
export function headingWord(kind: PartKind, language: string): string | null {
  return kind === 'clause' ? null : wordsIn(language).headings[kind][0];
}

/** What else the front matter or a part of it says. */
export function otherKeyFor<Key extends OtherKey>(among: readonly Key[], word: string): Key | null {
  const name = meant(
    all.map((one) => one.others),
    word,
  );
  return among.find((key) => key === name) ?? null;
}

export function otherWord(key: OtherKey, language: string): string {
  return wordsIn(language).others[key][0];
}

export function otherChoices(among: readonly OtherKey[]): string {
  return choicesOf(all.map(({ others }) => Object.fromEntries(among.map((key) => [key, others[key]]))));
}

/**
 * A place that a problem names, such as `clause.text`, `adopted.at` or `belonging`, as a file in that language writes
 * it.
 */
export function placeWord(place: string, language: string): string {
  const [first = '', second] = place.split('.', 2);
  const words = wordsIn(language);
  if (isKind(first)) return second === undefined ? words.parts[first].all : fieldWord(first, second, language);
  const parts = [first, ...(second === undefined ? [] : [second])];
  return parts.map((part) => (isOther(part) ? words.others[part][0] : part)).join('.');
}

/** What pages call the place that a problem names; null where it is no field. */
export function placeLabel(place: string, language: string): string | null {
  const [kind = '', key] = place.split('.', 2);
  return isKind(kind) && key !== undefined ? fieldLabel(kind, key, language) : null;
}

const isKind = (word: string): word is FieldGroup => Object.hasOwn(english.parts, word);
const isOther = (word: string): word is OtherKey => Object.hasOwn(english.others, word);

function wordsOf(kind: FieldGroup, key: string, language: string): FieldWords | undefined {
  const table: Readonly<Record<string, FieldWords>> = wordsIn(language).fields[kind];
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function namesOfFields(words: FileWords, kind: FieldGroup): Readonly<Record<string, Names>> {
  const table: Readonly<Record<string, FieldWords>> = words.fields[kind];
  return Object.fromEntries(Object.entries(table).map(([key, { names }]) => [key, names]));
}

function choicesOf(tables: readonly Readonly<Record<string, Names>>[]): string {
  const [first = {}] = tables;
  return Object.keys(first)
    .map((name) => [...new Set(tables.map((table) => table[name]?.[0]))].join(' / '))
    .join(', ');
}

type Table<Name extends string> = Readonly<Record<Name, Names | FieldWords>>;

/** What each word of a table means, by its plain form; made once for each table. */
const indexes = new WeakMap<object, ReadonlyMap<string, string>>();

function indexOf(table: Table<string>): ReadonlyMap<string, string> {
  const known = indexes.get(table);
  if (known !== undefined) return known;
  const words = Object.entries(table).flatMap(([name, said]) => {
    const names: readonly string[] = 'names' in said ? said.names : said;
    return [name, ...names].map((word): [string, string] => [plain(word), name]);
  });
  // Of two that mean the same the first counts.
  const index = new Map(words.toReversed());
  indexes.set(table, index);
  return index;
}

function meant<Name extends string>(tables: readonly Table<Name>[], word: string): Name | null {
  const wanted = plain(word);
  for (const table of tables) {
    const name = indexOf(table).get(wanted);
    if (name !== undefined && isIn(table, name)) return name;
  }
  return null;
}

function isIn<Name extends string>(table: Table<Name>, name: string): name is Name {
  return Object.hasOwn(table, name);
}
