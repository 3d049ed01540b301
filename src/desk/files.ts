import { createHash } from 'node:crypto';
import type { DeskFile } from '../../schemas/desk-release.ts';
import { i18nFor } from '../platform/i18n.ts';
import { type FixedPage, fixedPage } from '../web/fixed-page.tsx';
import { type Asset, builtScripts, everyPage, formsStyle, kitStyle, languagesOf, styleSheet } from '../web/static.ts';

/** The desk in one language: its page as text, the script that the page runs, and the worker beside it. */
export type DeskPage = { language: string; text: string; script: Asset; worker: Asset };

/** What looks for QR codes in pictures, and is loaded only when somebody asks for it. */
const cameraScript = 'desk-camera.js';

/** What the desk consists of, beside a page for each language. */
export const deskStyles: readonly Asset[] = [
  everyPage.style,
  formsStyle,
  styleSheet('desk.css', kitStyle('words'), kitStyle('stages'), new URL('./style/desk.css', import.meta.url)),
];

/**
 * The desk as it is installed here: its pages, the worker for pictures, and the list of files that its print is made of
 * (decision 0029).
 */
export type DeskHere = { pages: readonly DeskPage[]; camera: Asset; files: readonly DeskFile[] };

/** Loads the scripts; the pages are made when they are asked for, once sentences are there. */
export async function loadDesk(): Promise<() => DeskHere> {
  const scripts = await builtScripts();
  const languages = await languagesOf('desk');
  const named = (name: string): Asset => {
    const found = scripts.find((one) => one.name === name);
    if (!found) throw new Error(`src/client/pages/ has nothing that makes ${name}`);
    return found;
  };
  const camera = named(cameraScript);
  return () => {
    const pages = languages.map((language) => {
      const [script, worker] = [named(`desk.${language}.js`), named(`desk-worker.${language}.js`)];
      const text = fixedPage({ ...saidIn(language), languages, styles: deskStyles, script, worker, camera });
      return { language, text, script, worker };
    });
    // What runs on the desk's origin, and the scripts that take a person's words; styles stand in the pages by hash.
    const html = pages.map(({ language, text }) => ({ name: `desk.${language}.html`, text }));
    const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
    const files = [...html, ...scripts, everyPage.exit].map(({ name, text }) => ({ name, sha256: hashOf(text) }));
    return { pages, camera, files };
  };
}

/** The desk as it is installed here, for whoever is not the node. */
export const deskHere = async (): Promise<DeskHere> => (await loadDesk())();

function saidIn(language: string): Pick<FixedPage, 'language' | 'name' | 'withoutScript'> {
  const i18n = i18nFor(language);
  return {
    language,
    name: i18n._('desk.name', {}, { message: 'Desk' }),
    withoutScript: i18n._(
      'desk.no-script',
      {},
      {
        message:
          'The desk opens keys on your device, and needs JavaScript for it. Everything else works without: the pages ' +
          'of your node, and the twelve words of a person who gave a consent.',
      },
    ),
  };
}
