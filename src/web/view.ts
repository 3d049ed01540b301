import type { I18n } from '@lingui/core';
import type { Context } from 'hono';
import { i18nFor, languages, pickLanguage } from '../platform/i18n.ts';

/**
 * What every page component needs besides its data: words, their language, and links that keep what was chosen.
 * `textLanguage` is that in which the texts of agreements are wanted: they may have more languages than our own
 * sentences. `textsFrom` is set where a page shows texts of one partner: their address there.
 */
export type View = {
  language: string;
  textLanguage: string;
  textsFrom?: string;
  /** The member who asked, where one did. */
  me?: string;
  /** What members chose to be called, where a member asked. */
  nicknames?: ReadonlyMap<string, string>;
  i18n: I18n;
  link: (path: string) => string;
};

/**
 * The view for a request: the language of `?lang=`, else of Accept-Language; texts of agreements in that of `?in=`,
 * else in the same. Public pages set no cookie, so what was chosen travels in the links. A program that names no
 * language gets `otherwise`.
 */
export function viewOf(c: Context, otherwise?: string): View {
  const [asked, words] = [c.req.query('lang'), c.req.query('in')];
  const chosen: Record<string, string> = {
    ...(asked !== undefined && languages().includes(asked) && { lang: asked }),
    ...(words !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(words) && { in: words }),
  };
  const { member: me, nicknames } = c.get('signedIn') ?? {};
  const language = chosen.lang ?? pickLanguage(c.req.header('accept-language') ?? otherwise);
  return {
    language,
    textLanguage: chosen.in ?? language,
    i18n: i18nFor(language),
    ...(me !== undefined && { me }),
    ...(nicknames && { nicknames }),
    link: (path) => withChosen(path, chosen),
  };
}

/** The view of a page that stands in one language, whoever asks for it. */
export function viewIn(language: string): View {
  return { language, textLanguage: language, i18n: i18nFor(language), link: (path) => path };
}

/** The path with what was chosen, except what it says itself. */
function withChosen(path: string, chosen: Record<string, string>): string {
  const [before = '', anchor] = path.split('#', 2);
  const [place = '', own] = before.split('?', 2);
  const query = new URLSearchParams(own);
  for (const [name, value] of Object.entries(chosen)) if (!query.has(name)) query.set(name, value);
  const joined = query.size === 0 ? place : `${place}?${query}`;
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

/** A day in the reader's language, or only its month or year where no more is known. */
export function sinceWords(view: View, at: string): string {
  if (at.length === 'yyyy-mm-dd'.length) return dateWords(view, at);
  const month = at.length === 'yyyy-mm'.length ? { month: 'long' as const } : {};
  return new Intl.DateTimeFormat(view.language, { year: 'numeric', ...month, timeZone: 'UTC' }).format(new Date(at));
}
