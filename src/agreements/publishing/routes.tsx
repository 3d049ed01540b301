import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { agreement as agreementSchema } from '../../../schemas/agreement.ts';
import { b64u16, b64u32, line } from '../../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../../schemas/envelope.ts';
import { problemsIn, sentences } from '../../agreement-file/lint.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { known, readBody, readText } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { asks } from '../texts/templates.ts';
import { ownAsJson } from '../versions/as-json.ts';
import { drafts } from '../versions/store.ts';
import { draftAsJson } from './as-json.ts';
import { importFile, importStatement } from './import.ts';
import { publishDraft } from './publish.ts';
import { signAgain, signDraft } from './sign.ts';
import { withdrawSeries } from './withdraw.ts';

/** An agreement file of 256 KB, escaped as JSON. */
const fileBytes = 1024 * 1024;

const file = { file: line(200), markdown: z.string().max(300_000) };
const newFile = z.strictObject({ ...file, series: b64u16.nullable() });
const newDraft = z.union([newFile, z.strictObject({ statement: agreementSchema })]);
const signed = z.strictObject({ envelope: envelopeSchema });

/** For members: drafts, and for stewards what makes of them what stands, and takes it back. */
export function publishingRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db, origin } = runtime;

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
    return privately(c, { problems: problemsIn(viewOf(c).i18n, given.file, given.markdown, asks) });
  });
  routes.get('/agreements/drafts', async (c) => {
    requireMember(c);
    const rows = await drafts(db);
    return privately(c, { drafts: await Promise.all(rows.map((row) => draftAsJson(db, row))) });
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
