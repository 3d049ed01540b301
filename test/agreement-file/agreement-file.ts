import { readFileSync } from 'node:fs';
import type { AgreementText } from '../../src/agreement-file/parts.ts';
import { problemSentence } from '../../src/agreement-file/problem-sentences.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { askedBy } from '../../src/agreement-file/template.ts';
import { agreementTemplates } from '../../src/platform/agreement-templates.ts';
import { i18nFor } from '../../src/platform/i18n.ts';

/** An agreement file of the cast. */
export const fileText = (name: string) =>
  readFileSync(new URL(`../support/agreements/${name}`, import.meta.url), 'utf8');

/** Tells a question of the templates from an answer. */
export const asks = askedBy(agreementTemplates);

/** Ids that are the same in every run. */
export function counter() {
  let count = 0;
  return () => Buffer.from(String(count++).padStart(16, 'id-')).toString('base64url');
}

/** Reads a file that has to read. */
export function read(text: string, previous?: AgreementText): AgreementText {
  const imported = importMarkdown(text, { newId: counter(), asks, previous });
  if (!imported.ok)
    throw new Error(imported.problems.map((one) => problemSentence(i18nFor('en'), 'x', one)).join('\n'));
  return imported.agreement;
}

/** What is wrong with a file, as line and problem. */
export function problems(text: string): string[] {
  const imported = importMarkdown(text, { newId: counter(), asks });
  return imported.ok ? [] : imported.problems.map(({ line, problem }) => `${line} ${problem}`);
}

/** A file of the fewest lines that reads, with `clause` lines and `front` lines replaced or added. */
export function file({
  front = [] as string[],
  sections = ['## sexual', 'stance: not tolerated', 'text: Only a free yes is a yes.'],
} = {}) {
  const own = front.map((line) => line.split(':')[0]);
  const usual = [
    'title: Ours',
    'languages: [en]',
    'summary: What we live by.',
    'protects: [Everyone]',
    'review: 2027-01-01',
    'licence: CC-BY-4.0',
  ];
  return ['---', ...usual.filter((line) => !own.includes(line.split(':')[0])), ...front, '---', ...sections].join('\n');
}

/** The lines of a belonging parameter in which nothing is missing. */
export const belonging = [
  '## belonging',
  'when: Always.',
  'severity from: grave',
  'measure: Leaves.',
  'restorative plan: required',
  'review months: 3',
  'way back: By asking.',
];
