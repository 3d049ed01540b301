import { readdirSync, readFileSync } from 'node:fs';
import type { I18n } from '@lingui/core';
import { formatter } from '@lingui/format-po';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { i18nFrom } from './i18n.ts';

/** Where the catalogues lie: one `<language>.po` each. */
const folder = new URL('../locales/', import.meta.url);

/** Every catalogue of the folder, read and compiled, by its language. */
export function readCatalogues(): ReadonlyMap<string, I18n> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.po'));
  return new Map(names.sort().map((name) => [name.slice(0, -3), readCatalogue(name)]));
}

function readCatalogue(name: string): I18n {
  const language = name.slice(0, -3);
  const file = new URL(name, folder);
  const { parse } = formatter({ explicitIdAsDefault: true });
  const context = { locale: language, sourceLocale: 'en', filename: file.pathname };
  const entries = parse(readFileSync(file, 'utf8'), context) as Record<string, { translation?: string }>;
  const compiled = Object.entries(entries).map(([id, { translation }]) => [id, compileMessage(translation ?? '')]);
  const i18n = i18nFrom(language, Object.fromEntries(compiled));
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
}
