import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../schemas/encodings.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Runtime } from '../runtime.ts';
import { wants } from '../web/negotiate.ts';
import { type PageNode, page } from '../web/page.tsx';
import { known, readBody } from '../web/read-body.ts';
import { requireMember } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { followersPath } from './addresses.ts';
import { dismissFollower } from './dismiss.ts';
import { follow, unfollow } from './follow.ts';
import { FollowersBody, followersHead } from './followers-page.tsx';
import { countFollowers, type Follow, followersSince, followsOf } from './store.ts';

const wanted = z.union([z.strictObject({ peer: b64u32 }), z.strictObject({ actor: z.string().min(1).max(500) })]);

const perPage = 100;
/** A page of a list; what is none is the first. */
const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1);

const dismissed = z.strictObject({ actor: z.string().min(1).max(500) });

/**
 * Whom the collective follows, for members: list, follow, stop; and who follows it, for stewards: list, remove, also as a page, on
 * which other members see how many. No address of a person is ever part of one of ours. The id of a Follow is an address of ours that answers 404 to everyone else.
 */
export function followingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const shown = ({ follow: id, actor, asked, accepted, refused }: Follow) => ({
    id: id.slice(id.lastIndexOf('/') + 1),
    actor,
    asked: timeOf(asked),
    accepted: accepted && timeOf(accepted),
    refused: refused && timeOf(refused),
  });
  routes.get('/follows', async (c) => {
    requireMember(c);
    c.header('cache-control', 'no-store');
    return c.json({ follows: (await followsOf(runtime.db)).map(shown), followers: await countFollowers(runtime.db) });
  });
  routes.post('/follows', async (c) => {
    const { member } = requireMember(c);
    return c.json(shown(await follow(runtime, member, await readBody(c, wanted))), 201);
  });
  routes.delete('/follows/:follow', async (c) => {
    const { member } = requireMember(c);
    const id = known(b64u16, c.req.param('follow'));
    await unfollow(runtime, member, `${runtime.origin}/follows/${id}`);
    return c.body(null, 204);
  });
  const followersShown = async (c: Context) => {
    const count = await countFollowers(runtime.db);
    const asked = { page: pageNumber.parse(c.req.query('page')), removed: c.req.query('removed') !== undefined };
    if (!requireMember(c).roles.includes('steward')) return { count, listed: null, ...asked, more: false };
    const from = (asked.page - 1) * perPage;
    const listed = await followersSince(runtime.db, { from, most: perPage + 1 });
    return { count, listed: listed.slice(0, perPage), ...asked, more: listed.length > perPage };
  };
  routes.get(followersPath, async (c) => {
    if (wants(c, 'json') === 'html') {
      const view = viewOf(c);
      const shown = await followersShown(c);
      return page(c, { view, node, ...followersHead(view, shown) }, <FollowersBody view={view} shown={shown} />);
    }
    requireMember(c, 'steward');
    c.header('cache-control', 'no-store');
    const followers = await followersSince(runtime.db);
    return c.json({ followers: followers.map((one) => ({ ...one, followed: timeOf(one.followed) })) });
  });
  routes.post('/followers/remove', async (c) => {
    const { member } = requireMember(c, 'steward');
    const { actor } = await readBody(c, dismissed);
    if (wants(c, 'json') === 'html') {
      await dismissFollower(runtime, member, actor).catch(alreadyGone);
      return c.redirect(viewOf(c).link('/followers?removed=1'), 303);
    }
    await dismissFollower(runtime, member, actor);
    return c.json({ followers: await countFollowers(runtime.db) });
  });
  return routes;
}

/** Whoever removes on a page what somebody else has just removed has what they wanted. */
function alreadyGone(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'not-found')) throw error;
}
