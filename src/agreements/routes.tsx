import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { agreement as agreementSchema } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { b64u16, b64u32, line } from '../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../schemas/envelope.ts';
import { problemsIn, sentences } from '../agreement-file/lint.ts';
import { ownNode } from '../collective/store.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { serveDocument } from '../federation/serve.ts';
import { timeOf } from '../protocol/encoding.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { wants } from '../web/negotiate.ts';
import { type PageNode, page } from '../web/page.tsx';
import { known, readBody, readText } from '../web/read-body.ts';
import { requireMember } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { betweenRoutes } from './acknowledgements/routes.tsx';
import { shownSaid } from './acknowledgements/shown.tsx';
import { HomeBody, homeHead, WaitingBody, waitingHead } from './home-page.tsx';
import { importFile, importStatement } from './publishing/import.ts';
import { publishDraft } from './publishing/publish.ts';
import { signAgain, signDraft } from './publishing/sign.ts';
import { withdrawSeries } from './publishing/withdraw.ts';
import { AgreementBody, agreementHead } from './reading/agreement-page.tsx';
import { draftAsJson, listAsJson, ownAsJson, receivedAsJson } from './reading/as-json.ts';
import { feedLinks } from './reading/feed.ts';
import { AgreementListBody, agreementListHead } from './reading/list-page.tsx';
import { ReviewReminder } from './reading/review-reminder.tsx';
import { readingRoutes } from './reading/routes.tsx';
import { roundRoutes } from './rounds/routes.tsx';
import { decideRoutes } from './rounds/start-routes.tsx';
import { writingRoutes } from './texts/routes.tsx';
import type { ShownAgreement } from './versions/shown.ts';
import {
  followedActors,
  handleOf,
  listedOwn,
  listedPartners,
  shownOwn,
  shownPartner,
} from './versions/shown-versions.ts';
import { drafts, publishedVersion } from './versions/store.ts';
import { versionIn } from './versions/version-number.ts';
import { articleAt } from './wire/send.ts';

/** An agreement file of 256 KB, escaped as JSON. */
const fileBytes = 1024 * 1024;

const file = { file: line(200), markdown: z.string().max(300_000) };
const newFile = z.strictObject({ ...file, series: b64u16.nullable() });
const newDraft = z.union([newFile, z.strictObject({ statement: agreementSchema })]);
const signed = z.strictObject({ envelope: envelopeSchema });

/**
 * Our agreements and those of the collectives we follow. Public: first page, list, each version as page, Article and JSON, and what
 * {@link readingRoutes} adds. For members: drafts, signatures, publishing, taking back.
 */
export function agreementsRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db, origin } = runtime;
  routes.route('/', roundRoutes(runtime, node));
  routes.route('/', decideRoutes(runtime, node));
  routes.route('/', writingRoutes(runtime, node));
  routes.route('/', readingRoutes(runtime, node));
  routes.route('/', betweenRoutes(runtime));

  routes.get('/', async (c) => {
    if (asksActivity(c)) return c.redirect(actorUrls(origin).actor, 303);
    const view = viewOf(c);
    const own = await ownNode(db);
    const handle = own && handleOf(own.handle, origin);
    if (!own?.collective || !handle || own.name === null)
      return page(c, { view, node, ...waitingHead(view) }, <WaitingBody view={view} origin={origin} />);
    const { name, summary } = own;
    const home = { name, summary, handle, agreements: await listedOwn(db), partners: [], myCode: null };
    const reminded = c.get('signedIn') ? home.agreements : [];
    const body = (
      <>
        <ReviewReminder view={view} agreements={reminded} now={runtime.clock.now()} />
        <HomeBody view={view} home={home} />
      </>
    );
    return page(c, { view, node, ...homeHead(home), related: feedLinks(view) }, body);
  });

  routes.get('/agreements', async (c) => {
    if (wants(c, 'html') === 'json') return answer(c, await listAsJson(runtime, await followedActors(db)));
    const view = viewOf(c);
    const list = { name: node.name ?? '', ours: await listedOwn(db), partners: await listedPartners(db) };
    return page(
      c,
      { view, node, ...agreementListHead(view), related: feedLinks(view) },
      <AgreementListBody view={view} {...list} />,
    );
  });

  routes.post('/agreements', async (c) => {
    const { member } = requireMember(c);
    const given = await readDraft(c);
    const made =
      'statement' in given
        ? { draft: await importStatement(runtime, member, given.statement) }
        : await importFile(runtime, member, given);
    if ('draft' in made) return privately(c, await draftAsJson(db, made.draft), 201);
    const problems = sentences(viewOf(c).i18n, 'file' in given ? given.file : '', made.problems);
    return privately(c, { code: 'agreement-form', where: `${problems[0]?.line ?? 1}`, problems }, 400);
  });
  routes.post('/agreements/problems', async (c) => {
    requireMember(c);
    const given = await readBody(c, z.strictObject(file), fileBytes);
    return privately(c, { problems: problemsIn(viewOf(c).i18n, given.file, given.markdown) });
  });
  routes.get('/agreements/drafts', async (c) => {
    requireMember(c);
    const rows = await drafts(db);
    return privately(c, { drafts: await Promise.all(rows.map((row) => draftAsJson(db, row))) });
  });
  routes.get('/agreements/received', async (c) => {
    requireMember(c);
    return privately(c, await receivedAsJson(db, viewOf(c).i18n));
  });
  routes.post('/agreements/:id/signatures', async (c) => {
    const { member } = requireMember(c, 'steward');
    const { envelope } = await readBody(c, signed, fileBytes);
    const { draft } = await signDraft(runtime, member, known(b64u32, c.req.param('id')), parseEnvelope(envelope));
    return privately(c, await draftAsJson(db, draft));
  });
  routes.post('/agreements/:id/signatures-again', async (c) => {
    const { member } = requireMember(c, 'steward');
    const { envelope } = await readBody(c, signed, fileBytes);
    const row = await signAgain(runtime, member, known(b64u32, c.req.param('id')), parseEnvelope(envelope));
    return privately(c, ownAsJson(origin, row));
  });
  routes.post('/agreements/:id/publish', async (c) => {
    const { member } = requireMember(c);
    await readBody(c, z.strictObject({}));
    const row = await publishDraft(runtime, member, known(b64u32, c.req.param('id')));
    return privately(c, ownAsJson(origin, row), 201);
  });
  routes.post('/agreements/:series/withdraw', async (c) => {
    const { member } = requireMember(c, 'steward');
    await readBody(c, z.strictObject({}));
    return privately(c, await withdrawSeries(runtime, member, known(b64u16, c.req.param('series'))));
  });

  const shownPage = async (c: Context, shown: ShownAgreement | null) => {
    if (!shown) throw new Refusal('not-found');
    const view = viewOf(c);
    const related = shown.ours ? feedLinks(view) : [];
    const body = <AgreementBody view={view} shown={shown} said={await shownSaid(runtime, shown.id)} />;
    return page(c, { view, node, ...agreementHead(view, shown), related }, body);
  };
  const own = async (c: Context) => {
    const version = c.req.param('version');
    const row = await publishedVersion(db, known(b64u16, c.req.param('series')), versionIn(version));
    if (!row) throw new Refusal('not-found');
    return row;
  };
  const ownShown = async (c: Context) => {
    const row = await own(c);
    if (wants(c, 'html') === 'json')
      return answer(c, { ...ownAsJson(origin, row), acknowledgements: await shownSaid(runtime, row.id) });
    return shownPage(c, await shownOwn(runtime, row.series, row.version));
  };
  routes.get('/agreements/:series', async (c) => {
    if (asksActivity(c)) return serveDocument(c.req.raw, await articleAt(runtime, await own(c)));
    return ownShown(c);
  });
  routes.get('/agreements/:series/versions/:version', ownShown);

  const partner = async (c: Context) => {
    const version = c.req.param('version');
    const shown = await shownPartner(
      runtime,
      known(b64u32, c.req.param('peer')),
      known(b64u16, c.req.param('series')),
      versionIn(version),
    );
    if (!shown) throw new Refusal('not-found');
    if (wants(c, 'html') === 'html') return shownPage(c, shown);
    const { id, agreement, signers, compared, original, lineage } = shown;
    const acknowledgements = await shownSaid(runtime, id);
    const words = compared && timeOf(compared.at);
    return answer(c, { id, agreement, signers, compared: words, original, lineage, acknowledgements });
  };
  routes.get('/partners/:peer/agreements/:series', partner);
  routes.get('/partners/:peer/agreements/:series/versions/:version', partner);
  return routes;
}

async function readDraft(c: Context) {
  const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'text/markdown') return readBody(c, newDraft, fileBytes);
  const series = c.req.query('series');
  return {
    file: 'agreement.md',
    markdown: await readText(c, fileBytes),
    series: series === undefined ? null : known(b64u16, series),
  };
}

/** Whether a fediverse server asks: it names its own types; `application/json` alone means our plain JSON. */
function asksActivity(c: Context): boolean {
  return wants(c, 'html') === 'json' && /\b(activity|ld)\+json\b/i.test(c.req.header('accept') ?? '');
}

function answer(c: Context, body: object): Response {
  c.header('cache-control', 'no-cache');
  c.header('vary', 'Accept');
  return c.json(body);
}

function privately(c: Context, body: object, status: 200 | 201 | 400 = 200): Response {
  c.header('cache-control', 'no-store');
  return c.json(body, status);
}
