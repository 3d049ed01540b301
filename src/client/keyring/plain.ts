import { membersPeopleContract as contract, type PlainMember } from '../../../schemas/routes/members-people.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';

/** Members whom no manifest lists, as the node says: nothing that counts outside of its own pages is theirs to sign. */
export async function listPlain(api: Api): Promise<PlainMember[]> {
  return (await call(api, contract.plainMembers)).members;
}

/** What members chose to be called, as the node says: for lists, and never where something is signed. */
export async function readNicknames(api: Api): Promise<ReadonlyMap<string, string>> {
  const { nicknames } = await call(api, contract.nicknames);
  return new Map(nicknames.map(({ member, nickname }) => [member, nickname]));
}

/**
 * Leaves, with a proof that it is this member, as {@link provedFor} gives it; false where stewards have to sign a
 * manifest without them, and know now.
 */
export async function depart(api: Api, envelope: Envelope): Promise<boolean> {
  return (await call(api, contract.depart, { body: { envelope } })).left;
}

/** Takes back that one wants to leave. */
export async function stay(api: Api): Promise<void> {
  await call(api, contract.stay);
}

/** As steward: removes one of them. */
export async function removePlain(api: Api, member: string): Promise<void> {
  await call(api, contract.removePlain, { params: { member } });
}
