import { builtScript, kitStyle, languagesOf, styleSheet } from '../../web/static.ts';

/** Pages of the person affected. */
export const personStyle = styleSheet(
  'person.css',
  kitStyle('forms'),
  kitStyle('words'),
  kitStyle('stages'),
  new URL('./style/person.css', import.meta.url),
);

const inEachLanguage = async (name: string) => {
  const scripts = (await languagesOf(name)).map(
    async (language) => [language, await builtScript(`${name}.${language}.js`)] as const,
  );
  return new Map(await Promise.all(scripts));
};
/** Keeps the words in the page, in each language. */
export const myCodeScripts = await inEachLanguage('my-code');
/** Shows what is asked, and seals the answer, in each language. */
export const askedScripts = await inEachLanguage('asked');
