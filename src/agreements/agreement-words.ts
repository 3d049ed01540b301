import type { I18n } from '@lingui/core';
import type { Agreement } from '../../schemas/agreement.ts';
import { readable } from '../web/markdown.ts';

type Clause = Agreement['clauses'][number];
type Sentence = { id: string; message: string };

const violenceNames: Record<Clause['violence'], Sentence> = {
  psychological: { id: 'agreement.violence.psychological', message: 'Psychological violence' },
  verbal: { id: 'agreement.violence.verbal', message: 'Verbal violence' },
  economic: { id: 'agreement.violence.economic', message: 'Economic violence' },
  physical: { id: 'agreement.violence.physical', message: 'Physical violence' },
  sexual: { id: 'agreement.violence.sexual', message: 'Sexual violence' },
  digital: { id: 'agreement.violence.digital', message: 'Digital violence' },
  stalking_harassment: { id: 'agreement.violence.stalking', message: 'Stalking and harassment' },
  coercive_control: { id: 'agreement.violence.coercive-control', message: 'Coercive control' },
  neglect_of_dependants: { id: 'agreement.violence.neglect', message: 'Neglect of people who depend on care' },
  violence_against_children: { id: 'agreement.violence.children', message: 'Violence against children' },
  lethal_or_attempted_lethal: { id: 'agreement.violence.lethal', message: 'Lethal violence, or an attempt at it' },
  abuse_of_organisational_power: { id: 'agreement.violence.power', message: 'Abuse of power in the organisation' },
  reprisal_for_speaking: { id: 'agreement.violence.reprisal', message: 'Reprisals for speaking' },
  other: { id: 'agreement.violence.other', message: 'Another kind of violence' },
};

const stanceNames: Record<Clause['stance'], Sentence> = {
  not_tolerated: { id: 'agreement.stance.not-tolerated', message: 'Not tolerated' },
  worked_on_together: { id: 'agreement.stance.worked-on-together', message: 'Worked on together' },
  not_decided_yet: { id: 'agreement.stance.not-decided-yet', message: 'Not decided yet' },
};

const severityNames: Record<NonNullable<Clause['severity']>, Sentence> = {
  micro: { id: 'agreement.severity.micro', message: 'day-to-day' },
  serious: { id: 'agreement.severity.serious', message: 'serious' },
  grave: { id: 'agreement.severity.grave', message: 'grave' },
  extreme: { id: 'agreement.severity.extreme', message: 'extreme' },
};

const axisNames: Record<Clause['axes'][number], Sentence> = {
  gender: { id: 'agreement.axis.gender', message: 'gender' },
  sexuality_or_gender_identity: { id: 'agreement.axis.sexuality', message: 'sexuality or gender identity' },
  race_or_colonial: { id: 'agreement.axis.race', message: 'racism and colonial violence' },
  disability: { id: 'agreement.axis.disability', message: 'disability' },
  age_child: { id: 'agreement.axis.child', message: 'childhood' },
  age_elder: { id: 'agreement.axis.elder', message: 'old age' },
  class: { id: 'agreement.axis.class', message: 'class' },
  migration: { id: 'agreement.axis.migration', message: 'migration' },
};

const methodNames: Record<NonNullable<Agreement['adopted']>['method'], Sentence> = {
  consent_round: { id: 'agreement.method.consent-round', message: 'in a consent round' },
  assembly_minutes: { id: 'agreement.method.assembly-minutes', message: 'in an assembly, with minutes' },
  other: { id: 'agreement.method.other', message: 'in a way of their own' },
};

/** The interface's name of a fixed word of an agreement, in the reader's language. */
export const violenceName = (i18n: I18n, name: Clause['violence']) => say(i18n, violenceNames[name]);
export const stanceName = (i18n: I18n, name: Clause['stance']) => say(i18n, stanceNames[name]);
export const severityName = (i18n: I18n, name: keyof typeof severityNames) => say(i18n, severityNames[name]);
export const axisName = (i18n: I18n, name: Clause['axes'][number]) => say(i18n, axisNames[name]);
export const methodName = (i18n: I18n, name: keyof typeof methodNames) => say(i18n, methodNames[name]);

function say(i18n: I18n, { id, message }: Sentence): string {
  return i18n._(id, {}, { message });
}

/**
 * What is written in the reader's language where it exists, else in the first language of the agreement that has it; as it reads,
 * without marks that deceive.
 */
export function inLanguage<T extends string | string[]>(
  values: Record<string, T>,
  wanted: string,
  languages: readonly string[],
): { value: T; language: string } | null {
  const language = [wanted, ...languages, ...Object.keys(values)].find((tag) => Object.hasOwn(values, tag));
  if (language === undefined) return null;
  const found = values[language] as T;
  return { value: (typeof found === 'string' ? readable(found) : found.map(readable)) as T, language };
}
