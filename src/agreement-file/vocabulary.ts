import { english } from './words/en.ts';
import { spanish } from './words/es.ts';
import type { FileWords, Names, Terms } from './words/words.ts';

/*
 * The keys of an agreement file, Spanish and English; fixed words stand in words/. The first alias of each list is what an English export writes,
 * the second what a Spanish one writes. Accents, capitals, hyphens and underscores make no difference when reading.
 */

export const frontKeys = {
  title: ['title', 'título'],
  languages: ['languages', 'idiomas'],
  series: ['series', 'serie'],
  summary: ['summary', 'resumen'],
  protects: ['protects', 'a quién protege', 'protege'],
  adopted: ['adopted', 'adoptado'],
  review: ['review', 'revisión'],
  licence: ['licence', 'licencia', 'license'],
  adaptedFrom: ['adapted from', 'adaptado de'],
} as const;

export const adoptedKeys = {
  body: ['body', 'quién'],
  method: ['method', 'método'],
  at: ['at', 'fecha', 'date'],
} as const;

export const lineageKeys = {
  agreement: ['agreement', 'acuerdo'],
  issuer: ['collective', 'colectiva', 'issuer', 'colectivo'],
} as const;

export const clauseKeys = {
  stance: ['stance', 'postura'],
  severity: ['severity', 'gravedad'],
  axes: ['axes', 'ejes'],
  text: ['text', 'texto'],
  examples: ['examples', 'ejemplos'],
  responses: ['responses', 'qué hacemos', 'what we do', 'respuestas'],
  support: ['support', 'apoyo'],
} as const;

export const belongingKeys = {
  when: ['when', 'cuándo'],
  severityFrom: ['severity from', 'gravedad desde'],
  measure: ['measure', 'medida'],
  restorativePlan: ['restorative plan', 'plan restaurativo'],
  reviewMonths: ['review months', 'meses de revisión'],
  wayBack: ['way back', 'camino de regreso'],
} as const;

export const belongingHeadings = ['belonging', 'pertenencia'];

/** The languages whose words every file of ours takes. */
const languages: Readonly<Record<string, FileWords>> = { en: english, es: spanish };
const all = Object.values(languages);

/** The fixed word that a file of any kind means, in whatever language it is written; null for none. */
export function termFor<Term extends keyof Terms>(term: Term, word: string): Terms[Term] | null {
  return meant(
    all.map((one) => one.terms[term]),
    word,
  );
}

/** How a file in that language writes a fixed word; English where it has no words of ours. */
export function termWord<Term extends keyof Terms>(term: Term, name: Terms[Term], language: string): string {
  return (languages[language] ?? english).terms[term][name][0];
}

/** Every fixed word of a kind, in each language, as a list for a person to choose from. */
export function termChoices(term: keyof Terms): string {
  const names: readonly string[] = Object.keys(english.terms[term]);
  const tables: Readonly<Record<string, Names>>[] = all.map((one) => one.terms[term]);
  return names.map((name) => [...new Set(tables.map((table) => table[name]?.[0]))].join(' / ')).join(', ');
}

/** The field of an alert file that a key names, in whatever language; null for none. */
export function alertFieldFor(word: string): keyof FileWords['alert'] | null {
  return meant(
    all.map((one) => one.alert),
    word,
  );
}

function meant<Name extends string>(tables: readonly Readonly<Record<Name, Names>>[], word: string): Name | null {
  const wanted = plain(word);
  for (const table of tables) {
    for (const name of namesOf(table)) {
      if (plain(name) === wanted || table[name].some((one) => plain(one) === wanted)) return name;
    }
  }
  return null;
}

export const yesWords = ['yes', 'sí', 'true'];

export type WordTable<Name extends string> = Readonly<Record<Name, readonly [string, string, ...string[]]>>;

/** The form in which words are compared: no accents, lower case, one space for hyphens, underscores and runs of spaces. */
export function plain(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

/** The name a word stands for, in either language, or null. */
export function nameOf<Name extends string>(table: WordTable<Name>, word: string): Name | null {
  const wanted = plain(word);
  for (const name of namesOf(table)) {
    if (plain(name) === wanted || table[name].some((alias) => plain(alias) === wanted)) return name;
  }
  return null;
}

/** Every word that may be written, in English and Spanish, as a list for a person to choose from. */
export function choices<Name extends string>(table: WordTable<Name>): string {
  return namesOf(table)
    .map((name) => [...new Set(table[name].slice(0, 2))].join(' / '))
    .join(', ');
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}

/** A key as a Spanish file writes it; a path such as `adopted.at` part by part. */
export function keyInSpanish(key: string): string {
  return key
    .split('.')
    .map((part) => spanishKeys.get(part) ?? part)
    .join('.');
}

const spanishKeys = new Map<string, string>([
  ...[frontKeys, adoptedKeys, lineageKeys, clauseKeys, belongingKeys].flatMap((table) =>
    Object.values(table).map(([english, spanish]): [string, string] => [english, spanish]),
  ),
  ['own name', 'nombre propio'],
  ['clause', 'punto'],
  ['belonging', 'pertenencia'],
]);
