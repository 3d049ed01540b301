import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { pickLanguage } from '../platform/i18n.ts';
import { quickExit } from '../web/exit.tsx';
import { safeHeaders } from '../web/headers.ts';
import { everyPage, staticRoutes } from '../web/static.ts';
import { type DeskHere, deskStyles } from './files.ts';

export type DeskParts = {
  /** The origin that these files stand on, and that of the node whose desk it is. */
  desk: string;
  node: string;
  /** Where quick exit leads: by the node's own, which ends what its pages kept, where the node serves this desk. */
  exitTo: string;
  here: DeskHere;
};

/** Everything that the desk's origin answers; anything else there is not found. */
export function deskRoutes({ desk, node, exitTo, here: { pages, camera, files: list } }: DeskParts): Hono {
  const routes = new Hono();
  // Nothing of a person stands in these files, so that how small they get says nothing.
  routes.use(compress());
  const content = {
    connectSrc: ["'self'", node],
    workerSrc: ["'self'"],
    formAction: ["'none'"],
    trustedTypes: ['convive'],
  };
  const everything = safeHeaders(desk, content, { camera: ['self'] });
  // What sees pictures can send them to nobody.
  const seeing = safeHeaders(desk, { connectSrc: ["'none'"] });
  routes.use((c, next) => (c.req.path === camera.path ? seeing : everything)(c, next));
  routes.use(async (c, next) => {
    await next();
    c.header('integrity-policy', 'blocked-destinations=(script)');
    c.header('x-robots-tag', 'noindex');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  routes.get('/', (c) => {
    c.header('vary', 'Accept-Language');
    return c.redirect(`/${pickLanguage(c.req.header('accept-language'))}`, 302);
  });
  for (const { language, text } of pages) routes.get(`/${language}`, (c) => c.html(text));
  routes.get('/files.json', (c) => c.json({ files: list }));
  routes.get('/node.json', (c) => c.json({ node }));
  routes.route('/', quickExit({ neutralSite: exitTo, leave: async () => {} }));
  const files = [
    ...deskStyles,
    everyPage.exit,
    everyPage.icon,
    camera,
    ...pages.flatMap(({ script, worker }) => [script, worker]),
  ];
  routes.route('/', staticRoutes(files));
  routes.notFound((c) => c.text('', 404));
  return routes;
}
