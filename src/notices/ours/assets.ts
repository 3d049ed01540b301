import { builtScript, kitStyle, languagesOf, styleSheet } from '../../web/static.ts';

/** Pages of the person affected. */
export const personStyle = styleSheet(
  'person.css',
  kitStyle('forms'),
  kitStyle('words'),
  new URL('./style/person.css', import.meta.url),
);

const scripts = (await languagesOf('my-code')).map(
  async (language) => [language, await builtScript(`my-code.${language}.js`)] as const,
);
/** Keeps the words in the page, in each language. */
export const myCodeScripts = new Map(await Promise.all(scripts));
