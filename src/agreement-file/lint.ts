import type { I18n } from '@lingui/core';
import { agreement as agreementSchema } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { canonical } from '../protocol/canonical.ts';
import { randomId } from '../protocol/encoding.ts';
import { problemSentence } from './problem-sentences.ts';
import type { Problem } from './problems.ts';
import { importMarkdown, importOpen } from './read.ts';
import type { Asks } from './template.ts';
import { exportMarkdown } from './write.ts';

/* Agreement files without a node: the same reading as at the import. */

export type FileProblem = { line: number; problem: string; sentence: string };

/** What is wrong with a file, each problem with its line and what to write instead; stores nothing. */
export function problemsIn(i18n: I18n, file: string, markdown: string, asks: Asks): FileProblem[] {
  const read = importMarkdown(markdown, { newId: randomId, asks });
  return read.ok ? [] : sentences(i18n, file, read.problems);
}

/** Problems of a file as sentences in a language. */
export function sentences(i18n: I18n, file: string, problems: readonly Problem[]): FileProblem[] {
  return problems.map((one) => ({ line: one.line, problem: one.problem, sentence: problemSentence(i18n, file, one) }));
}

/**
 * The words of an exported JSON file as the Markdown file that says the same; who issued it and which version it was is
 * left out.
 * @throws `malformed`, `schema`, and `agreement-form` for words that Markdown would not keep to the letter.
 */
export function markdownOf(json: string): string {
  const read = agreementSchema.safeParse(inner(json));
  if (!read.success) throw new Refusal('schema', read.error.issues[0]?.path.join('.'));
  const { type: _, issuer, version, prev, issuedAt, ...words } = read.data;
  const markdown = exportMarkdown(words);
  const again = importOpen(markdown, { newId: randomId, asks: () => false });
  if (again.ok && canonical(again.agreement) !== canonical(words)) throw new Refusal('agreement-form', 'agreement');
  return markdown;
}

function inner(json: string): unknown {
  try {
    const read: unknown = JSON.parse(json);
    return typeof read === 'object' && read !== null && 'agreement' in read ? read.agreement : read;
  } catch {
    throw new Refusal('malformed', 'file');
  }
}
