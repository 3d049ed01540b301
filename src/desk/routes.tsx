import { Hono } from 'hono';
import { i18nFor, pickLanguage } from '../platform/i18n.ts';
import { quickExit } from '../web/exit.tsx';
import { type FixedPage, fixedPage } from '../web/fixed-page.tsx';
import { safeHeaders } from '../web/headers.ts';
import { everyPage, staticRoutes } from '../web/static.ts';
import { type DeskScripts, deskStyles } from './files.ts';

export type DeskParts = {
  /** The origin that these files stand on, and that of the node whose desk it is. */
  desk: string;
  node: string;
  /** Where quick exit leads. */
  exitSite: string;
  scripts: readonly DeskScripts[];
};

/** Everything that the desk's origin answers; anything else there is not found. */
export function deskRoutes({ desk, node, exitSite, scripts }: DeskParts): Hono {
  const routes = new Hono();
  routes.use(
    safeHeaders(desk, {
      connectSrc: ["'self'", node],
      workerSrc: ["'self'"],
      formAction: ["'none'"],
      trustedTypes: ['convive'],
    }),
  );
  routes.use(async (c, next) => {
    await next();
    c.header('integrity-policy', 'blocked-destinations=(script)');
    c.header('x-robots-tag', 'noindex');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  const languages = scripts.map(({ language }) => language);
  routes.get('/', (c) => {
    c.header('vary', 'Accept-Language');
    return c.redirect(`/${pickLanguage(c.req.header('accept-language'))}`, 302);
  });
  for (const one of scripts) {
    const text = fixedPage({
      ...saidIn(one.language),
      languages,
      styles: deskStyles,
      script: one.page,
      worker: one.worker,
    });
    routes.get(`/${one.language}`, (c) => c.html(text));
  }
  routes.get('/node.json', (c) => c.json({ node }));
  routes.route('/', quickExit({ neutralSite: exitSite, leave: async () => {} }));
  const files = [
    ...deskStyles,
    everyPage.exit,
    everyPage.icon,
    ...scripts.flatMap(({ page, worker }) => [page, worker]),
  ];
  routes.route('/', staticRoutes(files));
  routes.notFound((c) => c.text('', 404));
  return routes;
}

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
