import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u32 } from '../../../schemas/encodings.ts';
import { violence } from '../../../schemas/terms.ts';
import { groups, partKinds } from '../../agreement-file/fields.ts';
import type { Runtime } from '../../runtime.ts';
import { openly } from '../../web/answer.ts';
import { wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { viewOf } from '../../web/view.ts';
import { comparePath, seriesPlaces, whichIn } from '../versions/addresses.ts';
import { comparedCollectives } from '../versions/shown-versions.ts';
import { ChangesBody, changesHead } from './changes-page.tsx';
import { matrixOf } from './matrix.ts';
import { MatrixBody, matrixHead } from './matrix-page.tsx';
import { shownChanges } from './shown-changes.ts';
import { SidesBody, sidesHead } from './two-collectives-page.tsx';

/** What changed between versions, and how collectives stand to each other; public. */
export function differencesRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const collectives = async (c: Context) => {
    const peer = c.req.query('with');
    const only = peer === undefined ? null : known(b64u32, peer);
    const found = await comparedCollectives(runtime.db, node.name ?? '', only);
    if (only !== null && found.length < 2) throw new Refusal('not-found');
    return { collectives: found, with: only };
  };
  routes.get(comparePath, async (c) => {
    const compared = await collectives(c);
    const matrix = { ...compared, rows: matrixOf(compared.collectives) };
    const view = viewOf(c);
    if (wants(c, 'html') === 'html')
      return page(c, { view, node, ...matrixHead(view) }, <MatrixBody view={view} matrix={matrix} />);
    const answer = {
      collectives: matrix.collectives.map(({ peer, name, compared }) => ({ peer, name, compared })),
      rows: matrix.rows,
    };
    return openly(c, answer, byLanguage);
  });
  routes.get(`${comparePath}/:violence`, async (c) => {
    const sides = { ...(await collectives(c)), violence: known(violence, c.req.param('violence')) };
    const view = viewOf(c);
    return page(c, { view, node, ...sidesHead(view, sides) }, <SidesBody view={view} sides={sides} />);
  });
  for (const place of seriesPlaces)
    routes.get(`${place}/changes/:versions`, async (c) => {
      const view = viewOf(c);
      const which = whichIn({ peer: c.req.param('peer'), series: c.req.param('series') });
      const shown = await shownChanges(runtime, which, known(versionPair, c.req.param('versions')), view.words);
      if (!shown) throw new Refusal('not-found');
      if (wants(c, 'html') === 'html')
        return page(c, { view, node, ...changesHead(view, shown) }, <ChangesBody view={view} shown={shown} />);
      const { parts, ...ofTheWhole } = shown.changes;
      const byGroup = Object.fromEntries(partKinds.map((kind) => [groups[kind], parts[kind]]));
      return openly(c, { before: shown.before.id, after: shown.after.id, ...ofTheWhole, ...byGroup }, byLanguage);
    });
  return routes;
}

const byLanguage = 'Accept, Accept-Language';

const versionPair = z
  .string()
  .regex(/^[1-9]\d{0,5}\.\.[1-9]\d{0,5}$/)
  .transform((text): [number, number] => {
    const [one = 0, other = 0] = text.split('..').map(Number);
    return [one, other];
  });
