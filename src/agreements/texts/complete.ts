import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { check, type Finding, isWhole } from '../../agreement-file/check.ts';
import { groups } from '../../agreement-file/fields.ts';
import type { AgreementText, OpenText } from '../../agreement-file/parts.ts';
import type { Runtime } from '../../runtime.ts';
import { missingSentence } from './missing-sentences.ts';
import { newestParts, textRow } from './store.ts';
import { asks } from './templates.ts';
import { frontPart, type Part, writtenText } from './text.ts';

/** What a text lacks before it can be proposed: the part to mend, or null when it is the text as a whole. */
export type Missing = { part: string | null; sentence: string };
export type WholeText = { ok: true; agreement: AgreementText } | { ok: false; problems: Missing[] };

/**
 * A text that is being written, if it is whole, as the agreement it would be; else what is missing.
 * @throws `not-found`.
 */
export async function wholeText({ db }: Pick<Runtime, 'db'>, textId: string, i18n: I18n): Promise<WholeText> {
  const text = await textRow(db, textId);
  if (!text) throw new Refusal('not-found');
  return wholeParts(await newestParts(db, textId), text.series, i18n);
}

/**
 * Parts that were loaded, if they make a whole agreement, nobody's decision in it; else what is missing, each with the
 * part to mend.
 */
export function wholeParts(parts: readonly Part[], series: string | null, i18n: I18n): WholeText {
  const written = writtenText(parts, series);
  if (isWhole(written, asks)) return { ok: true, agreement: written };
  const problems = check(written, asks).map((finding) => ({
    part: partOf(written, finding),
    sentence: missingSentence(i18n, finding),
  }));
  return { ok: false, problems };
}

function partOf(written: OpenText, { place }: Finding): string | null {
  if (place === null) return null;
  return place.kind === 'front' ? frontPart : (written[groups[place.kind]][place.at]?.id ?? null);
}
