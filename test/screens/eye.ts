import type { Page } from 'playwright-core';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** What looks at each screen while somebody walks through all of them: it makes pictures, or finds what is wrong. */
export type Eye = {
  /** The languages that the walk is made in. */
  languages: readonly Language[];
  take(page: Page, title: string, language: Language): Promise<void>;
  /** The screens that were looked at. */
  titles(): string[];
};
