import * as consents from '../../../src/notices/ours/consent-store.ts';
import * as drafts from '../../../src/notices/ours/draft-store.ts';
import * as ours from '../../../src/notices/ours/store.ts';
import * as arrivals from '../../../src/notices/theirs/arrival-store.ts';
import * as items from '../../../src/notices/theirs/item-store.ts';
import * as lists from '../../../src/notices/theirs/list-store.ts';
import * as reseals from '../../../src/notices/theirs/reseal-store.ts';
import * as incoming from '../../../src/notices/theirs/store.ts';
import * as tombstones from '../../../src/notices/tombstone-store.ts';
import { limits as limitsAt } from '../../../src/protocol/item-deadlines.ts';
import { hashedAround } from '../../../src/record/store.ts';
import type { RunsOf } from './plans.ts';
import { early, late } from './seed.ts';

/* Every query on sealed items, ours and theirs, and on consents. */

const now = late;
const peer = 'peer-7';
const delivery = 'delivery-7';
const locator = 'locator_hash-7';
const item = { peer, delivery, edition: 1 };
const limits = limitsAt(early);
const entry = { at: '2026-01-07T00:00:00Z', actor: `peer:${peer}`, action: 'notice.received', subject: 'new' };
const sealed = { kind: 'alert', header: '{}', body: 'body', cipher: 'cipher', drop_commit: 'new', drop_after: now };
const outgoing = {
  delivery,
  edition: 1,
  peer,
  kind: 'alert',
  header: '{}',
  body: 'b',
  cipher: 'c',
  box: 'x',
  draft: 'd',
  handed_in: now,
};
const list = { peer, id: 'new', envelope: '{}', issued: now, next_by: now, received: now };
const tombstone = {
  direction: 'out',
  peer,
  delivery: 'new',
  ending: 'withdrawn',
  ended: now,
  drop_commit: null,
  locator_hash: locator,
  drop_after: now,
} as const;
const consent = {
  delivery: 'new',
  peer,
  header: '{}',
  locator_hash: locator,
  drop_commit: 'new',
  drop_after: now,
  state: 'granted',
  granted: now,
  send_after: now,
} as const;
const receipt = {
  id: '00000000-0000-4000-8000-000000000007',
  host: 'host-7',
  lane: 'ordinary',
  kind: 'receipt',
  item: 'item',
  object: 'receipt:new',
  recipient: 'actor-7',
  inbox: 'inbox',
  audience: 'peer',
  token: null,
  receipt_event: 'stored',
  receipt_cipher: null,
  created: now,
  next_at: now,
  give_up: now,
} as const;

export const ofOurs: RunsOf<typeof ours> = {
  outgoingOf: async (tx) => [await ours.outgoingOf(tx, { draft: 'draft-7' }), await ours.outgoingOf(tx, { delivery })],
  putOutgoing: (tx) => ours.putOutgoing(tx, outgoing),
  eraseOutgoing: (tx) => ours.eraseOutgoing(tx, [delivery]),
  outgoingOfKind: (tx) => ours.outgoingOfKind(tx, 'withdrawal'),
};

const draft = {
  draft: 'draft-7',
  revision: 8,
  ciphertext: 'c',
  updated: now,
  made_by: 'member-7',
  stored_by: 'member-7',
  worked_on_by: ['member-7'],
};

export const ofDrafts: RunsOf<typeof drafts> = {
  draftsAfter: (tx) => drafts.draftsAfter(tx, { after: 'draft-7', most: 50 }),
  draftOf: (tx) => drafts.draftOf(tx, 'draft-7'),
  lockDraft: (tx) => drafts.lockDraft(tx, 'draft-7'),
  draftsBegunBy: (tx) => drafts.draftsBegunBy(tx, 'made_by-7'),
  addDraft: (tx) => drafts.addDraft(tx, { draft: 'new', ciphertext: 'c', member: 'm' }, now),
  putRevision: (tx) => drafts.putRevision(tx, draft, { ciphertext: 'd', stored_by: 'm', worked_on_by: ['m'] }, now),
  earlierRevisions: (tx) => drafts.earlierRevisions(tx, 'draft-7'),
  earlierRevision: (tx) => drafts.earlierRevision(tx, 'draft-7', 1),
  putErasure: (tx) => drafts.putErasure(tx, { draft: 'draft-7', member: 'new', revision: 1, asked: now }),
  erasuresAsked: (tx) => drafts.erasuresAsked(tx, late, ['draft-7', 'draft-8']),
  eraseDrafts: (tx) => drafts.eraseDrafts(tx, ['draft-7']),
  eraseOldRevisions: (tx) => drafts.eraseOldRevisions(tx, { replaced: early, asked: early }),
};

export const ofTombstones: RunsOf<typeof tombstones> = {
  tombstoneOf: (tx) => tombstones.tombstoneOf(tx, 'in', 'peer-1', 'delivery-50'),
  tombstonesById: (tx) => tombstones.tombstonesById(tx, 'in', 'delivery-50'),
  tombstonesByLocator: (tx) => tombstones.tombstonesByLocator(tx, locator),
  unsettledTombstones: (tx) => tombstones.unsettledTombstones(tx),
  putTombstone: (tx) => tombstones.putTombstone(tx, tombstone),
  keepOnlyPending: (tx) =>
    tombstones.keepOnlyPending(tx, 'peer-1', { delivery: 'delivery-50', drop_commit: null }, now),
  removeTombstone: (tx) => tombstones.removeTombstone(tx, { direction: 'in', peer: 'peer-1', delivery: 'delivery-50' }),
  pendingOf: (tx) => tombstones.pendingOf(tx, 'peer-1'),
  removePending: (tx) => tombstones.removePending(tx, early),
  removeTombstones: (tx) => tombstones.removeTombstones(tx, early),
  settleTombstone: (tx) => tombstones.settleTombstone(tx, { ...tombstone, delivery }),
};

export const ofConsents: RunsOf<typeof consents> = {
  consentOf: (tx) => consents.consentOf(tx, delivery),
  lockConsent: (tx) => consents.lockConsent(tx, delivery),
  lockConsentsByLocator: (tx) => consents.lockConsentsByLocator(tx, locator),
  consentsByLocator: (tx) => consents.consentsByLocator(tx, locator),
  consentsOfDraft: (tx) => consents.consentsOfDraft(tx, 'draft-7'),
  dropCommitTaken: (tx) => consents.dropCommitTaken(tx, 'drop_commit-7', delivery),
  addConsent: (tx) => consents.addConsent(tx, consent),
  putHurry: (tx) => consents.putHurry(tx, { delivery, hurry: '{}', send_after: now }),
  renewConsent: (tx) => consents.renewConsent(tx, { ...consent, delivery }),
  setAsksNothingMore: (tx) => consents.setAsksNothingMore(tx, locator),
  wordsSeen: (tx) => consents.wordsSeen(tx, locator),
  noteWordsSeen: (tx) => consents.noteWordsSeen(tx, locator, now),
  forgetWordsSeen: (tx) => consents.forgetWordsSeen(tx, early),
  removeConsents: (tx) => consents.removeConsents(tx, [delivery]),
  endedConsents: (tx) => consents.endedConsents(tx, early, 100),
  consentsStanding: (tx) => consents.consentsStanding(tx, [peer], now),
  peersToldAfter: (tx) => consents.peersToldAfter(tx, { after: peer, most: 50 }),
  ownLists: (tx) => consents.ownLists(tx, [peer]),
  ownListFor: (tx) => consents.ownListFor(tx, peer),
  putOwnList: (tx) => consents.putOwnList(tx, { peer, id: 'new', envelope: '{}', issued: now }),
};

export const ofArrivals: RunsOf<typeof arrivals> = {
  lookAt: (tx) => arrivals.lookAt(tx, peer, delivery),
  countHeld: (tx) => arrivals.countHeld(tx, peer),
  storeNew: (tx) =>
    arrivals.storeNew(
      tx,
      {
        revision: '1',
        incoming: { ...sealed, peer, delivery: 'new', edition: 1 },
        receipt,
        entry: { ...entry, ...hashedAround(entry) },
      },
      now,
    ),
};

export const ofIncoming: RunsOf<typeof incoming> = {
  editionOf: (tx) => incoming.editionOf(tx, item),
  heldOf: async (tx) => [await incoming.heldOf(tx, peer), await incoming.heldOf(tx, peer, 'alert')],
  holds: (tx) => incoming.holds(tx, peer, delivery),
  peersHeldUnder: (tx) => incoming.peersHeldUnder(tx, delivery, 'commit'),
  holdsAtLeast: (tx) => incoming.holdsAtLeast(tx, peer, 10),
  addIncoming: (tx) => incoming.addIncoming(tx, { ...sealed, peer, delivery: 'new', edition: 1, received: now }),
  removeEdition: (tx) => incoming.removeEdition(tx, item),
  setBody: (tx) => incoming.setBody(tx, item, 'body'),
  removeItem: (tx) => incoming.removeItem(tx, peer, delivery),
};

export const ofItems: RunsOf<typeof items> = {
  rowsOfItems: (tx) => items.rowsOfItems(tx, { peer, deliveries: [delivery] }),
  itemsAfter: (tx) => items.itemsAfter(tx, { peer, delivery }, 50),
  reportsOf: (tx) => items.reportsOf(tx, { peer, deliveries: [delivery] }),
  setEdition: (tx) => items.setEdition(tx, item, { opened: now, checked_with: 1, waiting: null, unopenable: false }),
  addReport: (tx) => items.addReport(tx, { ...item, code: 'new', member: 'member-7', at: now }),
  removeReports: (tx) => items.removeReports(tx, item),
  putFacts: (tx) => items.putFacts(tx, { peer, delivery, suspended: now }),
  peersWithDue: (tx) => items.peersWithDue(tx, limits),
  dueItems: (tx) => items.dueItems(tx, peer, limits, '', 100),
};

export const ofLists: RunsOf<typeof lists> = {
  newestLease: (tx) => lists.newestLease(tx, peer),
  putList: (tx) => lists.putList(tx, list),
  knownOf: (tx) => lists.knownOf(tx, { peer, actor: 'recipient-7' }, [delivery]),
  closeUnseen: (tx) => lists.closeUnseen(tx, peer, ['unseen'], now),
};

export const ofReseals: RunsOf<typeof reseals> = {
  concernedAfter: (tx) => reseals.concernedAfter(tx, { peer, delivery }, 50),
  recusalsOf: (tx) => reseals.recusalsOf(tx, [{ peer, delivery }]),
  recusedFrom: (tx) => reseals.recusedFrom(tx, peer, delivery),
  itemsWithout: (tx) => reseals.itemsWithout(tx, 'member-7', [delivery]),
  addRecusal: (tx) => reseals.addRecusal(tx, { peer, delivery, member: 'new', said_by: 'new', since: now }),
  resealsOf: (tx) => reseals.resealsOf(tx, [{ peer, delivery }]),
  resealOf: (tx) => reseals.resealOf(tx, { ...item, cipher: 'cipher-7' }),
  putReseal: (tx) =>
    reseals.putReseal(tx, {
      ...item,
      cipher: 'new',
      expected: 'e',
      body: 'b',
      proposed_by: 'm',
      recused: [],
      proposed: now,
      confirmed: null,
      lapsed: null,
    }),
  settleReseal: (tx) => reseals.settleReseal(tx, { ...item, cipher: 'cipher-7' }, now),
  removeReseals: (tx) => reseals.removeReseals(tx, item, 'member-7'),
};
