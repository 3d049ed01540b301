import { membersContract } from '../../../schemas/routes/members.ts';
import type { Api } from './api.ts';
import { call } from './call.ts';

/**
 * A link with which one browser comes in as the signed-in member, once, within 60 seconds. It leads to the origin that
 * was dialled, whatever the node says; the session that asked for it is over.
 */
export async function askToEnter(api: Api): Promise<{ link: string; expires: string }> {
  const { code, expires } = await call(api, membersContract.enter);
  return { link: `${api.origin}/enter/${code}`, expires };
}
