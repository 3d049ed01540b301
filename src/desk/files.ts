import { type Asset, builtScript, everyPage, formsStyle, kitStyle, languagesOf, styleSheet } from '../web/static.ts';

/** Scripts of the desk in one language: what the page runs, and the worker beside it. */
export type DeskScripts = { language: string; page: Asset; worker: Asset };

/** What the desk consists of, beside a page for each language. */
export const deskStyles: readonly Asset[] = [
  everyPage.style,
  formsStyle,
  styleSheet('desk.css', kitStyle('words'), new URL('./style/desk.css', import.meta.url)),
];

/** The scripts of every language. */
export async function deskScripts(): Promise<DeskScripts[]> {
  return Promise.all(
    (await languagesOf('desk')).map(async (language) => ({
      language,
      page: await builtScript(`desk.${language}.js`),
      worker: await builtScript(`desk-worker.${language}.js`),
    })),
  );
}
