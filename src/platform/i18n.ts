import { match } from '@formatjs/intl-localematcher';
import { type I18n, type Messages, setupI18n } from '@lingui/core';

const fallback = 'en';

/** One instance per language and process; nobody's request ever changes another's language. */
let catalogues: ReadonlyMap<string, I18n> | undefined;

/** The sentences of one language, from messages that are compiled already. */
export function i18nFrom(language: string, messages: Messages): I18n {
  return setupI18n({ locale: language, messages: { [language]: messages } });
}

/** A sentence that is looked up later: its id in the catalogues, and its English. */
export type Sentence = { id: string; message: string };

/** A sentence in the reader's language, its places filled. */
export function sentence(i18n: I18n, { id, message }: Sentence, values: Record<string, unknown> = {}): string {
  return i18n._(id, values, { message });
}

/** Gives this process its languages, before the first sentence; once it has some, nothing is read again. */
export function fillCatalogues(read: () => ReadonlyMap<string, I18n>): void {
  catalogues ??= read();
}

/**
 * The languages that have a catalogue.
 * @throws an error, as every sentence does, in a process that was given none
 */
export function languages(): readonly string[] {
  return [...filled().keys()];
}

/** Messages in a language; English when there is no catalogue for it. */
export function i18nFor(language: string): I18n {
  const i18n = filled().get(language) ?? filled().get(fallback);
  if (!i18n) throw new Error(`there is no catalogue for ${fallback}`);
  return i18n;
}

function filled(): ReadonlyMap<string, I18n> {
  if (!catalogues) throw new Error('nothing can be said yet: fillCatalogues comes first');
  return catalogues;
}

const picked = new Map<string, string>();

/** The best language for an Accept-Language header or a LANG variable; English when neither says anything we have. */
export function pickLanguage(wanted: string | undefined): string {
  if (!wanted) return fallback;
  const key = wanted.slice(0, 200);
  const known = picked.get(key);
  if (known) return known;
  const language = match(wishes(key), languages(), fallback, { algorithm: 'lookup' });
  if (picked.size >= 500) picked.clear();
  picked.set(key, language);
  return language;
}

/** "es-MX,es;q=0.9,en;q=0.5" or "es_MX.UTF-8" as language tags, most wanted first. */
function wishes(text: string): string[] {
  return text
    .split(',', 10)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.replace(/[.@].*$/, '').replaceAll('_', '-'), quality: quality ? Number(quality) : 1 };
    })
    .filter(({ tag, quality }) => /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .flatMap(({ tag }) => {
      try {
        return Intl.getCanonicalLocales(tag);
      } catch {
        return [];
      }
    });
}
