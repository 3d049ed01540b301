import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { adaptClause, adaptWhole } from '../../agreement-file/adapt.ts';
import { exportMarkdown } from '../../agreement-file/write.ts';
import { readUnverified } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { asFile, openly } from '../../web/answer.ts';
import { wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { viewOf } from '../../web/view.ts';
import { articleUrl, seriesPlaces, versionIn, whichIn } from '../versions/addresses.ts';
import { publishedVersion, storedEnvelope } from '../versions/store.ts';
import { shownVersion, signedVersion } from '../versions/which-version.ts';
import { statementType } from '../wire/activity.ts';
import { ZineBody, zineHead } from './zine-page.tsx';

const markdownType = 'text/markdown; charset=utf-8';

/** Each version as files and as a sheet to fold, the newest where none is named; and a partner's as a draft of ours. */
export function versionRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const signed = async (c: Context) => {
    const row = await signedVersion(runtime, which(c), versionIn(c.req.param('version')));
    if (!row) throw new Refusal('not-found');
    const { statement } = readUnverified('agreement', storedEnvelope(row.envelope));
    return { ...row, statement };
  };
  for (const version of seriesPlaces.flatMap((place) => [place, `${place}/versions/:version`])) {
    routes.get(`${version}/agreement.md`, async (c) => {
      const markdown = exportMarkdown((await signed(c)).statement);
      if (wants(c, 'html') === 'json') return openly(c, { markdown }, 'Accept, Accept-Language');
      return asFile(c, markdownType, markdown);
    });
    routes.get(`${version}/agreement.json`, async (c) => {
      const { id, statement } = await signed(c);
      return openly(c, { id, agreement: statement }, 'Accept, Accept-Language');
    });
    routes.get(`${version}/statement`, async (c) => asFile(c, statementType, (await signed(c)).envelope));
    routes.get(`${version}/zine`, async (c) => {
      const shown = await shownVersion(runtime, which(c), versionIn(c.req.param('version')));
      if (!shown) throw new Refusal('not-found');
      const view = viewOf(c);
      const address = shown.original ?? articleUrl(runtime.origin, shown.agreement.series);
      const body = <ZineBody view={view} shown={shown} address={address} />;
      return page(c, { view, node, ...zineHead(view, shown) }, body);
    });
  }
  const adapted = async (c: Context) => {
    const { id, statement } = await signed(c);
    const markdown = await adaptedFile(runtime, { id, agreement: statement }, c.req.query());
    if (wants(c, 'html') === 'json') return openly(c, { markdown });
    return c.body(markdown, 200, { 'content-type': markdownType, vary: 'Accept' });
  };
  const [, partners] = seriesPlaces;
  routes.get(`${partners}/adapted.md`, adapted);
  routes.get(`${partners}/versions/:version/adapted.md`, adapted);
  return routes;
}

/** A partner's version, or one clause of it, as the file of a draft of ours: anew, or added to an agreement that we have. */
async function adaptedFile(
  { db }: Pick<Runtime, 'db'>,
  source: Parameters<typeof adaptWhole>[0],
  { clause, into }: Record<string, string>,
): Promise<string> {
  const ours = into === undefined ? null : await publishedVersion(db, known(b64u16, into));
  if (into !== undefined && !ours) throw new Refusal('not-found', 'into');
  const base = ours && readUnverified('agreement', storedEnvelope(ours.envelope)).statement;
  return clause === undefined ? adaptWhole(source) : adaptClause(source, known(b64u16, clause), base);
}

const which = (c: Context) => whichIn({ peer: c.req.param('peer'), series: c.req.param('series') });
