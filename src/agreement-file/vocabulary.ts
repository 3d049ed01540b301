/*
 * The fixed words of an agreement file, Spanish and English. The first alias of each list is what an English export writes,
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

export const violenceWords = {
  psychological: ['psychological', 'psicológica'],
  verbal: ['verbal', 'verbal'],
  economic: ['economic', 'económica'],
  physical: ['physical', 'física'],
  sexual: ['sexual', 'sexual'],
  digital: ['digital', 'digital'],
  stalking_harassment: ['stalking or harassment', 'acoso o persecución', 'stalking harassment', 'stalking', 'acoso'],
  coercive_control: ['coercive control', 'control coercitivo'],
  neglect_of_dependants: ['neglect of dependants', 'descuido de personas dependientes'],
  violence_against_children: ['violence against children', 'violencia contra la infancia'],
  lethal_or_attempted_lethal: ['lethal or attempted lethal', 'letal o intento'],
  abuse_of_organisational_power: ['abuse of organisational power', 'abuso de poder en la organización'],
  reprisal_for_speaking: ['reprisal for speaking', 'represalias por hablar'],
  other: ['other', 'otra'],
} as const;

export const stanceWords = {
  not_tolerated: ['not tolerated', 'no se tolera'],
  worked_on_together: ['worked on together', 'lo trabajamos en común'],
  not_decided_yet: ['not decided yet', 'todavía no lo decidimos'],
} as const;

export const severityWords = {
  micro: ['micro', 'micro'],
  serious: ['serious', 'seria'],
  grave: ['grave', 'grave'],
  extreme: ['extreme', 'extrema'],
} as const;

export const axisWords = {
  gender: ['gender', 'género'],
  sexuality_or_gender_identity: ['sexuality or gender identity', 'sexualidad o identidad de género'],
  race_or_colonial: ['race or colonial', 'racial o colonial'],
  disability: ['disability', 'discapacidad'],
  age_child: ['age child', 'edad infancia'],
  age_elder: ['age elder', 'edad mayor'],
  class: ['class', 'clase'],
  migration: ['migration', 'migración'],
} as const;

export const methodWords = {
  consent_round: ['consent round', 'ronda de consentimiento'],
  assembly_minutes: ['assembly minutes', 'acta de asamblea'],
  other: ['other', 'otro'],
} as const;

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

/** The word that an export writes for a name. */
export function wordFor<Name extends string>(table: WordTable<Name>, name: Name, spanish: boolean): string {
  return table[name][spanish ? 1 : 0];
}

/** Every word that may be written, in English and Spanish, as a list for a person to choose from. */
export function choices<Name extends string>(table: WordTable<Name>): string {
  return namesOf(table)
    .map((name) => [...new Set(table[name].slice(0, 2))].join(' / '))
    .join(', ');
}

function namesOf<Name extends string>(table: WordTable<Name>): Name[] {
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
