import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { agreementsReadingContract as contract } from '../../../schemas/routes/agreements-reading.ts';
import { adaptClause, adaptWhole } from '../../agreement-file/adapt.ts';
import { exportMarkdown } from '../../agreement-file/write.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { asFile } from '../../web/answer.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { articleUrl, seriesPlaces, versionIn, whichIn } from '../versions/addresses.ts';
import { storedAgreement } from '../versions/statements.ts';
import { publishedVersion } from '../versions/store.ts';
import { shownVersion, signedVersion } from '../versions/which-version.ts';
import { ZineBody, zineHead } from './zine-page.tsx';

const markdownType = 'text/markdown; charset=utf-8';

/** Each version as files and as a sheet to fold, the newest where none is named; and a partner's as a draft of ours. */
export function versionRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const signed = async ({ version, ...of }: Place) => {
    const row = await signedVersion(runtime, { peer: null, ...of }, version);
    if (!row) throw new Refusal('not-found');
    return { id: row.id, envelope: row.envelope };
  };
  const words = async (of: Place) => {
    const { id, envelope } = await signed(of);
    return { id, agreement: storedAgreement(envelope) };
  };
  const file = async (of: Place) => exportMarkdown((await words(of)).agreement);
  for (const one of [contract.ownFile, contract.ownVersionFile, contract.partnersFile, contract.partnersVersionFile]) {
    route(routes, one, async ({ params }) => ({ markdown: await file(params) }));
    routes.get(one.path, async (c) => asFile(c, markdownType, await file(placeIn(c))));
  }
  for (const one of [
    contract.ownWords,
    contract.ownVersionWords,
    contract.partnersWords,
    contract.partnersVersionWords,
  ])
    route(routes, one, ({ params }) => words(params));
  for (const one of [
    contract.ownStatement,
    contract.ownVersionStatement,
    contract.partnersStatement,
    contract.partnersVersionStatement,
  ])
    route(routes, one, async ({ params }) => storedEnvelope((await signed(params)).envelope));
  for (const one of [contract.adapted, contract.adaptedVersion]) {
    route(routes, one, async ({ params, query }) => ({
      markdown: await adaptedFile(runtime, await words(params), query),
    }));
    routes.get(one.path, async (c) => {
      const markdown = await adaptedFile(runtime, await words(placeIn(c)), c.req.query());
      return c.body(markdown, 200, { 'content-type': markdownType, vary: 'Accept' });
    });
  }
  for (const place of seriesPlaces.flatMap((one) => [one, `${one}/versions/:version`]))
    routes.get(`${place}/zine`, async (c) => {
      const { version, ...of } = placeIn(c);
      const shown = await shownVersion(runtime, of, version);
      if (!shown) throw new Refusal('not-found');
      const view = viewOf(c);
      const address = shown.original ?? articleUrl(runtime.origin, shown.agreement.series);
      const body = <ZineBody view={view} shown={shown} address={address} />;
      return page(c, { view, node, ...zineHead(view, shown) }, body);
    });
  return routes;
}

/** Which version: the newest where none is named; of ours where no peer is. */
type Place = { peer?: string | null; series: string; version?: number | undefined };

/**
 * A partner's version, or one clause of it, as the file of a draft of ours: anew, or added to an agreement that we
 * have.
 */
async function adaptedFile(
  { db }: Pick<Runtime, 'db'>,
  source: Parameters<typeof adaptWhole>[0],
  { clause, into }: { clause?: string | undefined; into?: string | undefined },
): Promise<string> {
  const ours = into === undefined ? null : await publishedVersion(db, known(b64u16, into));
  if (into !== undefined && !ours) throw new Refusal('not-found', 'into');
  const base = ours && storedAgreement(ours.envelope);
  return clause === undefined ? adaptWhole(source) : adaptClause(source, known(b64u16, clause), base);
}

const placeIn = (c: Context) => ({
  ...whichIn({ peer: c.req.param('peer'), series: c.req.param('series') }),
  version: versionIn(c.req.param('version')),
});
