import { Hono } from 'hono';
import * as z from 'zod';
import { b64u16, b64u32 } from '../../schemas/encodings.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Runtime } from '../runtime.ts';
import { known, readBody } from '../web/form.ts';
import { requireMember } from '../web/session.ts';
import { dismissFollower } from './dismiss.ts';
import { follow, unfollow } from './follow.ts';
import { countFollowers, type Follow, followersSince, followsOf } from './store.ts';

const wanted = z.union([z.strictObject({ peer: b64u32 }), z.strictObject({ actor: z.string().min(1).max(500) })]);

const dismissed = z.strictObject({ actor: z.string().min(1).max(500) });

/**
 * Whom the collective follows, for members: list, follow, stop; and who follows it, for stewards: list, remove. JSON only. No address of
 * a person is ever part of one of ours. The id of a Follow is an address of ours that answers 404 to everyone else.
 */
export function followingRoutes(runtime: Runtime): Hono {
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
  routes.get('/followers', async (c) => {
    requireMember(c, 'steward');
    c.header('cache-control', 'no-store');
    const followers = await followersSince(runtime.db);
    return c.json({ followers: followers.map((one) => ({ ...one, followed: timeOf(one.followed) })) });
  });
  routes.post('/followers/remove', async (c) => {
    const { member } = requireMember(c, 'steward');
    await dismissFollower(runtime, member, (await readBody(c, dismissed)).actor);
    return c.json({ followers: await countFollowers(runtime.db) });
  });
  return routes;
}
