import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal, refusalCodes } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { changeDraft, eraseDraft, keepDraft, noteRefused } from './drafts.ts';
import { draftList, draftOf } from './store.ts';
import { whereDraft } from './where.ts';

/** Our own files grow with each signature: twice the largest bucket of a delivery, as base64url. */
const ciphertext = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(180_000);
const newDraft = z.strictObject({ draft: b64u16, ciphertext });
const changedDraft = z.strictObject({ ciphertext });
const refused = z.strictObject({ code: z.enum(refusalCodes) });
const draftLimit = 200 * 1024;

/** Drafts, for accompaniers’ clients: ciphertext alone. Everyone else gets the 404 of what does not exist. */
export function draftsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const accompanier = (c: Context) => requireMember(c, 'accompanier').member;
  const draftId = (c: Context) => known(b64u16, c.req.param('draft'));

  routes.get('/drafts', async (c) => {
    accompanier(c);
    const drafts = await draftList(runtime.db);
    return privately(c, { drafts: drafts.map((one) => ({ ...one, updated: timeOf(one.updated) })) });
  });
  routes.post('/drafts', async (c) => {
    const member = accompanier(c);
    return privately(c, await keepDraft(runtime, member, await readBody(c, newDraft, draftLimit)), 201);
  });
  routes.get('/drafts/:draft', async (c) => {
    accompanier(c);
    const draft = await draftOf(runtime.db, draftId(c));
    if (!draft) throw new Refusal('not-found');
    const { revision, ciphertext } = draft;
    return privately(c, { draft: draft.draft, revision, ciphertext }, 200, { etag: `"${revision}"` });
  });
  routes.put('/drafts/:draft', async (c) => {
    const member = accompanier(c);
    const draft = draftId(c);
    const expected = /^"([1-9]\d{0,8})"$/.exec(c.req.header('if-match') ?? '')?.[1];
    if (expected === undefined) throw new Refusal('malformed', 'if-match');
    const body = await readBody(c, changedDraft, draftLimit);
    return privately(c, await changeDraft(runtime, member, { draft, expected: Number(expected), ...body }));
  });
  routes.delete('/drafts/:draft', async (c) => {
    await eraseDraft(runtime, accompanier(c), draftId(c));
    return c.body(null, 204);
  });
  routes.post('/drafts/:draft/refused', async (c) => {
    const member = accompanier(c);
    const draft = draftId(c);
    await noteRefused(runtime, member, draft, (await readBody(c, refused)).code);
    return privately(c, { noted: true });
  });
  routes.get('/drafts/:draft/where', async (c) => {
    requireMember(c, 'accompanier');
    return privately(c, { deliveries: await whereDraft(runtime.db, known(b64u16, c.req.param('draft'))) });
  });
  return routes;
}
