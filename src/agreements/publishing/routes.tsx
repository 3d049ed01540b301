import { Hono } from 'hono';
import { b64u16 } from '../../../schemas/encodings.ts';
import { agreementsContract as contract } from '../../../schemas/routes/agreements.ts';
import { problemsIn, sentences } from '../../agreement-file/lint.ts';
import { pageOf } from '../../database/page-of.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { known } from '../../web/read-body.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { asks } from '../texts/templates.ts';
import { ownAsJson } from '../versions/as-json.ts';
import { draftsAfter } from '../versions/store.ts';
import { draftAsJson, draftsAsJson } from './as-json.ts';
import { importFile, importStatement } from './import.ts';
import { publishDraft } from './publish.ts';
import { signAgain, signDraft } from './sign.ts';
import { withdrawalOf, withdrawalsAsJson, withdrawSeries } from './withdraw.ts';

/** For members: drafts, and for stewards what makes of them what stands, and takes it back. */
export function publishingRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db, origin } = runtime;

  route(routes, contract.importDraft, async ({ c, who, query, body }) => {
    const given = typeof body === 'string' ? fileAlone(body, query.series) : body;
    const made =
      'statement' in given
        ? { draft: await importStatement(runtime, who.member, given.statement) }
        : await importFile(runtime, who.member, given);
    if ('draft' in made) return draftAsJson(db, made.draft);
    const problems = sentences(viewOf(c).i18n, 'file' in given ? given.file : '', made.problems);
    c.status(400);
    return { code: 'agreement-form' as const, where: `${problems[0]?.line ?? 1}`, problems };
  });
  route(routes, contract.problems, ({ c, body: { file, markdown } }) => ({
    problems: problemsIn(viewOf(c).i18n, file, markdown, asks),
  }));
  route(routes, contract.drafts, async ({ query }) => {
    const most = Number(query.limit);
    const { rows, next } = pageOf(await draftsAfter(db, { after: query.after, most }), most, ({ id }) => id);
    return { drafts: await draftsAsJson(db, rows), next };
  });
  route(routes, contract.sign, async ({ who, params, body }) => {
    const { draft } = await signDraft(runtime, who.member, params.id, parseEnvelope(body.envelope));
    return draftAsJson(db, draft);
  });
  route(routes, contract.signAgain, async ({ who, params, body }) =>
    ownAsJson(origin, await signAgain(runtime, who.member, params.id, parseEnvelope(body.envelope))),
  );
  route(routes, contract.publish, async ({ who, params }) =>
    ownAsJson(origin, await publishDraft(runtime, who.member, params.id)),
  );
  route(routes, contract.withdraw, ({ who, params, body }) =>
    withdrawSeries(runtime, who.member, params.series, parseEnvelope(body.envelope)),
  );
  route(routes, contract.withdrawals, () => withdrawalsAsJson(runtime));
  route(routes, contract.withdrawal, ({ params }) => withdrawalOf(runtime, params.series));
  return routes;
}

const fileAlone = (markdown: string, series: string | undefined) => ({
  file: 'agreement.md',
  markdown,
  series: series === undefined ? null : known(b64u16, series),
});
