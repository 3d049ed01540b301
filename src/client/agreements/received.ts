import { agreementsContract, type NotShown } from '../../../schemas/routes/agreements.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';

/** What collectives announced that is not shown at our node, newest first, each with one sentence that says why. */
export async function listNotShown(api: Api, language: string): Promise<NotShown[]> {
  return (await call(api, agreementsContract.received, { query: { lang: language } })).received;
}
