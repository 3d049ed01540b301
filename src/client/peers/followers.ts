import * as z from 'zod';
import { time } from '../../../schemas/encodings.ts';
import type { Api } from '../api/api.ts';

const follower = z.strictObject({ actor: z.string().max(500), convive: z.boolean(), followed: time });

/** Who follows the collective, as its stewards may see it: address, whether it is a node of this network, since when. */
export async function listFollowers(api: Api): Promise<z.infer<typeof follower>[]> {
  return (await api.get('/followers', z.strictObject({ followers: z.array(follower).max(100_000) }))).followers;
}

/** Removes a follower by address, and gives how many are left. Their server is asked to end it, and may not. */
export async function dismissFollower(api: Api, actor: string): Promise<number> {
  return (await api.post('/followers/remove', { actor }, z.strictObject({ followers: z.int().min(0) }))).followers;
}
