import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Agreement } from '../../schemas/agreement.ts';
import type { AgreementText } from '../../src/agreement-file/parts.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { changesBetween } from '../../src/agreements/differences/changes.ts';
import { ChangesBody, changesHead } from '../../src/agreements/differences/changes-page.tsx';
import { matrixOf } from '../../src/agreements/differences/matrix.ts';
import { MatrixBody, matrixHead } from '../../src/agreements/differences/matrix-page.tsx';
import { SidesBody, sidesHead } from '../../src/agreements/differences/two-collectives-page.tsx';
import { AgreementBody, agreementHead } from '../../src/agreements/reading/agreement-page.tsx';
import { AgreementListBody, agreementListHead } from '../../src/agreements/reading/list-page.tsx';
import { ZineBody, zineHead } from '../../src/agreements/reading/zine-page.tsx';
import { foundIn, likelyWords, readThrough } from '../../src/agreements/search/excerpt.ts';
import { SearchBody, searchHead } from '../../src/agreements/search/page.tsx';
import { wordsIn } from '../../src/agreements/search/query.ts';
import { agreementAssets } from '../../src/agreements/sheet/assets.ts';
import type { Compared, ShownAgreement } from '../../src/agreements/versions/shown.ts';
import { rooms } from '../../src/app.ts';
import { readDoors } from '../../src/doors.ts';
import { HomeBody, homeHead, WaitingBody, waitingHead } from '../../src/home/home-page.tsx';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import { exitRoutes, quickExit } from '../../src/web/exit.tsx';
import { safeHeaders } from '../../src/web/headers.ts';
import { type PageNode, page } from '../../src/web/page.tsx';
import { kitAssets, staticRoutes } from '../../src/web/static.ts';
import { viewOf } from '../../src/web/view.ts';

/**
 * The public pages of a node, served on loopback from our real views with real agreement files. Its neutral site is one
 * of its own pages, so that no test leaves this machine.
 */
export async function openFace(): Promise<{ origin: string } & AsyncDisposable> {
  let app = new Hono();
  const server = serve({ fetch: (request) => app.fetch(request), hostname: '127.0.0.1', port: 0 });
  await new Promise<void>((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  app = face(`${origin}/waiting`);
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => {
        server.close(closed);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

/** The public pages as an app, for tests that need no socket. */
export function face(neutralSite: string): Hono {
  const node: PageNode = { name: 'Ceiba', mark: idOf('Ceiba'), links: readDoors(rooms).links('everybody') };
  const ceiba = shown('ceiba-v1.es.md', 'Ceiba');
  const hawthorn = shown('hawthorn-v1.en.md', 'Hawthorn');
  const maguey = shown('maguey-v1.es.md', 'Maguey');
  const app = new Hono();
  app.use(compress());
  app.use(safeHeaders('http://127.0.0.1'));
  app.route('/', staticRoutes([...kitAssets, ...agreementAssets]));
  app.route('/', quickExit({ neutralSite, leave: async () => {} }));
  app.route('/', exitRoutes({ node, neutralSite }));
  app.get('/', (c) => {
    const view = viewOf(c);
    const home = {
      name: 'Ceiba',
      summary: 'Una casa con biblioteca, comedor y huerta.',
      handle: '@ceiba@ceiba.example',
      agreements: [{ agreement: ceiba.agreement, href: '/agreements/ceiba', clauses: [] }],
      partners: [{ name: 'Maguey', href: 'https://maguey.example/' }],
      myCode: '/my-code',
    };
    return page(c, { view, node, ...homeHead(home) }, <HomeBody view={view} home={home} />);
  });
  app.get('/waiting', (c) => {
    const view = viewOf(c);
    const unset: PageNode = { name: null, links: () => [] };
    const body = <WaitingBody view={view} />;
    return page(c, { view, node: unset, ...waitingHead(view) }, body);
  });
  app.get('/agreements', (c) => {
    const view = viewOf(c);
    const partner = (one: ShownAgreement, compared: boolean) => ({
      peer: one.agreement.issuer,
      name: one.collective.name,
      handle: one.collective.handle,
      compared,
      agreements: [{ agreement: one.agreement, href: `/agreements/${one.collective.name.toLowerCase()}` }],
    });
    const ours = [{ agreement: ceiba.agreement, href: '/agreements/ceiba', clauses: [] }];
    const partners = [partner(maguey, true), partner(hawthorn, false)];
    const body = (
      <AgreementListBody
        view={view}
        name="Ceiba"
        mark={idOf('Ceiba')}
        ours={ours}
        partners={partners}
        after={null}
        next={null}
      />
    );
    return page(c, { view, node, ...agreementListHead(view, { after: null }) }, body);
  });
  app.get('/agreements/search', (c) => {
    const view = viewOf(c);
    const typed = c.req.query('q') ?? '';
    const found = [ceiba, maguey].map(({ agreement, collective, ours }) => {
      const read = readThrough(agreement, 'es');
      const hits = new Set(
        likelyWords([read], new Set(wordsIn(typed))).filter((word) => wordsIn(typed).includes(word)),
      );
      return foundIn(read, { peer: ours ? null : agreement.issuer, collective: collective.name }, hits);
    });
    const result = {
      kind: 'found' as const,
      found: found.filter(({ places }) => places.length > 0),
      more: true,
      common: true,
    };
    const body = <SearchBody view={view} own={idOf('Ceiba')} typed={typed} result={result} />;
    return page(c, { view, node, ...searchHead(view), keep: { q: typed } }, body);
  });
  for (const one of [ceiba, hawthorn, maguey]) {
    app.get(`/agreements/${one.collective.name.toLowerCase()}`, (c) => {
      const view = viewOf(c);
      return page(c, { view, node, ...agreementHead(view, one) }, <AgreementBody view={view} shown={one} />);
    });
  }
  for (const one of [ceiba, hawthorn, longest(ceiba)])
    app.get(`/agreements/${one.collective.name.toLowerCase()}/zine`, (c) => {
      const view = viewOf(c);
      const body = <ZineBody view={view} shown={one} address={`https://example.org/agreements/${one.id}`} />;
      return page(c, { view, node, ...zineHead(view, one) }, body);
    });
  const { issuer: _issuer, ...later } = shown('ceiba-v2.es.md', 'Ceiba', ceiba.agreement).agreement;
  app.get('/agreements/ceiba/changes', (c) => {
    const view = viewOf(c);
    const at = { ...ceiba, href: '/agreements/ceiba' };
    const before = { ...at, agreement: { ...ceiba.agreement, version: 1 } };
    const after = { ...at, agreement: { ...ceiba.agreement, ...later } };
    const changes = changesBetween(before.agreement, after.agreement, view.textLanguage);
    const shownChanges = { before, after, changes };
    return page(
      c,
      { view, node, ...changesHead(view, shownChanges) },
      <ChangesBody view={view} shown={shownChanges} />,
    );
  });
  const compared = (one: ShownAgreement, isCompared: boolean): Compared => ({
    peer: one.ours ? null : one.collective.name.toLowerCase(),
    mark: one.agreement.issuer,
    name: one.collective.name,
    compared: isCompared,
    agreements: [{ agreement: one.agreement, href: `/agreements/${one.collective.name.toLowerCase()}` }],
  });
  const collectives = [compared(ceiba, true), compared(maguey, true), compared(hawthorn, false)];
  app.get('/agreements/compare', (c) => {
    const view = viewOf(c);
    const matrix = { collectives, rows: matrixOf(collectives), with: null };
    return page(c, { view, node, ...matrixHead(view) }, <MatrixBody view={view} matrix={matrix} />);
  });
  app.get('/agreements/compare/economic', (c) => {
    const view = viewOf(c);
    const sides = { collectives, violence: 'economic' as const, with: null };
    return page(c, { view, node, ...sidesHead(view, sides) }, <SidesBody view={view} sides={sides} />);
  });
  app.get('/broken', () => {
    throw new Error('planted');
  });
  app.notFound(answerNotFound(node));
  app.onError(answerError(node, () => {}));
  return app;
}

const idOf = (name: string) => createHash('sha256').update(name).digest('base64url');

/** An agreement with as much as one may hold, in long words without a place to break. */
function longest(one: ShownAgreement): ShownAgreement {
  const { agreement } = one;
  const [clause] = agreement.clauses;
  const [parameter] = agreement.belonging;
  const long = `${'Convivencialmente'.repeat(20)} ${'Nadie grita. '.repeat(120)}`;
  const id = (at: number) => Buffer.from(`longest ${at}`.padEnd(16, '.')).toString('base64url');
  const clauses = Array.from({ length: 200 }, (_, at) => ({ ...clause!, id: id(at), text: { es: long } }));
  const belonging = Array.from({ length: 50 }, (_, at) => ({ ...parameter!, id: id(at + 200), when: { es: long } }));
  const whole = { ...agreement, title: { es: 'Convivencia'.repeat(18) }, summary: { es: long }, clauses, belonging };
  return { ...one, agreement: whole, collective: { ...one.collective, name: 'Longest' } };
}

/** An agreement file as its page shows it, with the parts that publishing adds. */
function shown(file: string, name: string, previous?: AgreementText): ShownAgreement {
  let count = 0;
  const newId = () => Buffer.from(`${name} clause ${count++}`.padEnd(16, '.').slice(-16)).toString('base64url');
  const text = readFileSync(new URL(`../support/agreements/${file}`, import.meta.url), 'utf8');
  const read = importMarkdown(text, { newId, asks: () => false, previous });
  if (!read.ok) throw new Error(`${file} does not read: ${JSON.stringify(read.problems)}`);
  const issuer = idOf(name);
  const published = new Date('2026-09-20T00:00:00Z');
  const agreement: Agreement = {
    type: 'agreement',
    issuer,
    version: 2,
    prev: null,
    issuedAt: '2026-09-20T00:00:00Z',
    ...read.agreement,
    series: 'SSSSSSSSSSSSSSSSSSSSSA',
  };
  const handle = `@${name.toLowerCase()}@${name.toLowerCase()}.example`;
  const ours = name === 'Ceiba';
  return {
    agreement,
    id: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
    collective: { name, handle },
    ours,
    signers: 2,
    needed: 2,
    compared: name === 'Maguey' ? { at: new Date('2026-05-12T00:00:00Z'), method: 'words' } : null,
    published,
    versions: [
      { version: 2, href: `/agreements/${name.toLowerCase()}`, published },
      { version: 1, href: `/agreements/${name.toLowerCase()}/1`, published: new Date('2026-03-15T00:00:00Z') },
    ],
    lineage:
      name === 'Maguey'
        ? [
            {
              id: 'C'.repeat(42).concat('A'),
              collective: 'Ceiba',
              title: 'Acuerdo de convivencia de Ceiba',
              href: '/agreements/ceiba',
              clauses: [],
            },
          ]
        : [],
    takenDown: null,
    original: ours ? null : `https://${name.toLowerCase()}.example/agreements/1`,
  };
}
