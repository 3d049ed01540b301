/** What is wrong with an agreement; problem-sentences.ts says of each what to write instead. */
export type ProblemId =
  | 'file-too-large'
  | 'file-character'
  | 'front-missing'
  | 'front-too-large'
  | 'front-yaml'
  | 'front-alias'
  | 'text-outside'
  | 'heading-level'
  | 'heading-unknown'
  | 'heading-id'
  | 'heading-repeated'
  | 'id-repeated'
  | 'key-unknown'
  | 'key-repeated'
  | 'key-missing'
  | 'key-language'
  | 'key-shape'
  | 'word-unknown'
  | 'language-code'
  | 'list-lengths'
  | 'text-empty'
  | 'text-too-long'
  | 'list-too-long'
  | 'question-left'
  | 'date'
  | 'since'
  | 'body-unknown'
  | 'review-order'
  | 'id-shape'
  | 'step-unknown'
  | 'restorative-plan'
  | 'review-months'
  | 'no-clauses'
  | 'nothing-decided';

/**
 * One problem: the line in the file (from 1), what it is, and the words of the sentence about it, never a text of the
 * agreement. A `key` with a dot is a field, as vocabulary.ts names places.
 */
export type Problem = { line: number; problem: ProblemId; values: Record<string, string | number> };

/** Collects problems, so that a person can mend the whole file in one go. */
export type Complain = (line: number, problem: ProblemId, values?: Record<string, string | number>) => void;

/** What of the file may be repeated in a sentence about it: short, and without control or direction characters. */
export function quoted(text: string): string {
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return safe.length > 40 ? `${safe.slice(0, 40)}…` : safe;
}
