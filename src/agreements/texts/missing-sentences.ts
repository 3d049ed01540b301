import type { I18n } from '@lingui/core';
import { placelessSentence } from '../../agreement-file/problem-sentences.ts';
import type { Problem, ProblemId } from '../../agreement-file/problems.ts';
import { fieldName, isField } from './field-names.ts';

/** What to do about a problem, said to somebody who has a form before them and no file. */
export function missingSentence(i18n: I18n, problem: Problem): string {
  const said = sentences[problem.problem];
  const { key, most = '' } = problem.values;
  if (!said) return placelessSentence(i18n, problem);
  const field = isField(key) ? fieldName(i18n, key) : '';
  const tags = String(problem.values.languages ?? '').split(', ');
  const languages = new Intl.ListFormat(i18n.locale).format(tags.map((tag) => nameOf(i18n, tag)));
  return i18n._(said.id, { field, most, languages }, { message: said.message });
}

function nameOf(i18n: I18n, language: string): string {
  try {
    return new Intl.DisplayNames([i18n.locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

const sentences: Partial<Record<ProblemId, { id: string; message: string }>> = {
  'key-missing': { id: 'writing.missing.empty', message: '“{field}” is empty.' },
  'text-empty': { id: 'writing.missing.empty', message: '“{field}” is empty.' },
  'language-missing': { id: 'writing.missing.language', message: '“{field}” is not written in {languages}.' },
  'name-language': { id: 'writing.missing.language', message: '“{field}” is not written in {languages}.' },
  'question-left': {
    id: 'writing.missing.question',
    message: '“{field}” still asks a question (??).',
  },
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
