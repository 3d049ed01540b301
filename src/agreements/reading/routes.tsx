import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { violence } from '../../../schemas/terms.ts';
import { exportMarkdown } from '../../agreement-file/write.ts';
import { ownNode } from '../../collective/store.ts';
import { readUnverified } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { viewOf } from '../../web/view.ts';
import { ChangesBody, changesHead } from '../differences/changes-page.tsx';
import { matrixOf } from '../differences/matrix.ts';
import { MatrixBody, matrixHead } from '../differences/matrix-page.tsx';
import { shownChanges, shownVersion, signedVersion, type Which } from '../differences/shown-changes.ts';
import { SidesBody, sidesHead } from '../differences/two-collectives-page.tsx';
import { articleUrl } from '../publishing/publish.ts';
import { comparedCollectives, reviews } from '../versions/shown-versions.ts';
import { storedEnvelope } from '../versions/store.ts';
import { versionIn } from '../versions/version-number.ts';
import { statementType } from '../wire/activity.ts';
import { reviewCalendar } from './calendar.ts';
import { atomFeed, feedPaths, jsonFeed } from './feed.ts';
import { feedEntries } from './feed-entries.ts';
import { ZineBody, zineHead } from './zine-page.tsx';

/** What only reads, and is public: what changed between versions, how collectives stand to each other, each version
 * as files and as a sheet to fold, feeds and calendar. Every answer has an ETag. */
export function readingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  routes.use('/agreements', etag());
  routes.use('/agreements/*', etag());
  routes.use('/partners/*', etag());

  for (const [path, type, write] of [
    [feedPaths.atom, 'application/atom+xml; charset=utf-8', atomFeed],
    [feedPaths.json, 'application/feed+json; charset=utf-8', jsonFeed],
  ] as const)
    routes.get(path, async (c) => {
      const own = await standing(runtime);
      const view = viewOf(c, own.language ?? undefined);
      const about = { name: own.name, at: own.created };
      return text(c, type, write(view, runtime.origin, about, await feedEntries(runtime.db, view, runtime.origin)));
    });
  routes.get(feedPaths.calendar, async (c) => {
    const own = await standing(runtime);
    const view = viewOf(c, own.language ?? undefined);
    return text(c, 'text/calendar; charset=utf-8', reviewCalendar(view, own.name, await reviews(runtime, view.words)));
  });

  const collectives = async (c: Context) => {
    const peer = c.req.query('with');
    const only = peer === undefined ? null : known(b64u32, peer);
    const found = await comparedCollectives(runtime.db, node.name ?? '', only);
    if (only !== null && found.length < 2) throw new Refusal('not-found');
    return { collectives: found, with: only };
  };
  routes.get('/agreements/compare', async (c) => {
    const compared = await collectives(c);
    const matrix = { ...compared, rows: matrixOf(compared.collectives) };
    const view = viewOf(c);
    if (wants(c, 'html') === 'html')
      return page(c, { view, node, ...matrixHead(view) }, <MatrixBody view={view} matrix={matrix} />);
    return answer(c, {
      collectives: matrix.collectives.map(({ peer, name, compared }) => ({ peer, name, compared })),
      rows: matrix.rows,
    });
  });
  routes.get('/agreements/compare/:violence', async (c) => {
    const sides = { ...(await collectives(c)), violence: known(violence, c.req.param('violence')) };
    const view = viewOf(c);
    return page(c, { view, node, ...sidesHead(view, sides) }, <SidesBody view={view} sides={sides} />);
  });

  const signed = async (c: Context) => {
    const row = await signedVersion(runtime, which(c), versionIn(c.req.param('version')));
    if (!row) throw new Refusal('not-found');
    const { statement } = readUnverified('agreement', storedEnvelope(row.envelope));
    return { ...row, statement };
  };
  for (const place of ['/agreements/:series', '/partners/:peer/agreements/:series']) {
    for (const version of [place, `${place}/versions/:version`]) {
      routes.get(`${version}/agreement.md`, async (c) => {
        const markdown = exportMarkdown((await signed(c)).statement);
        if (wants(c, 'html') === 'json') return answer(c, { markdown });
        return text(c, 'text/markdown; charset=utf-8', markdown);
      });
      routes.get(`${version}/agreement.json`, async (c) => {
        const { id, statement } = await signed(c);
        return answer(c, { id, agreement: statement });
      });
      routes.get(`${version}/statement`, async (c) => text(c, statementType, (await signed(c)).envelope));
      routes.get(`${version}/zine`, async (c) => {
        const shown = await shownVersion(runtime, which(c), versionIn(c.req.param('version')));
        if (!shown) throw new Refusal('not-found');
        const view = viewOf(c);
        const address = shown.original ?? articleUrl(runtime.origin, shown.agreement.series);
        const body = <ZineBody view={view} shown={shown} address={address} />;
        return page(c, { view, node, ...zineHead(view, shown) }, body);
      });
    }
    routes.get(`${place}/changes/:versions`, async (c) => {
      const view = viewOf(c);
      const shown = await shownChanges(runtime, which(c), known(versionPair, c.req.param('versions')), view.words);
      if (!shown) throw new Refusal('not-found');
      if (wants(c, 'html') === 'html')
        return page(c, { view, node, ...changesHead(view, shown) }, <ChangesBody view={view} shown={shown} />);
      return answer(c, { before: shown.before.id, after: shown.after.id, ...shown.changes });
    });
  }
  return routes;
}

const versionPair = z
  .string()
  .regex(/^[1-9]\d{0,5}\.\.[1-9]\d{0,5}$/)
  .transform((text): [number, number] => {
    const [one = 0, other = 0] = text.split('..').map(Number);
    return [one, other];
  });

/** A file for programs, in the reader's language. */
function text(c: Context, type: string, body: string): Response {
  return c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache', vary: 'Accept-Language' });
}

/** Who we are; before the collective stands, nobody publishes anything. */
async function standing({ db }: Runtime) {
  const own = await ownNode(db);
  if (own?.collective == null || own.name === null) throw new Refusal('not-found');
  return { ...own, name: own.name };
}

function answer(c: Context, body: object): Response {
  c.header('cache-control', 'no-cache');
  c.header('vary', 'Accept, Accept-Language');
  return c.json(body);
}

function which(c: Context): Which {
  const peer = c.req.param('peer');
  return { peer: peer === undefined ? null : known(b64u32, peer), series: known(b64u16, c.req.param('series')) };
}
