import { membersContract, type PlainMember } from '../../../schemas/routes/members.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';

/** Members whom no manifest lists, as the node says: nothing that counts outside of its own pages is theirs to sign. */
export async function listPlain(api: Api): Promise<PlainMember[]> {
  return (await call(api, membersContract.plainMembers)).members;
}

/** As steward: removes one of them. */
export async function removePlain(api: Api, member: string): Promise<void> {
  await call(api, membersContract.removePlain, { params: { member } });
}
