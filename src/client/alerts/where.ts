import { Refusal } from '../../../schemas/codes.ts';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { noticesDraftsContract } from '../../../schemas/routes/notices-drafts.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';

/** Where everything is that was handed in from a draft. */
export async function whereDraft(api: Api, draft: string): Promise<Whereabouts[]> {
  return (await call(api, noticesDraftsContract.whereDraft, { params: { draft } })).deliveries;
}

/** An edition of a delivery that waits at the own node. */
export type Waits = { delivery: string; edition: number };

/** What of it waits, and can be taken back or hurried; null where it may have left. */
export const waitsOf = ({ delivery, edition, goesOut }: Whereabouts): Waits | null =>
  goesOut === null || edition === null ? null : { delivery, edition };

/**
 * What was handed in from a draft for one partner and waits, whatever the draft holds by now.
 * @throws `no-consent` where nothing was handed in, `pause-over` where it may have left.
 */
export async function waitingFor(api: Api, draft: string, peer: string): Promise<Waits> {
  const there = (await whereDraft(api, draft)).filter((one) => one.peer === peer);
  const [waits] = there.flatMap((one) => waitsOf(one) ?? []);
  if (!waits) throw new Refusal(there.length === 0 ? 'no-consent' : 'pause-over');
  return waits;
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
