import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { Bar } from './bar.tsx';
import { type Asset, everyPage } from './static.ts';
import { directionOf, languageName, viewIn } from './view.ts';

export type FixedPage = {
  language: string;
  /** In which languages it stands, each under its own path. */
  languages: readonly string[];
  /** What it is, for the bar, and the title until the script draws its own. */
  name: string;
  styles: readonly Asset[];
  /** Draws everything else, and finds the worker's address in the page. */
  script: Asset;
  worker: Asset;
  /** The worker that looks for QR codes, loaded only when it is asked for. */
  camera: Asset;
  /** Said where scripts do not run. */
  withoutScript: string;
};

/**
 * A page that is drawn by its script alone, as text: the same bytes for everybody, without a word that anybody wrote.
 * What it loads has to be what its hashes say (Subresource Integrity).
 */
export function fixedPage({ language, languages, name, styles, withoutScript, ...scripts }: FixedPage): string {
  const { script, worker, camera } = scripts;
  const view = viewIn(language);
  const document = (
    // Spelling: some browsers send what is typed elsewhere to check it, and every field of the page says the same.
    <html lang={language} dir={directionOf(language)} translate="no" spellcheck={false}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Convive</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="google" content="notranslate" />
        <link rel="icon" href={everyPage.icon.path} type="image/svg+xml" />
        {styles.map((style) => (
          <link rel="stylesheet" href={style.path} integrity={integrityOf(style)} />
        ))}
        <script type="module" src={everyPage.exit.path} integrity={integrityOf(everyPage.exit)} />
        {/* After the styles on a slow line: something is read sooner. */}
        <script type="module" src={script.path} integrity={integrityOf(script)} fetchpriority="low" />
      </head>
      <body>
        <Bar view={view} name={name} mark={null} home={`/${language}`} />
        <main
          class="sheet"
          id="content"
          tabindex={-1}
          data-worker={worker.path}
          data-camera={camera.path}
          data-integrity={integrityOf(camera)}
        >
          <h1>{name}</h1>
          <noscript>
            <p>{withoutScript}</p>
          </noscript>
        </main>
        <footer class="foot">
          <nav aria-label={view.i18n._('web.languages', {}, { message: 'Languages' })}>
            <ul>
              {languages.map((one) => (
                <li>
                  <a href={`/${one}`} hreflang={one} lang={one} aria-current={one === language ? 'true' : undefined}>
                    {languageName(viewIn(one), one)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </footer>
      </body>
    </html>
  );
  return `${raw('<!doctype html>')}${document}`;
}

const integrityOf = ({ text }: Asset): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
