import type { Alert } from '../../../../schemas/alert.ts';
import type { AlertWords } from '../../alerts/compose.ts';
import type { BegunFile, Meant } from '../../alerts/draft-file.ts';

/** What a form holds: each field by its name, with everything that stands or is chosen in it. */
export type Answers = BegunFile['answers'];

const one = (answers: Answers, name: string): string => answers[name]?.[0]?.trim() ?? '';
const some = (answers: Answers, name: string): string[] => (answers[name] ?? []).filter((value) => value !== '');

/** The words of an alert from what was typed; composing judges them. */
export function wordsFrom(answers: Answers): AlertWords {
  const kinds = answers.kind ?? [];
  const values = answers.value ?? [];
  const identifiers = values
    .map((value, at) => ({ kind: kinds[at] ?? '', value: value.trim() }))
    .filter(({ value }) => value !== '');
  const typed = {
    purpose: one(answers, 'purpose'),
    identifiers,
    violence: some(answers, 'violence'),
    axes: some(answers, 'axes'),
    severity: one(answers, 'severity'),
    immediacy: one(answers, 'immediacy'),
    period: one(answers, 'period'),
    region: one(answers, 'region'),
    conduct: (answers.conduct?.[0] ?? '').replaceAll('\r\n', '\n').trimEnd(),
    clauses: some(answers, 'clauses'),
    asks: some(answers, 'asks'),
    basis: one(answers, 'basis'),
    languages: some(answers, 'languages'),
  };
  return typed as AlertWords & Pick<Alert, 'severity'>;
}

const lengths = [30, 90, 365] as const;

/** For whom, and on what terms; 90 days and accompaniers alone where nothing was chosen. */
export function meantFrom(answers: Answers): Meant {
  const days = lengths.find((length) => String(length) === one(answers, 'days')) ?? 90;
  const terms = some(answers, 'terms');
  return {
    to: some(answers, 'to'),
    days,
    handling: terms.includes('assembly') ? 'assembly' : 'accompaniers',
    mayAskAgain: terms.includes('again'),
  };
}
