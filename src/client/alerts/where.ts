import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { noticesDraftsContract } from '../../../schemas/routes/notices-drafts.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';

/** Where everything is that was handed in from a draft. */
export async function whereDraft(api: Api, draft: string): Promise<Whereabouts[]> {
  return (await call(api, noticesDraftsContract.whereDraft, { params: { draft } })).deliveries;
}

/** Where one delivery is, also after it was withdrawn or ended. */
export async function whereDelivery(api: Api, delivery: string): Promise<Whereabouts> {
  return call(api, noticesContract.whereDelivery, { params: { delivery } });
}

/** The edition that was handed in last; 0 for none yet. */
export async function lastEdition(api: Api, delivery: string): Promise<number> {
  try {
    return (await whereDelivery(api, delivery)).edition ?? 0;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'not-found') return 0;
    throw error;
  }
}
