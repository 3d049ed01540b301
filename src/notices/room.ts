import { kind } from '../../schemas/delivery.ts';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { noticesAskedContract } from '../../schemas/routes/notices-asked.ts';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { noticesRevisionsContract } from '../../schemas/routes/notices-revisions.ts';
import type { Room } from '../room.ts';
import { askedRoutes } from './ours/asked-routes.tsx';
import { askedScripts, myCodeScripts, personStyle } from './ours/assets.ts';
import { draftsRoutes } from './ours/draft-routes.tsx';
import { listSender } from './ours/lists.ts';
import { myCodeRoutes } from './ours/my-code-routes.tsx';
import { consentsRoutes } from './ours/routes.tsx';
import { alertSender, dropSender, withdrawalSender } from './ours/send.ts';
import { receiveDelivery } from './receive.ts';
import { refreshedNotices } from './routes.tsx';
import { sweep } from './sweep.ts';
import { receiptSender } from './theirs/receipts.ts';
import { noticesRoutes } from './theirs/routes.tsx';

const hourMs = 3_600_000;

/*
 * Item: a sealed alert, from draft to tombstone. Draft: what accompaniers write, sealed to the own box. Consent: what
 * the person affected said yes to, for one partner. Ours: what we sent. Theirs: what partners sent, by edition.
 * Tombstone: that there was an item, so that a late copy is refused. List: which deliveries of a collective still
 * stand. Recall: an issuer takes an item back without its token. Reseal: an edition sealed anew for the own box.
 */
export const room = {
  name: 'notices',
  contracts: [noticesDraftsContract, noticesRevisionsContract, noticesContract, noticesAskedContract],
  routes: ({ runtime, node }) => [
    refreshedNotices(runtime),
    draftsRoutes(runtime),
    noticesRoutes(runtime),
    consentsRoutes(runtime),
    myCodeRoutes(runtime, node),
    askedRoutes(runtime, node),
  ],
  assets: [personStyle, ...myCodeScripts.values(), ...askedScripts.values()],
  hiddenFor: ['accompanier'],
  delivered: {
    kinds: kind.options,
    receive: receiveDelivery,
  },
  senders: (runtime) => ({
    alert: alertSender(runtime),
    withdrawal: withdrawalSender(runtime),
    drop: dropSender(runtime),
    live: listSender(runtime),
    receipt: receiptSender(runtime),
  }),
  saidOnce: ['receipt'],
  chores: ({ runtime }) => ({ sweep: { everyMs: hourMs, work: () => sweep(runtime) } }),
  tables: {
    drafts: { shown: false, until: 'ended' },
    draft_revisions: { shown: false, until: { chore: 'sweep' } },
    draft_erasures: { shown: false, until: { chore: 'sweep' } },
    consents: { shown: false, until: { chore: 'sweep' } },
    words_seen: { shown: false, until: { chore: 'sweep' } },
    outgoing: { shown: false, until: { chore: 'sweep' } },
    own_lists: { shown: false, until: 'stays' },
    incoming: { shown: false, until: { chore: 'sweep' } },
    incoming_facts: { shown: false, until: 'ended' },
    incoming_reports: { shown: false, until: { with: 'incoming' } },
    peer_lists: { shown: false, until: 'stays' },
    recusals: { shown: false, until: 'ended' },
    reseals: { shown: false, until: { with: 'incoming' } },
    tombstones: { shown: false, until: { chore: 'sweep' } },
  },
  record: {
    'alert.handed-in': 'accompaniers',
    'alert.hurried': 'accompaniers',
    'alert.hurry-signed': 'accompaniers',
    'alert.stopped': 'accompaniers',
    'alert.refused.*': 'accompaniers',
    'consent.ended': 'accompaniers',
    'consent.withdrawn': 'accompaniers',
    'draft.kept': 'accompaniers',
    'draft.changed': 'accompaniers',
    'draft.erased': 'accompaniers',
    'draft.erasure-asked': 'accompaniers',
    'list.renewed': 'accompaniers',
    'notice.stored': 'accompaniers',
    'notice.opened': 'accompaniers',
    'notice.failed.*': 'accompaniers',
    'notice.dropped': 'accompaniers',
    'notice.dropped-unseen': 'accompaniers',
    'notice.ended': 'accompaniers',
    'notice.recalled': 'accompaniers',
    'notice.recalled-unseen': 'accompaniers',
    'notice.restored': 'accompaniers',
    'notice.suspended': 'accompaniers',
    'notice.recused': 'accompaniers',
    'notice.reseal-proposed': 'accompaniers',
    'notice.reseal-confirmed': 'accompaniers',
  },
} satisfies Room;
