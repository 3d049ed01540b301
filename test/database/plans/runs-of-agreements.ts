import * as acknowledgements from '../../../src/agreements/acknowledgements/store.ts';
import * as withdrawals from '../../../src/agreements/publishing/withdrawal-store.ts';
import * as feeds from '../../../src/agreements/reading/feed-store.ts';
import * as rounds from '../../../src/agreements/rounds/store.ts';
import * as search from '../../../src/agreements/search/store.ts';
import * as texts from '../../../src/agreements/texts/store.ts';
import * as received from '../../../src/agreements/versions/received-store.ts';
import * as versions from '../../../src/agreements/versions/store.ts';
import * as gone from '../../../src/agreements/versions/taken-down-store.ts';
import * as releases from '../../../src/desk/store.ts';
import type { RunsOf } from './plans.ts';
import { early, late } from './seed.ts';

/* Every query on agreements: ours, those of others, what is said of them, and how they are written and decided on. */

const now = late;
const id = 'id-7';
const series = 'series-7';
const peer = 'peer-7';
const actor = 'actor-7';
const object = 'object-7';
const pending = '00000000-0000-4000-8000-000000000007';
const of = { peer, series };
const checked = { ...of, version: 99, statement: 'new', envelope: '{}' };
const announced = { id: pending, actor, object: 'new', url: 'url', digest: 'new' };
const proposal = { content: '{}', base: null, member: 'member-7', at: now };
const unsaved = { text: id, part: 'new', member: 'member-7', revision: 1, typed: {}, at: now };
const queries = { spanish: 'word7', english: 'word7', simple: 'word7' };
const weighed = { title: 'title', names: 'names', text: 'text', rest: 'rest' };
const unread = () => undefined;
const front = { kind: 'front', revision: 2, place: 0, content: null, member: 'member-7', at: now } as const;
const entry = {
  proposal: 1,
  kind: 'question',
  part: null,
  about: null,
  words: 'words',
  harm: null,
  stage: null,
  member: 'member-7',
  at: now,
} as const;
const round = {
  id: 'new',
  text: 'new',
  series,
  body: 'body',
  method: 'consent_round',
  stage: 'questions',
  proposal: 1,
  outcome: null,
  minutes: null,
  decided: null,
  draft: null,
  opened: now,
  opened_by: 'member-7',
  closed: null,
} as const;

export const ofVersions: RunsOf<typeof versions> = {
  draftsAfter: (tx) => versions.draftsAfter(tx, { after: id, most: 50 }),
  lockDraft: (tx) => versions.lockDraft(tx, id),
  lockDrafts: (tx) => versions.lockDrafts(tx, series),
  standingDraftsOf: (tx) => versions.standingDraftsOf(tx, series),
  standingDraftsBy: (tx) => versions.standingDraftsBy(tx, 'made_by-7'),
  insertDraft: (tx) =>
    versions.insertDraft(tx, {
      id: 'new',
      series,
      version: 1,
      envelope: '{}',
      created: now,
      made_by: 'm',
      lapsed: null,
    }),
  lapseDrafts: (tx) => versions.lapseDrafts(tx, { series, version: 1 }, now),
  pruneLapsed: (tx) => versions.pruneLapsed(tx, early),
  setDraftEnvelope: (tx) => versions.setDraftEnvelope(tx, id, '{}'),
  removeDraft: (tx) => versions.removeDraft(tx, id),
  versionsOf: (tx) => versions.versionsOf(tx, series),
  lockVersions: (tx) => versions.lockVersions(tx, series),
  publishedVersion: async (tx) => [
    await versions.publishedVersion(tx, series),
    await versions.publishedVersion(tx, series, 3),
  ],
  versionById: (tx) => versions.versionById(tx, id),
  stands: (tx) => versions.stands(tx, id),
  listedPublished: (tx) => versions.listedPublished(tx),
  newestAfter: (tx) => versions.newestAfter(tx, { after: series, most: 50 }),
  publishedStatements: (tx) => versions.publishedStatements(tx, [id]),
  versionsAround: (tx) => versions.versionsAround(tx, series, 3),
  firstPublished: (tx) => versions.firstPublished(tx, series),
  lockVersion: (tx) => versions.lockVersion(tx, id),
  setVersionEnvelope: (tx) => versions.setVersionEnvelope(tx, id, '{}'),
  insertVersion: (tx) => versions.insertVersion(tx, { id: 'new', series, version: 99, envelope: '{}', published: now }),
  withdrawVersions: (tx) => versions.withdrawVersions(tx, series, now),
};

export const ofReceivedVersions: RunsOf<typeof received> = {
  insertPending: (tx) => received.insertPending(tx, announced, now),
  removeObject: (tx) => received.removeObject(tx, actor, object),
  removeWaiting: (tx) => received.removeWaiting(tx, actor, object),
  knowsObject: (tx) => received.knowsObject(tx, actor, object),
  duePending: (tx) => received.duePending(tx, now, 20),
  countPending: (tx) => received.countPending(tx, actor),
  tryAgain: (tx) => received.tryAgain(tx, pending, now),
  putOffPending: (tx) => received.putOffPending(tx, 'actor-50', now),
  refuseReceived: (tx) => received.refuseReceived(tx, pending, 'signature'),
  showReceived: (tx) => received.showReceived(tx, pending, checked, now),
  renewShown: (tx) =>
    received.renewShown(tx, { id: pending, url: '', digest: '' }, { peer, statement: 'statement-7', envelope: '{}' }),
  shownVersions: (tx) => received.shownVersions(tx, peer, series),
  shownVersionOf: (tx) => received.shownVersionOf(tx, peer, series),
  shownAround: (tx) => received.shownAround(tx, peer, series, 1),
  newestShown: (tx) => received.newestShown(tx, peer, series),
  shownOfObject: (tx) => received.shownOfObject(tx, actor, object),
  shownById: (tx) => received.shownById(tx, 'statement-7'),
  listedShown: (tx) => received.listedShown(tx, [actor]),
  shownAfter: (tx) => received.shownAfter(tx, of, 50),
  shownStatements: (tx) => received.shownStatements(tx, ['statement-7']),
  pruneRefused: (tx) => received.pruneRefused(tx, early),
  notShown: (tx) => received.notShown(tx, 50),
};

export const ofWithdrawals: RunsOf<typeof withdrawals> = {
  withdrawalsWaiting: (tx) => withdrawals.withdrawalsWaiting(tx),
  withdrawalsBy: (tx) => withdrawals.withdrawalsBy(tx, 'made_by-7', early),
  publishedWithdrawal: (tx) => withdrawals.publishedWithdrawal(tx, series),
  withdrawalById: (tx) => withdrawals.withdrawalById(tx, id),
  putWithdrawal: (tx) =>
    withdrawals.putWithdrawal(tx, { id: 'new', series, at: now, envelope: '{}', made_by: 'm', published: null }),
  pruneWithdrawals: (tx) => withdrawals.pruneWithdrawals(tx, early),
};

export const ofTakenDown: RunsOf<typeof gone> = {
  takenDownOf: (tx) => gone.takenDownOf(tx, peer, series),
  takenDownUnsigned: (tx) => gone.takenDownUnsigned(tx, [of]),
  noteTakenDown: (tx) => gone.noteTakenDown(tx, { ...of, actor, object }, now),
  standsAgain: (tx) => gone.standsAgain(tx, actor, object),
  forgetTakenDown: (tx) => gone.forgetTakenDown(tx, peer, series),
  putWithdrawn: (tx) => gone.putWithdrawn(tx, { ...of, version: 1, at: now, envelope: '{}' }, 100),
  dueWithdrawals: (tx) => gone.dueWithdrawals(tx, now, 20),
  laterWithdrawal: (tx) => gone.laterWithdrawal(tx, of, now),
  putOffWithdrawals: (tx) => gone.putOffWithdrawals(tx, actor, now),
};

export const ofReleases: RunsOf<typeof releases> = {
  releasesOf: (tx) => releases.releasesOf(tx, 'issuer-7'),
  putRelease: (tx) => releases.putRelease(tx, { issuer: 'issuer-7', version: 1, id: 'new', envelope: '{}' }, 1),
  releaseDrafts: (tx) => releases.releaseDrafts(tx),
  lockReleaseDraft: (tx) => releases.lockReleaseDraft(tx, id),
  releaseDraftsBy: (tx) => releases.releaseDraftsBy(tx, 'made_by-7'),
  putReleaseDraft: (tx) =>
    releases.putReleaseDraft(tx, { id: 'new', version: 1, envelope: '{}', created: now, made_by: 'm' }),
  removeReleaseDrafts: (tx) => releases.removeReleaseDrafts(tx, 1),
  pruneReleaseDrafts: (tx) => releases.pruneReleaseDrafts(tx, now),
};

export const ofAcknowledgements: RunsOf<typeof acknowledgements> = {
  saidOf: (tx) => acknowledgements.saidOf(tx, 'agreement-7'),
  saidAbout: (tx) => acknowledgements.saidAbout(tx, { issuer: 'issuer-7', peer }, 50),
  acknowledgementById: (tx) => acknowledgements.acknowledgementById(tx, id),
  putAcknowledgement: (tx) =>
    acknowledgements.putAcknowledgement(tx, { id: 'new', agreement: 'a', issuer: 'i', at: now, envelope: '{}' }),
  forgetSaid: (tx) => acknowledgements.forgetSaid(tx, ['agreement-7']),
  acknowledgementDrafts: (tx) => acknowledgements.acknowledgementDrafts(tx),
  putAcknowledgementDraft: (tx) =>
    acknowledgements.putAcknowledgementDraft(tx, {
      id: 'new',
      agreement: 'agreement-7',
      envelope: '{}',
      created: now,
      made_by: 'm',
    }),
  lockAcknowledgementDraft: (tx) => acknowledgements.lockAcknowledgementDraft(tx, id),
  acknowledgementDraftsOn: (tx) => acknowledgements.acknowledgementDraftsOn(tx, 'agreement-7'),
  acknowledgementDraftsBy: (tx) => acknowledgements.acknowledgementDraftsBy(tx, 'made_by-7'),
  removeAcknowledgementDraft: (tx) => acknowledgements.removeAcknowledgementDraft(tx, id),
  insertPendingAcknowledgement: (tx) =>
    acknowledgements.insertPendingAcknowledgement(tx, { id: 'new', actor, url: 'url', digest: 'new' }, now),
  countPendingAcknowledgements: (tx) => acknowledgements.countPendingAcknowledgements(tx, actor),
  dueAcknowledgements: (tx) => acknowledgements.dueAcknowledgements(tx, early, 20),
  removePendingAcknowledgement: (tx) => acknowledgements.removePendingAcknowledgement(tx, id),
  putOffAcknowledgements: (tx) => acknowledgements.putOffAcknowledgements(tx, 'actor-7', now),
  laterAcknowledgement: (tx) => acknowledgements.laterAcknowledgement(tx, id, now),
};

export const ofFeeds: RunsOf<typeof feeds> = {
  newestVersions: (tx) => feeds.newestVersions(tx, 50),
  newestWithdrawn: (tx) => feeds.newestWithdrawn(tx, 50),
};

export const ofTexts: RunsOf<typeof texts> = {
  textRow: (tx) => texts.textRow(tx, id),
  lockText: (tx) => texts.lockText(tx, id),
  listedTexts: (tx) => texts.listedTexts(tx),
  textsBegunBy: (tx) => texts.textsBegunBy(tx, 'created_by-7'),
  insertText: (tx) => texts.insertText(tx, { id: 'new', series: null, created: now, created_by: 'member-7' }, []),
  deleteText: (tx) => texts.deleteText(tx, id),
  newestParts: (tx) => texts.newestParts(tx, id).catch(unread),
  partAt: (tx) => texts.partAt(tx, id, 'part-7').catch(unread),
  revisionsOf: (tx) => texts.revisionsOf(tx, id, 'part-7', 20),
  insertRevision: (tx) => texts.insertRevision(tx, id, { part: 'part-7', ...front }),
  setPlace: (tx) => texts.setPlace(tx, id, 'part-7', 2),
  unsavedOf: (tx) => texts.unsavedOf(tx, id, 'member-7'),
  isUnsaved: (tx) => texts.isUnsaved(tx, id),
  setSeries: (tx) => texts.setSeries(tx, id, series),
  authorsOf: (tx) => texts.authorsOf(tx, id),
  askToThrowAway: (tx) => texts.askToThrowAway(tx, { text: id, member: 'new', asked: now }, early),
  erasureAsked: (tx) => texts.erasureAsked(tx, id, early),
  putUnsaved: (tx) => texts.putUnsaved(tx, unsaved),
  dropUnsaved: (tx) => texts.dropUnsaved(tx, id, 'part-7', 'member-7'),
};

export const ofRounds: RunsOf<typeof rounds> = {
  roundRow: (tx) => rounds.roundRow(tx, id),
  lockRound: (tx) => rounds.lockRound(tx, id),
  openRoundOn: (tx) => rounds.openRoundOn(tx, 'id-10'),
  waitingRoundOn: (tx) => rounds.waitingRoundOn(tx, id),
  listedRounds: (tx) => rounds.listedRounds(tx),
  askToClose: (tx) => rounds.askToClose(tx, { round: id, member: 'member-8', minutes: null, asked: now }, early),
  closingAsked: (tx) => rounds.closingAsked(tx, id, early),
  insertRound: (tx) => rounds.insertRound(tx, round, proposal),
  insertProposal: (tx) => rounds.insertProposal(tx, { round: id, number: 2, ...proposal }),
  proposalOf: (tx) => rounds.proposalOf(tx, id, 1),
  proposalHeads: (tx) => rounds.proposalHeads(tx, id),
  entriesOf: (tx) => rounds.entriesOf(tx, id),
  appendEntry: (tx) => rounds.appendEntry(tx, id, entry),
  setStage: (tx) => rounds.setStage(tx, 'id-10', 'amend'),
  closeRound: (tx) =>
    rounds.closeRound(tx, 'id-10', {
      outcome: 'not_adopted',
      minutes: null,
      decided: null,
      draft: null,
      closed: now,
    }),
  becameOf: (tx) => rounds.becameOf(tx, 'draft-7'),
  roundOfDraft: (tx) => rounds.roundOfDraft(tx, 'draft-7'),
  forgetText: (tx) => rounds.forgetText(tx, id),
  pruneRounds: (tx) => rounds.pruneRounds(tx, early),
};

export const ofSearch: RunsOf<typeof search> = {
  putWords: (tx) =>
    search.putWords(tx, of, [{ ...of, language: 'es', statement: 'statement-7', stemming: 'simple', weighed }]),
  lockWords: (tx) => search.lockWords(tx, of),
  unread: (tx) => search.unread(tx, 20),
  searchable: (tx) => search.searchable(tx, queries),
  bestFitting: async (tx) => {
    await search.searchable(tx, queries);
    return search.bestFitting(tx, { queries, stemmings: search.stemmings, peers: [peer], preferred: 'es', most: 20 });
  },
  wordsMeeting: (tx) => search.wordsMeeting(tx, { stemming: 'simple', query: 'word7', words: ['word7'] }),
};
