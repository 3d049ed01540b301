import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import { readable } from '../../web/markdown.ts';

type Clause = Agreement['clauses'][number];
type Sentence = { id: string; message: string };

const stanceNames: Record<Clause['stance'], Sentence> = {
  not_tolerated: { id: 'agreement.stance.not-tolerated', message: 'Not tolerated' },
  worked_on_together: { id: 'agreement.stance.worked-on-together', message: 'Worked on together' },
  not_decided_yet: { id: 'agreement.stance.not-decided-yet', message: 'Not decided yet' },
};

const methodNames: Record<NonNullable<Agreement['adopted']>['method'], Sentence> = {
  consent_round: { id: 'agreement.method.consent-round', message: 'in a consent round' },
  assembly_minutes: { id: 'agreement.method.assembly-minutes', message: 'in an assembly, with minutes' },
  other: { id: 'agreement.method.other', message: 'in a way of their own' },
};

/** The interface's name of a fixed word of an agreement, in the reader's language. */
export const stanceName = (i18n: I18n, name: Clause['stance']) => say(i18n, stanceNames[name]);
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
