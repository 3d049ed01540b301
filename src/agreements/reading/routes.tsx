import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { serveDocument } from '../../federation/serve.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { openly } from '../../web/answer.ts';
import { asksActivity, wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { viewOf } from '../../web/view.ts';
import { shownSaid } from '../acknowledgements/shown.ts';
import { agreementsPath, seriesPlaces, versionIn, whichIn } from '../versions/addresses.ts';
import { ownAsJson } from '../versions/as-json.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { followedActors, listedOwn, listedPartners } from '../versions/shown-versions.ts';
import { publishedVersion } from '../versions/store.ts';
import { shownVersion } from '../versions/which-version.ts';
import { articleAt } from '../wire/send.ts';
import { AgreementBody, agreementHead } from './agreement-page.tsx';
import { listAsJson } from './as-json.ts';
import { feedLinks } from './feed.ts';
import { feedRoutes } from './feed-routes.tsx';
import { AgreementListBody, agreementListHead } from './list-page.tsx';
import { versionRoutes } from './version-routes.tsx';

/** What only reads, and is public: the list, feeds and calendar, each version as page, Article, JSON, files and sheet to fold. */
export function readingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db, origin } = runtime;
  routes.route('/', feedRoutes(runtime));
  routes.route('/', versionRoutes(runtime, node));

  routes.get(agreementsPath, async (c) => {
    if (wants(c, 'html') === 'json') return openly(c, await listAsJson(runtime, await followedActors(db)));
    const view = viewOf(c);
    const list = { name: node.name ?? '', ours: await listedOwn(db), partners: await listedPartners(db) };
    const body = <AgreementListBody view={view} {...list} />;
    return page(c, { view, node, ...agreementListHead(view), related: feedLinks(view) }, body);
  });

  const shownPage = async (c: Context) => {
    const shown = await shownIn(runtime, c);
    const view = viewOf(c);
    const related = shown.ours ? feedLinks(view) : [];
    const body = <AgreementBody view={view} shown={shown} said={await shownSaid(runtime, shown.id)} />;
    return page(c, { view, node, ...agreementHead(view, shown), related }, body);
  };
  const ownRow = async (c: Context) => {
    const row = await publishedVersion(db, known(b64u16, c.req.param('series')), versionIn(c.req.param('version')));
    if (!row) throw new Refusal('not-found');
    return row;
  };
  const own = async (c: Context) => {
    if (wants(c, 'html') === 'html') return shownPage(c);
    const row = await ownRow(c);
    return openly(c, { ...ownAsJson(origin, row), acknowledgements: await shownSaid(runtime, row.id) });
  };
  const partner = async (c: Context) =>
    wants(c, 'html') === 'html' ? shownPage(c) : openly(c, await partnersAsJson(runtime, await shownIn(runtime, c)));
  const [ours, partners] = seriesPlaces;
  routes.get(ours, async (c) =>
    asksActivity(c) ? serveDocument(c.req.raw, await articleAt(runtime, await ownRow(c))) : own(c),
  );
  routes.get(`${ours}/versions/:version`, own);
  routes.get(partners, partner);
  routes.get(`${partners}/versions/:version`, partner);
  return routes;
}

async function shownIn(runtime: Runtime, c: Context): Promise<ShownAgreement> {
  const which = whichIn({ peer: c.req.param('peer'), series: c.req.param('series') });
  const shown = await shownVersion(runtime, which, versionIn(c.req.param('version')));
  if (!shown) throw new Refusal('not-found');
  return shown;
}

async function partnersAsJson(runtime: Runtime, shown: ShownAgreement) {
  const { id, agreement, signers, compared, original, lineage } = shown;
  const acknowledgements = await shownSaid(runtime, id);
  return { id, agreement, signers, compared: compared && timeOf(compared.at), original, lineage, acknowledgements };
}
