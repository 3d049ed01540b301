import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { type AgreementText, importMarkdown } from '../../agreement-file/read.ts';
import { exportWithStarts } from '../../agreement-file/write.ts';
import { randomId } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { missingSentence } from './missing-sentences.ts';
import { newestParts, textRow } from './store.ts';
import { frontPart, type Part, writtenText } from './text.ts';

/** What a text lacks before it can be proposed: the part to mend, or null when it is the text as a whole. */
export type Missing = { part: string | null; sentence: string };
export type WholeText = { ok: true; agreement: AgreementText } | { ok: false; problems: Missing[] };

/** A text that is being written, if it is whole: as the agreement it would be, nobody's decision in it; else what is missing. Refuses `not-found`. */
export async function wholeText({ db }: Pick<Runtime, 'db'>, textId: string, i18n: I18n): Promise<WholeText> {
  const text = await textRow(db, textId);
  if (!text) throw new Refusal('not-found');
  return wholeParts(await newestParts(db, textId), text.series, i18n);
}

/**
 * The same of parts that were loaded. The one reader of agreement files decides: what is written goes out as a file and is read back, and each of
 * its problems leads to the part on whose lines it lies.
 */
export function wholeParts(parts: readonly Part[], series: string | null, i18n: I18n): WholeText {
  const written = writtenText(parts, series);
  const { markdown, starts } = exportWithStarts(written);
  const read = importMarkdown(markdown, { newId: randomId });
  if (read.ok) return { ok: true, agreement: read.agreement };
  const problems = read.problems.map((problem) => {
    const at = starts.findLast(({ line }) => line <= problem.line)?.part ?? frontPart;
    const whole = problem.problem === 'no-clauses' || problem.problem === 'file-too-large';
    return { part: whole ? null : at, sentence: missingSentence(i18n, problem) };
  });
  return { ok: false, problems };
}
