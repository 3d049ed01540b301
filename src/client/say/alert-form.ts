import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import { alert as alertSchema } from '../../../schemas/alert.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import { axisName, severityName, violenceName } from '../../platform/terms.ts';
import { choiceNames } from './alert.ts';
import { clauseName } from './cited.ts';

/** A field to be filled in: one line, a text, one choice or several; `identifiers` are pairs of a kind and a value. */
export type AskedField = {
  name: string;
  label: string;
  hint: string | null;
  shape: 'line' | 'text' | 'choice' | 'choices' | 'identifiers';
  most: number;
  options: { value: string; text: string }[];
};

const asked = {
  purpose: [
    { id: 'care.ask.purpose', message: 'What is it for?' },
    { id: 'care.hint.purpose', message: 'So that it does not happen elsewhere, or after something you took part in.' },
  ],
  identifiers: [
    { id: 'care.ask.identifiers', message: 'How is the person named known?' },
    {
      id: 'care.hint.identifiers',
      message: 'A handle, telephone or e-mail; or two things of another kind. Never of the person affected.',
    },
  ],
  violence: [{ id: 'care.ask.violence', message: 'What kind of violence?' }, null],
  axes: [
    { id: 'care.ask.axes', message: 'What was it crossed with?' },
    { id: 'care.hint.axes', message: 'You can leave this out.' },
  ],
  severity: [{ id: 'care.ask.severity', message: 'How severe?' }, null],
  immediacy: [{ id: 'care.ask.immediacy', message: 'Is it past?' }, null],
  period: [
    { id: 'care.ask.period', message: 'In which part of which year?' },
    { id: 'care.hint.period', message: 'Never a date: a date can give somebody away.' },
  ],
  region: [
    { id: 'care.ask.region', message: 'In which region?' },
    { id: 'care.hint.region', message: 'A valley or a city, never an address.' },
  ],
  conduct: [
    { id: 'care.ask.conduct', message: 'What was done?' },
    {
      id: 'care.hint.conduct',
      message: 'Acts, not what somebody is. Nothing by which the person affected could be recognised.',
    },
  ],
  clauses: [
    { id: 'care.ask.clauses', message: 'Which points of our agreement is it about?' },
    { id: 'care.hint.clauses', message: 'They name the point; your partner decides by their own.' },
  ],
  asks: [{ id: 'care.ask.asks', message: 'What do we ask of them?' }, null],
  basis: [{ id: 'care.ask.basis', message: 'Where do we know it from?' }, null],
  languages: [{ id: 'care.ask.languages', message: 'In which language is it written?' }, null],
} satisfies Record<string, readonly [Sentence, Sentence | null]>;

type Name = keyof typeof asked;
type Option = AskedField['options'][number];

/** Every field of an alert, page by page in the order in which it is asked; `agreements` are ours, which it cites. */
export function alertForm(i18n: I18n, agreements: readonly Agreement[], now: Date): AskedField[][] {
  const field = (name: Name, shape: AskedField['shape'], most: number, options: Option[] = []): AskedField => {
    const [label, hint] = asked[name];
    return { name, label: sentence(i18n, label), hint: hint && sentence(i18n, hint), shape, most, options };
  };
  const choices = (name: keyof typeof choiceNames): Option[] =>
    Object.entries(choiceNames[name]).map(([value, text]) => ({ value, text: sentence(i18n, text) }));
  const { violence, axes, severity } = alertSchema.shape;
  const named = <T extends string>(values: readonly T[], text: (i18n: I18n, value: T) => string): Option[] =>
    values.map((value) => ({ value, text: text(i18n, value) }));
  const severities = severity.options.filter((one) => one !== 'micro');
  return [
    [
      field('purpose', 'choice', 1, choices('purpose')),
      field('identifiers', 'identifiers', 200, choices('identifier')),
    ],
    [
      field('violence', 'choices', 19, named(violence.element.options, violenceName)),
      field('axes', 'choices', 14, named(axes.element.options, axisName)),
      field('severity', 'choice', 1, named(severities, severityName)),
    ],
    [
      field('immediacy', 'choice', 1, choices('immediacy')),
      field('period', 'choice', 1, periods(now)),
      field('region', 'line', 80),
      field('conduct', 'text', 1000),
    ],
    [
      field('clauses', 'choices', 12, clausesOf(i18n, agreements)),
      field('asks', 'choices', 6, choices('asks')),
      field('basis', 'choice', 1, choices('basis')),
      field('languages', 'choices', 8, languagesOf(i18n, agreements)),
    ],
  ];
}

/** Quarters of this year and the last one so far, newest first, then whole years. */
function periods(now: Date): Option[] {
  const year = now.getUTCFullYear();
  const quarter = Math.floor(now.getUTCMonth() / 3) + 1;
  const quarters = [0, 1, 2, 3].map((back) => {
    const at = year * 4 + quarter - 1 - back;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
  return [...quarters, ...[0, 1, 2, 3, 4].map((back) => String(year - back))].map((value) => ({ value, text: value }));
}

function clausesOf(i18n: I18n, agreements: readonly Agreement[]): Option[] {
  return agreements.flatMap((agreement) =>
    agreement.clauses.map((clause) => {
      const own = clause.ownName[i18n.locale] ?? Object.values(clause.ownName)[0];
      const text = [violenceName(i18n, clause.violence), own].filter(Boolean).join(' · ');
      return { value: clauseName(agreement, clause), text };
    }),
  );
}

function languagesOf(i18n: I18n, agreements: readonly Agreement[]): Option[] {
  const tags = new Set([i18n.locale, ...agreements.flatMap(({ languages }) => languages), 'es', 'en']);
  const names = new Intl.DisplayNames([i18n.locale], { type: 'language' });
  return [...tags].map((value) => ({ value, text: names.of(value) ?? value }));
}
