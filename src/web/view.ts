import type { I18n } from '@lingui/core';
import type { Context } from 'hono';
import { i18nFor, languages, pickLanguage } from '../platform/i18n.ts';

/** What every page component needs besides its data: words, their language, and links that keep a chosen language. */
export type View = { language: string; i18n: I18n; link: (path: string) => string };

/**
 * The view for a request: the language of `?lang=`, else of Accept-Language. Public pages set no cookie, so a language that
 * was chosen travels in the links.
 */
export function viewOf(c: Context): View {
  const asked = c.req.query('lang');
  const chosen = asked !== undefined && languages.includes(asked) ? asked : null;
  const language = chosen ?? pickLanguage(c.req.header('accept-language'));
  return { language, i18n: i18nFor(language), link: (path) => (chosen === null ? path : withLanguage(path, chosen)) };
}

function withLanguage(path: string, language: string): string {
  const [place = '', anchor] = path.split('#', 2);
  const joined = `${place}${place.includes('?') ? '&' : '?'}lang=${language}`;
  return anchor === undefined ? joined : `${joined}#${anchor}`;
}

/** Whether a language is written from right to left. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.split('-', 1)[0]?.toLowerCase() ?? '') ? 'rtl' : 'ltr';
}

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The name of a language in the reader's own language: "Spanish", "español"; its code when nobody knows a name. */
export function languageName(view: View, language: string): string {
  try {
    return new Intl.DisplayNames([view.language], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** Names of languages as a list: "Spanish and English". */
export function languageList(view: View, languages: readonly string[]): string {
  return new Intl.ListFormat(view.language).format(languages.map((language) => languageName(view, language)));
}

/** A date in words, without the hour: times are UTC on every page. */
export function dateWords(view: View, at: Date | string): string {
  const format = new Intl.DateTimeFormat(view.language, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(at));
}
