import type { I18n } from '@lingui/core';

/** A sentence that is looked up later: its id in the catalogues, and its English. */
export type Sentence = { id: string; message: string };

/** A sentence without places to fill, in the reader's language. */
export function sentence(i18n: I18n, { id, message }: Sentence): string {
  return i18n._(id, {}, { message });
}

/** The day of a time, as it is written everywhere: 2026-11-29. */
export const dayOf = (time: string): string => time.slice(0, 10);
