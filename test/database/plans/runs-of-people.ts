import * as collective from '../../../src/collective/store.ts';
import * as keys from '../../../src/federation/key-store.ts';
import * as received from '../../../src/federation/received.ts';
import * as departures from '../../../src/members/departure-store.ts';
import * as keyrings from '../../../src/members/keyring-store.ts';
import * as nicknames from '../../../src/members/nickname-store.ts';
import * as plain from '../../../src/members/plain-store.ts';
import * as rotation from '../../../src/members/rotation-store.ts';
import * as sessions from '../../../src/members/session-store.ts';
import * as members from '../../../src/members/store.ts';
import * as typed from '../../../src/members/typed-store.ts';
import * as record from '../../../src/record/store.ts';
import type { RunsOf } from './plans.ts';
import { early, late } from './seed.ts';

/* Every query on the node, its people, its record, and on what the federation kit remembers. */

const now = late;
const member = 'member-7';
const person = { member: 'new', public_key: 'new', roles: ['steward' as const] };
const sealKey = { member, recipient: 'recipient', envelope: '{}', at: now };
const aKey = { actor: 'https://a.test/actor', keyId: 'https://a.test/actor#key' };
const entry = { at: '2026-01-07T00:00:00Z', actor: member, action: 'a.done', subject: null };
const unread = () => undefined;

export const ofCollective: RunsOf<typeof collective> = {
  nodeThere: (tx) => collective.nodeThere(tx),
  ownNode: (tx) => collective.ownNode(tx),
  lockNode: (tx) => collective.lockNode(tx),
  insertNode: null,
  replaceCodeHash: (tx) => collective.replaceCodeHash(tx, 'hash'),
  setSetUpProfile: (tx) => collective.setSetUpProfile(tx, '{}'),
  setAlone: (tx) => collective.setAlone(tx),
  setContacts: (tx) => collective.setContacts(tx, '[]'),
  nodeKeyRows: (tx) => collective.nodeKeyRows(tx),
  moveNode: (tx) => collective.moveNode(tx, 'https://b.test'),
  insertNodeKeys: null,
  deleteNodeKeys: (tx) => collective.deleteNodeKeys(tx, ['pair-1']),
  replaceNodeKeys: (tx) => collective.replaceNodeKeys(tx, 'pair-1'),
  deleteProposedKeys: (tx) => collective.deleteProposedKeys(tx),
  deleteFormerKeys: (tx) => collective.deleteFormerKeys(tx),
  manifestDrafts: (tx) => collective.manifestDrafts(tx),
  setManifestDraft: (tx) => collective.setManifestDraft(tx, 'id-1', '{}'),
  insertManifestDraft: (tx) =>
    collective.insertManifestDraft(tx, {
      id: 'id',
      envelope: '{}',
      profile: '{}',
      shares: '[]',
      drafted: now,
      drafted_by: 'm',
    }),
  deleteManifestDrafts: (tx) => collective.deleteManifestDrafts(tx),
  insertManifest: (tx) => collective.insertManifest(tx, { version: 20_000, id: 'new', envelope: '{}' }, now),
  setCollective: (tx) =>
    collective.setCollective(tx, 'peer-0', { name: 'Ceiba', handle: 'ceiba', summary: '', language: 'es' }),
  manifestsFrom: (tx) => collective.manifestsFrom(tx, 9_000, 20),
  ownChain: (tx) => collective.ownChain(tx).catch(unread),
};

export const ofTyped: RunsOf<typeof typed> = {
  typedUnder: (tx) => typed.typedUnder(tx, member, '/agreements/writing/id-7/'),
  typistsUnder: (tx) => typed.typistsUnder(tx, '/agreements/writing/id-7/'),
  countTyped: (tx) => typed.countTyped(tx, member),
  putTyped: (tx) => typed.putTyped(tx, { place: '/agreements/rounds/id-7#close', member, content: '{}', at: now }),
  dropTyped: (tx) => typed.dropTyped(tx, member, '/agreements/writing/id-7/parts/front'),
  dropTypedUnder: (tx) => typed.dropTypedUnder(tx, '/agreements/writing/id-7/'),
  pruneTyped: (tx) => typed.pruneTyped(tx, early),
};

export const ofMembers: RunsOf<typeof members> = {
  memberRows: (tx) => members.memberRows(tx),
  insertMember: (tx) => members.insertMember(tx, person, now),
  deleteOthers: (tx) => members.deleteOthers(tx, [member]),
  sealKeyRows: (tx) => members.sealKeyRows(tx),
  putSealKey: (tx) => members.putSealKey(tx, sealKey),
  replaceShares: (tx) => members.replaceShares(tx, 'recipient', [{ member, ciphertext: 'c' }], now),
  shareRows: (tx) => members.shareRows(tx),
  sharesOf: (tx) => members.sharesOf(tx, member),
};

export const ofNicknames: RunsOf<typeof nicknames> = {
  nicknamesOf: (tx) => nicknames.nicknamesOf(tx),
  setNickname: (tx) => nicknames.setNickname(tx, member, 'Lu'),
};

export const ofDepartures: RunsOf<typeof departures> = {
  leavingSince: (tx) => departures.leavingSince(tx),
  setLeaving: (tx) => departures.setLeaving(tx, member, now),
};

export const ofPlain: RunsOf<typeof plain> = {
  plainRows: (tx) => plain.plainRows(tx),
  plainKeyOf: (tx) => plain.plainKeyOf(tx, member),
  insertPlain: (tx) => plain.insertPlain(tx, { member: 'member-new', public_key: 'key-new' }, now),
  deletePlain: (tx) => plain.deletePlain(tx, member),
};

const aKeyring = { member: 'member-8', keyid: 'keyid-8', sign_in_key: 'key', file: 'file' };

export const ofKeyrings: RunsOf<typeof keyrings> = {
  keyringOf: (tx) => keyrings.keyringOf(tx, member),
  signInKeyOf: (tx) => keyrings.signInKeyOf(tx, 'keyid-7'),
  insertKeyring: (tx) => keyrings.insertKeyring(tx, aKeyring, now),
  replaceKeyring: (tx) => keyrings.replaceKeyring(tx, aKeyring, 1, now),
  offeredKeyring: (tx) => keyrings.offeredKeyring(tx, 'code_hash-7'),
  insertOffered: (tx) => keyrings.insertOffered(tx, { ...aKeyring, code_hash: 'code_hash-7' }, now),
  replaceOffered: (tx) => keyrings.replaceOffered(tx, { ...aKeyring, code_hash: 'code_hash-7' }, 1, now),
  keyidTaken: (tx) => keyrings.keyidTaken(tx, 'keyid-7', member),
  publicKeyTaken: (tx) => keyrings.publicKeyTaken(tx, 'key-7'),
  passkeysOf: (tx) => keyrings.passkeysOf(tx, member),
  replacePasskeys: (tx) => keyrings.replacePasskeys(tx, member, [{ keyid: 'new', sign_in_key: 'key' }]),
  deleteKeyringsOf: (tx) => keyrings.deleteKeyringsOf(tx, [member]),
};

export const ofSessions: RunsOf<typeof sessions> = {
  useNonce: (tx) => sessions.useNonce(tx, 'new', now),
  insertEntry: (tx) => sessions.insertEntry(tx, { code_hash: 'new', member, expires: now }),
  takeEntry: (tx) => sessions.takeEntry(tx, 'code_hash-7', early),
  insertSession: (tx) =>
    sessions.insertSession(tx, { token_hash: 'new', member, kind: 'program', expires: now, ends: null }, now),
  sessionsOfMember: (tx) => sessions.sessionsOfMember(tx, member, early, 100),
  deleteSessionOf: (tx) => sessions.deleteSessionOf(tx, member, 'token_hash-7'),
  sessionOf: (tx) => sessions.sessionOf(tx, 'token_hash-7', early),
  prolong: (tx) => sessions.prolong(tx, 'token_hash-7', now, early),
  deleteSession: (tx) => sessions.deleteSession(tx, 'token_hash-7'),
  takeProgramSession: (tx) => sessions.takeProgramSession(tx, 'token_hash-7', early),
  endSessionsOf: (tx) => sessions.endSessionsOf(tx, [member]),
  deleteEnded: (tx) => sessions.deleteEnded(tx, early),
};

export const ofRotation: RunsOf<typeof rotation> = {
  insertInvitation: (tx) =>
    rotation.insertInvitation(tx, { code_hash: 'new', member, roles: [], made_by: member, expires: now }),
  invitationLasts: (tx) => rotation.invitationLasts(tx, 'code_hash-1', early),
  lockInvitation: (tx) => rotation.lockInvitation(tx, 'code_hash-7', early),
  openInvitations: (tx) => rotation.openInvitations(tx, early),
  deleteInvitation: (tx) => rotation.deleteInvitation(tx, 'code_hash-7', member),
  invitationCount: (tx) => rotation.invitationCount(tx, member, early),
  deleteEndedInvitations: (tx) => rotation.deleteEndedInvitations(tx, early),
  deleteInvitationsOf: (tx) => rotation.deleteInvitationsOf(tx, ['public_key-7']),
  deleteInvitationsBut: (tx) => rotation.deleteInvitationsBut(tx, [member]),
  keyOffers: (tx) => rotation.keyOffers(tx, early),
  putKeyOffer: (tx) =>
    rotation.putKeyOffer(tx, {
      member,
      code_hash: 'code_hash-7',
      public_key: 'public_key-7',
      roles: [],
      recipient: 'r',
      seal_key: '{}',
      at: now,
    }),
  proposedManifests: (tx) => rotation.proposedManifests(tx),
  namedPairs: (tx) => rotation.namedPairs(tx),
  proposedManifest: (tx) => rotation.proposedManifest(tx, 'id-1'),
  insertProposed: (tx) =>
    rotation.insertProposed(tx, {
      id: 'new',
      envelope: '{}',
      shares: '[]',
      drafted: now,
      proposed_by: member,
      pair: null,
      lapsed: null,
    }),
  setProposedEnvelope: (tx) => rotation.setProposedEnvelope(tx, 'id-1', '{}'),
  settleProposed: (tx) => rotation.settleProposed(tx, 'id-1', now),
  lapseProposed: (tx) => rotation.lapseProposed(tx, now, 'id-1'),
  deleteOldProposed: (tx) => rotation.deleteOldProposed(tx, { lapsed: early, made: early }),
  putMember: (tx) => rotation.putMember(tx, person, now),
  replaceSealKeyRow: (tx) => rotation.replaceSealKeyRow(tx, sealKey),
};

export const ofRecord: RunsOf<typeof record> = {
  newestRow: (tx) => record.newestRow(tx),
  rowsAfter: (tx) => record.rowsAfter(tx, 9_000, 100),
  appendRow: (tx) => record.appendRow(tx, entry),
  hashedAround: null,
  headMoved: null,
};

export const ofReceived: RunsOf<typeof received> = {
  firstTime: (tx) => received.firstTime(tx, 'actor-7', 'activity-7', now),
  once: {
    alone: (db) => received.once({ db, clock: { now: () => now } }, { actor: 'new' }, 'new', async () => {}),
  },
  pruneReceived: (tx) => received.pruneReceived(tx, early),
  signatureKey: null,
  pruneSignatures: (tx) => received.pruneSignatures(tx, early),
};

export const ofKeys: RunsOf<typeof keys> = {
  storedKey: (tx) => keys.storedKey(tx, aKey, now),
  storeKey: (tx) => keys.storeKey(tx, { ...aKey, publicKey: 'key' }, now),
  pruneKeys: (tx) => keys.pruneKeys(tx, early),
};
