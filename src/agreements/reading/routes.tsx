import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { agreementsReadingContract as contract } from '../../../schemas/routes/agreements-reading.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { serveDocument } from '../../federation/serve.ts';
import { peerOf } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { readable } from '../../web/markdown.ts';
import { asksActivity } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { shownSaid } from '../acknowledgements/shown.ts';
import { agreementsPath, seriesPlaces, versionIn, type Which, whichIn } from '../versions/addresses.ts';
import { ownAsJson } from '../versions/as-json.ts';
import type { ShownAgreement, Withdrawn } from '../versions/shown.ts';
import { asListed, byPartner, statementsAfter } from '../versions/shown-versions.ts';
import { publishedVersion } from '../versions/store.ts';
import { takenDownOf } from '../versions/taken-down-store.ts';
import { shownVersion } from '../versions/which-version.ts';
import { articleAt } from '../wire/send.ts';
import { AgreementBody, agreementHead } from './agreement-page.tsx';
import { listAsJson } from './as-json.ts';
import { feedLinks } from './feed.ts';
import { feedRoutes } from './feed-routes.tsx';
import { AgreementListBody, agreementListHead } from './list-page.tsx';
import { versionRoutes } from './version-routes.tsx';
import { WithdrawnBody, withdrawnHead } from './withdrawn-page.tsx';

/** Agreements on one page of the list. */
const perPage = 50;

/**
 * What only reads, and is public: the list, feeds and calendar, each version as page, Article, JSON, files and sheet to
 * fold.
 */
export function readingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db, origin } = runtime;
  routes.route('/', feedRoutes(runtime));
  routes.route('/', versionRoutes(runtime, node));

  route(routes, contract.list, ({ query }) => listAsJson(runtime, { after: query.after, most: Number(query.limit) }));
  routes.get(agreementsPath, async (c) => {
    const view = viewOf(c);
    // What is no place in the list is its beginning.
    const { data } = contract.list.query.safeParse(c.req.query());
    const { ours, partners, next } = await statementsAfter(db, { after: data?.after, most: perPage });
    const newest = ours.toSorted((a, b) => b.row.published.getTime() - a.row.published.getTime());
    const listed = { ours: asListed(newest), partners: await byPartner(db, partners) };
    const list = { name: node.name ?? '', mark: node.mark ?? null, ...listed, after: data?.after ?? null, next };
    const body = <AgreementListBody view={view} {...list} />;
    return page(c, { view, node, ...agreementListHead(view, list), related: feedLinks(view) }, body);
  });

  const shownPage = async (c: Context) => {
    const which = whichIn({ peer: c.req.param('peer'), series: c.req.param('series') });
    const shown = await shownVersion(runtime, which, versionIn(c.req.param('version')));
    if (!shown) {
      const withdrawn = await withdrawnAt(runtime, which);
      const body = <WithdrawnBody view={viewOf(c)} withdrawn={withdrawn} />;
      return page(c, { view: viewOf(c), node, status: 404, ...withdrawnHead(viewOf(c)) }, body);
    }
    const view = { ...viewOf(c), ...(shown.original !== null && { textsFrom: shown.original }) };
    const related = shown.ours ? feedLinks(view) : [];
    const body = <AgreementBody view={view} shown={shown} said={await shownSaid(runtime, shown.id)} />;
    return page(c, { view, node, ...agreementHead(view, shown), related }, body);
  };
  const ownRow = async ({ series, version }: { series: string; version?: number }) => {
    const row = await publishedVersion(db, series, version);
    if (!row) throw new Refusal('not-found');
    return row;
  };
  const [ours, partners] = seriesPlaces;
  routes.get(ours, async (c, next) => {
    if (!asksActivity(c)) return next();
    return serveDocument(c.req.raw, await articleAt(runtime, await ownRow({ series: seriesIn(c) })));
  });
  for (const one of [contract.own, contract.ownVersion])
    route(routes, one, async ({ params }) => {
      const row = await ownRow(params);
      return { ...ownAsJson(origin, row), acknowledgements: await shownSaid(runtime, row.id) };
    });
  for (const one of [contract.partners, contract.partnersVersion])
    route(routes, one, async ({ params }) => partnersAsJson(runtime, await shownAt(runtime, params)));
  route(routes, contract.partnersWithdrawal, async ({ params }) => {
    const row = await takenDownOf(db, params.peer, params.series);
    if (!row?.envelope) throw new Refusal('not-found');
    return storedEnvelope(row.envelope);
  });
  for (const place of [ours, partners]) {
    routes.get(place, shownPage);
    routes.get(`${place}/versions/:version`, shownPage);
  }
  return routes;
}

const seriesIn = (c: Context): string => known(b64u16, c.req.param('series'));

async function shownAt(
  runtime: Runtime,
  { version, ...which }: Which & { version?: number | undefined },
): Promise<ShownAgreement> {
  const shown = await shownVersion(runtime, which, version);
  if (!shown) throw new Refusal('not-found');
  return shown;
}

/** What is left of a partner's agreement that they withdrew. Refuses (`not-found`) where there is nothing. */
async function withdrawnAt({ db }: Runtime, { peer: id, series }: Which): Promise<Withdrawn> {
  const row = id === null ? null : await takenDownOf(db, id, series);
  const peer = row && (await peerOf(db, row.peer));
  if (!row?.at || !peer) throw new Refusal('not-found');
  return { name: readable(peer.name), at: row.at };
}

async function partnersAsJson(runtime: Runtime, shown: ShownAgreement) {
  const { id, agreement, signers, compared, original, lineage } = shown;
  const takenDown = shown.takenDown && timeOf(shown.takenDown);
  const acknowledgements = await shownSaid(runtime, id);
  const seen = { signers, compared: compared && timeOf(compared.at), takenDown };
  return { id, agreement, ...seen, original, lineage, acknowledgements };
}
