import { readdirSync, readFileSync } from 'node:fs';
import { match } from '@formatjs/intl-localematcher';
import { type I18n, setupI18n } from '@lingui/core';
import { formatter } from '@lingui/format-po';
import { compileMessage } from '@lingui/message-utils/compileMessage';

const folder = new URL('../locales/', import.meta.url);
const fallback = 'en';

/** One instance per language and process; nobody's request ever changes another's language. */
const catalogues: ReadonlyMap<string, I18n> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.po'))
    .sort()
    .map((name) => [name.slice(0, -3), readCatalogue(name.slice(0, -3), new URL(name, folder))]),
);

/** The languages that have a catalogue. */
export const languages: readonly string[] = [...catalogues.keys()];

/** Messages in a language; English when there is no catalogue for it. */
export function i18nFor(language: string): I18n {
  return catalogues.get(language) ?? (catalogues.get(fallback) as I18n);
}

const picked = new Map<string, string>();

/** The best language for an Accept-Language header or a LANG variable; English when neither says anything we have. */
export function pickLanguage(wanted: string | undefined): string {
  if (!wanted) return fallback;
  const key = wanted.slice(0, 200);
  const known = picked.get(key);
  if (known) return known;
  const language = match(wishes(key), languages, fallback, { algorithm: 'lookup' });
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

function readCatalogue(locale: string, file: URL): I18n {
  const { parse } = formatter({ explicitIdAsDefault: true });
  const context = { locale, sourceLocale: fallback, filename: file.pathname };
  const entries = Object.entries(
    parse(readFileSync(file, 'utf8'), context) as Record<string, { translation?: string }>,
  );
  const messages = Object.fromEntries(entries.map(([id, { translation }]) => [id, compileMessage(translation ?? '')]));
  const i18n = setupI18n({ locale, messages: { [locale]: messages } });
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
}
