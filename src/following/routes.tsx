import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { followingContract as contract } from '../../schemas/routes/following.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Runtime } from '../runtime.ts';
import { type PageNode, page } from '../web/page.tsx';
import { readBody } from '../web/read-body.ts';
import { route } from '../web/route.ts';
import { requireMember } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { followersPath } from './addresses.ts';
import { dismissFollower } from './dismiss.ts';
import { follow, unfollow } from './follow.ts';
import { FollowersBody, followersHead } from './followers-page.tsx';
import { countFollowers, type Follow, followersSince, followsOf } from './store.ts';

const perPage = 100;
/** A page of a list; what is none is the first. */
const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1);

/**
 * Whom the collective follows, for members: list, follow, stop; and who follows it, for stewards: list, remove, also as
 * a page, on which other members see how many. No address of a person is ever part of one of ours. The id of a Follow
 * is an address of ours that answers 404 to everyone else.
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
  route(routes, contract.follows, async () => ({
    follows: (await followsOf(runtime.db)).map(shown),
    followers: await countFollowers(runtime.db),
  }));
  route(routes, contract.follow, async ({ who, body }) => shown(await follow(runtime, who.member, body)));
  route(routes, contract.unfollow, async ({ who, params }) => {
    await unfollow(runtime, who.member, `${runtime.origin}/follows/${params.follow}`);
    return null;
  });
  route(routes, contract.followers, async () => {
    const followers = await followersSince(runtime.db);
    return { followers: followers.map((one) => ({ ...one, followed: timeOf(one.followed) })) };
  });
  route(routes, contract.dismiss, async ({ who, body }) => {
    await dismissFollower(runtime, who.member, body.actor);
    return { followers: await countFollowers(runtime.db) };
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
    const view = viewOf(c);
    const shown = await followersShown(c);
    return page(c, { view, node, ...followersHead(view, shown) }, <FollowersBody view={view} shown={shown} />);
  });
  routes.post(contract.dismiss.path, async (c) => {
    const { member } = requireMember(c, 'steward');
    const { actor } = await readBody(c, contract.dismiss.body);
    await dismissFollower(runtime, member, actor).catch(alreadyGone);
    return c.redirect(viewOf(c).link('/followers?removed=1'), 303);
  });
  return routes;
}

/** Whoever removes on a page what somebody else has just removed has what they wanted. */
function alreadyGone(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'not-found')) throw error;
}
