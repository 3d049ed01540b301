import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u32 } from '../../../schemas/encodings.ts';
import {
  agreementsDifferencesContract as contract,
  versionPair,
} from '../../../schemas/routes/agreements-differences.ts';
import { violence } from '../../../schemas/terms.ts';
import { groups, partKinds } from '../../agreement-file/fields.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { comparePath, type Which, whichIn } from '../versions/addresses.ts';
import { comparedCollectives } from '../versions/shown-versions.ts';
import type { AgreementChanges } from './changes.ts';
import { ChangesBody, changesHead } from './changes-page.tsx';
import { matrixOf } from './matrix.ts';
import { MatrixBody, matrixHead } from './matrix-page.tsx';
import { shownChanges } from './shown-changes.ts';
import { SidesBody, sidesHead } from './two-collectives-page.tsx';

/** What changed between versions, and how collectives stand to each other; public. */
export function differencesRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const collectives = async (peer: string | undefined) => {
    const only = peer === undefined ? null : known(b64u32, peer);
    const own = { name: node.name ?? '', mark: node.mark ?? null };
    const found = await comparedCollectives(runtime.db, own, only);
    if (only !== null && found.length < 2) throw new Refusal('not-found');
    return { collectives: found, with: only };
  };
  const matrix = async (peer: string | undefined) => {
    const compared = await collectives(peer);
    return { ...compared, rows: matrixOf(compared.collectives) };
  };
  route(routes, contract.compare, async ({ query }) => {
    const { collectives, rows } = await matrix(query.with);
    return { collectives: collectives.map(({ peer, name, compared }) => ({ peer, name, compared })), rows };
  });
  routes.get(comparePath, async (c) => {
    const view = viewOf(c);
    const body = <MatrixBody view={view} matrix={await matrix(c.req.query('with'))} />;
    return page(c, { view, node, ...matrixHead(view) }, body);
  });
  routes.get(`${comparePath}/:violence`, async (c) => {
    const sides = { ...(await collectives(c.req.query('with'))), violence: known(violence, c.req.param('violence')) };
    const view = viewOf(c);
    return page(c, { view, node, ...sidesHead(view, sides) }, <SidesBody view={view} sides={sides} />);
  });
  const changes = async (c: Context, which: Which, versions: [number, number]) => {
    const shown = await shownChanges(runtime, which, versions, viewOf(c).textLanguage);
    if (!shown) throw new Refusal('not-found');
    return shown;
  };
  for (const one of [contract.ownChanges, contract.partnersChanges]) {
    route(routes, one, async ({ c, params: { versions, ...which } }) => {
      const shown = await changes(c, { peer: null, ...which }, versions);
      const { parts, ...ofTheWhole } = shown.changes;
      return { before: shown.before.id, after: shown.after.id, ...ofTheWhole, ...byGroup(parts) };
    });
    routes.get(one.path, async (c) => {
      const which = whichIn({ peer: c.req.param('peer'), series: c.req.param('series') });
      const shown = await changes(c, which, known(versionPair, c.req.param('versions')));
      const view = viewOf(c);
      return page(c, { view, node, ...changesHead(view, shown) }, <ChangesBody view={view} shown={shown} />);
    });
  }
  return routes;
}

type Parts = AgreementChanges['parts'];

/** Under the keys that an agreement has for them. */
function byGroup(parts: Parts) {
  const entries = partKinds.map((kind) => [groups[kind], parts[kind]]);
  return Object.fromEntries(entries) as { [K in keyof Parts as (typeof groups)[K]]: Parts[K] };
}
