import type { I18n } from '@lingui/core';
import { placelessSentence } from '../../agreement-file/problem-sentences.ts';
import type { Problem, ProblemId } from '../../agreement-file/problems.ts';
import { placeLabel } from '../../agreement-file/vocabulary.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';

/** What to do about a problem, said to somebody who has a form before them and no file. */
export function missingSentence(i18n: I18n, problem: Omit<Problem, 'line'>): string {
  const said = sentences[problem.problem];
  if (!said) return placelessSentence(i18n, problem);
  const { key, most = '' } = problem.values;
  const field = typeof key === 'string' ? (placeLabel(key, i18n.locale) ?? '') : '';
  return sentence(i18n, said, { field, most });
}

const sentences: Partial<Record<ProblemId, Sentence>> = {
  'key-missing': { id: 'writing.missing.empty', message: '“{field}” is empty.' },
  'text-empty': { id: 'writing.missing.empty', message: '“{field}” is empty.' },
  'question-left': {
    id: 'writing.missing.question',
    message: '“{field}” still asks a question (??).',
  },
  'restorative-plan': {
    id: 'writing.missing.plan',
    message: 'Say whether a plan to repair is required, or that it is not decided yet.',
  },
  'step-unknown': { id: 'writing.missing.step', message: '“{field}” points to a step that is no longer there.' },
  'text-too-long': {
    id: 'writing.wrong.long',
    message: '“{field}” is longer than {most} characters. Write it shorter.',
  },
  'list-too-long': { id: 'writing.wrong.many', message: '“{field}” has more than {most} lines. Join some of them.' },
  'list-lengths': {
    id: 'writing.missing.lengths',
    message: '“{field}” has more entries in one language than in another.',
  },
  'heading-repeated': {
    id: 'writing.missing.twice',
    message: 'Two clauses are about the same. Join them, or give this one its own name.',
  },
  'no-clauses': { id: 'writing.missing.clauses', message: 'There is no clause yet.' },
  'front-too-large': { id: 'writing.missing.front-large', message: 'What holds for all of it is too long together.' },
  'file-too-large': {
    id: 'writing.missing.large',
    message: 'The text is too long altogether. Shorten it, or make two agreements of it.',
  },
};
