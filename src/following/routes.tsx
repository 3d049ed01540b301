import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { followingContract as contract } from '../../schemas/routes/following.ts';
import { type Page, pageOf } from '../database/page-of.ts';
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
import { actorBefore, placeAfter } from './place.ts';
import { countFollowers, type Follow, followersAfter, followsAfter } from './store.ts';

/** Addresses on one page of ours. */
const perPage = 100;

/**
 * Whom the collective follows, for members: list, follow, stop; and who follows it, for stewards: list, remove, also as
 * a page, on which other members see how many. No address of a person is ever part of one of ours. The id of a Follow
 * is an address of ours that answers 404 to everyone else.
 */
export function followingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const listed = async <Row extends { actor: string }>(
    from: (db: Runtime['db'], page: Page) => Promise<Row[]>,
    query: { after?: string | undefined; limit: string },
  ) => {
    const most = Number(query.limit);
    const found = await from(runtime.db, { after: actorBefore(runtime, query.after), most });
    return pageOf(found, most, ({ actor }) => placeAfter(runtime, actor));
  };
  const shown = ({ follow: id, actor, asked, accepted, refused }: Follow) => ({
    id: id.slice(id.lastIndexOf('/') + 1),
    actor,
    asked: timeOf(asked),
    accepted: accepted && timeOf(accepted),
    refused: refused && timeOf(refused),
  });
  route(routes, contract.follows, async ({ query }) => {
    const { rows, next } = await listed(followsAfter, query);
    return { follows: rows.map(shown), next, followers: await countFollowers(runtime.db) };
  });
  route(routes, contract.follow, async ({ who, body }) => shown(await follow(runtime, who.member, body)));
  route(routes, contract.unfollow, async ({ who, params }) => {
    await unfollow(runtime, who.member, `${runtime.origin}/follows/${params.follow}`);
    return null;
  });
  route(routes, contract.followers, async ({ query }) => {
    const { rows, next } = await listed(followersAfter, query);
    return { followers: rows.map((one) => ({ ...one, followed: timeOf(one.followed) })), next };
  });
  route(routes, contract.dismiss, async ({ who, body }) => {
    await dismissFollower(runtime, who.member, body.actor);
    return { followers: await countFollowers(runtime.db) };
  });

  const followersShown = async (c: Context) => {
    const count = await countFollowers(runtime.db);
    const after = placeIn(runtime, c.req.query());
    const asked = { after: after ?? null, removed: c.req.query('removed') !== undefined };
    if (!requireMember(c).roles.includes('steward')) return { count, listed: null, ...asked, next: null };
    const { rows, next } = await listed(followersAfter, { after, limit: `${perPage}` });
    return { count, listed: rows, ...asked, next };
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

/** The place in the list that a page was asked for; what is none of ours is its beginning. */
function placeIn(runtime: Runtime, query: Record<string, string>): string | undefined {
  const { success, data } = contract.followers.query.safeParse(query);
  try {
    if (success && actorBefore(runtime, data.after) !== undefined) return data.after;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return undefined;
}

/** Whoever removes on a page what somebody else has just removed has what they wanted. */
function alreadyGone(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'not-found')) throw error;
}
