import type { I18n } from '@lingui/core';

/** What a language is called; its tag where nobody knows it. */
export function languageText(i18n: I18n, language: string): string {
  try {
    return new Intl.DisplayNames([i18n.locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
