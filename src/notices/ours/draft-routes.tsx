import { Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { noticesContract as contract } from '../../../schemas/routes/notices.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { route } from '../../web/route.ts';
import { changeDraft, eraseDraft, keepDraft, noteRefused } from './drafts.ts';
import { draftList, draftOf } from './store.ts';
import { whereDraft } from './where.ts';

/** Drafts, for accompaniers’ clients: ciphertext alone. Everyone else gets the 404 of what does not exist. */
export function draftsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  route(routes, contract.drafts, async () => ({
    drafts: (await draftList(db)).map((one) => ({ ...one, updated: timeOf(one.updated) })),
  }));
  route(routes, contract.addDraft, ({ who, body }) => keepDraft(runtime, who.member, body));
  route(routes, contract.draft, async ({ c, params }) => {
    const found = await draftOf(db, params.draft);
    if (!found) throw new Refusal('not-found');
    const { draft, revision, ciphertext } = found;
    c.header('etag', `"${revision}"`);
    return { draft, revision, ciphertext };
  });
  route(routes, contract.changeDraft, ({ who, params, ifMatch, body }) =>
    changeDraft(runtime, who.member, { ...params, expected: ifMatch, ...body }),
  );
  route(routes, contract.eraseDraft, async ({ who, params }) => {
    await eraseDraft(runtime, who.member, params.draft);
    return null;
  });
  route(routes, contract.noteRefused, async ({ who, params, body }) => {
    await noteRefused(runtime, who.member, params.draft, body.code);
    return { noted: true as const };
  });
  route(routes, contract.whereDraft, async ({ params }) => ({ deliveries: await whereDraft(db, params.draft) }));
  return routes;
}
