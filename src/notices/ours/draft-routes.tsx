import { Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { noticesDraftsContract as contract } from '../../../schemas/routes/notices-drafts.ts';
import { noticesRevisionsContract as revisions } from '../../../schemas/routes/notices-revisions.ts';
import { pageOf } from '../../database/page-of.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { route } from '../../web/route.ts';
import { draftOf, draftsAfter, earlierRevision, earlierRevisions, erasuresAsked } from './draft-store.ts';
import { askedDays, changeDraft, eraseDraft, eraseForPerson, keepDraft, noteRefused } from './drafts.ts';
import { whereDraft } from './where.ts';

/** Drafts, for accompaniers’ clients: ciphertext alone. Everyone else gets the 404 of what does not exist. */
export function draftsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  route(routes, contract.drafts, async ({ query }) => {
    const most = Number(query.limit);
    const { rows, next } = pageOf(await draftsAfter(db, { after: query.after, most }), most, ({ draft }) => draft);
    const ids = rows.map(({ draft }) => draft);
    const asked = await erasuresAsked(db, daysAfter(runtime.clock.now(), -askedDays), ids);
    return {
      drafts: rows.map(({ updated, stored_by: by, ...one }) => ({
        ...one,
        updated: timeOf(updated),
        by,
        erasing: asked.filter(({ draft }) => draft === one.draft).map(({ member }) => member),
      })),
      next,
    };
  });
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
  route(routes, contract.eraseDraft, ({ who, params, ifMatch }) =>
    eraseDraft(runtime, who.member, { ...params, expected: ifMatch }),
  );
  route(routes, contract.saidNo, async ({ who, params }) => ({
    erased: await eraseForPerson(runtime, who.member, params.draft),
  }));
  revisionRoutes(routes, runtime);
  route(routes, contract.noteRefused, async ({ who, params, body }) => {
    await noteRefused(runtime, who.member, params.draft, body.code);
    return { noted: true as const };
  });
  route(routes, contract.whereDraft, async ({ params }) => ({ deliveries: await whereDraft(runtime, params.draft) }));
  return routes;
}

function revisionRoutes(routes: Hono, { db }: Runtime): void {
  route(routes, revisions.draftRevisions, async ({ params }) => {
    if (!(await draftOf(db, params.draft))) throw new Refusal('not-found');
    const earlier = await earlierRevisions(db, params.draft);
    return {
      revisions: earlier.map(({ revision, stored_by: by, stored, replaced }) => ({
        revision,
        by,
        stored: timeOf(stored),
        replaced: timeOf(replaced),
      })),
    };
  });
  route(routes, revisions.draftRevision, async ({ params }) => {
    const found = await earlierRevision(db, params.draft, params.revision);
    if (!found) throw new Refusal('not-found');
    const { draft, revision, ciphertext } = found;
    return { draft, revision, ciphertext };
  });
}
