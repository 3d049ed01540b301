import * as ledger from '../../../src/deliveries/store.ts';
import * as worker from '../../../src/deliveries/worker-store.ts';
import * as following from '../../../src/following/store.ts';
import * as left from '../../../src/peers/left-store.ts';
import * as peers from '../../../src/peers/store.ts';
import type { RunsOf, Tx } from './plans.ts';
import { early, late } from './seed.ts';

/* Every query on other collectives, on who follows whom, and of the ledger. */

const now = late;
const peer = 'peer-7';
const actor = 'actor-7';
const id = '00000000-0000-4000-8000-000000000007';
const follow = { actor: 'new', inbox: 'inbox', follow: 'new' };
const aLane = { host: 'host-7', lane: 'ordinary', fails: 0, peer: false, slow: false } as const;
const wanted = [true, false].flatMap((peer) =>
  (['erase', 'ordinary'] as const).flatMap((lane) =>
    [true, false].map((slow) => ({ peer, lane, slow, most: 40, domains: ['domain-1'], origins: ['host-1'] })),
  ),
);
const statement = { id: 'id-7', kind: 'standing', peer, envelope: '{}', at: now, complete: true } as const;
const newRow = {
  id,
  host: 'host-7',
  lane: 'ordinary',
  kind: 'alert',
  item: 'item',
  object: 'object-7',
  recipient: 'recipient-7',
  inbox: 'inbox',
  audience: 'peer',
  token: null,
  receipt_event: null,
  receipt_cipher: null,
  created: now,
  next_at: now,
  give_up: now,
} as const;

async function aRow(tx: Tx): Promise<ledger.DeliveryRow> {
  const [row] = await ledger.rowsOf(tx, 'object-51');
  if (!row) throw new Error('no row');
  return row;
}

export const ofWhatIsLeft: RunsOf<typeof left> = { leftBy: (tx) => left.leftBy(tx, { peer, actor }) };

export const ofPeers: RunsOf<typeof peers> = {
  lastExtended: (tx) => peers.lastExtended(tx, peer),
  peerOf: (tx) => peers.peerOf(tx, peer),
  lockPeer: (tx) => peers.lockPeer(tx, peer),
  lockAndCount: (tx) => peers.lockAndCount(tx, peer),
  peerByActor: (tx) => peers.peerByActor(tx, actor),
  peerByOrigin: (tx) => peers.peerByOrigin(tx, 'origin-7'),
  peersOf: (tx) => peers.peersOf(tx),
  peersAmong: (tx) => peers.peersAmong(tx, ['peer-7']),
  peersAfter: (tx) => peers.peersAfter(tx, { after: peer, most: 50 }),
  insertPeer: (tx) =>
    peers.insertPeer(tx, {
      peer: 'new',
      actor: 'new',
      inbox: 'inbox',
      origin: 'new',
      name: 'Maguey',
      handle: 'maguey',
      state: 'pinned',
      pinned: now,
      changed: now,
    }),
  takeNames: (tx) => peers.takeNames(tx),
  namesOfPeers: (tx) => peers.namesOfPeers(tx),
  setName: (tx) => peers.setName(tx, peer, 'Maguey'),
  setCalled: (tx) => peers.setCalled(tx, peer, { called: 'Agave', called_alike: null }),
  setPeerState: (tx) => peers.setPeerState(tx, peer, 'paused', now),
  takeHourly: (tx) => peers.takeHourly(tx, peer, 'pulled', early, now),
  noteAnswered: (tx) => peers.noteAnswered(tx, peer, now),
  peerManifests: (tx) => peers.peerManifests(tx, peer),
  insertPeerManifest: (tx) => peers.insertPeerManifest(tx, peer, { version: 99, id: 'new', envelope: '{}' }, now),
  chainAt: null,
  rememberChain: null,
  peerChain: (tx) => peers.peerChain(tx, peer).catch(() => undefined),
  pinnedActor: (tx) => peers.pinnedActor(tx, actor),
  statementsOf: (tx) => peers.statementsOf(tx, peer),
  lockStatement: (tx) => peers.lockStatement(tx, 'id-7'),
  putStatement: (tx) => peers.putStatement(tx, statement),
  removeStatements: (tx) => peers.removeStatements(tx, ['id-7']),
};

export const ofFollowing: RunsOf<typeof following> = {
  followersOf: (tx) => following.followersOf(tx),
  countFollowers: (tx) => following.countFollowers(tx),
  followersAfter: (tx) => following.followersAfter(tx, { after: actor, most: 50 }),
  followsAfter: (tx) => following.followsAfter(tx, { after: actor, most: 50 }),
  followerBy: (tx) => following.followerBy(tx, actor),
  followersUpTo: (tx) => following.followersUpTo(tx, 'domain-7', { all: 100, domain: 10 }),
  failingFollower: (tx) => following.failingFollower(tx, 'domain-7'),
  putFollower: (tx) => following.putFollower(tx, { ...follow, convive: false, key: null }, now),
  keptKey: (tx) => following.keptKey(tx, actor),
  keepKey: (tx) => following.keepKey(tx, actor, { keyId: `${actor}#main-key`, publicKey: 'newer' }),
  removeFollower: (tx) => following.removeFollower(tx, actor),
  followsOf: (tx) => following.followsOf(tx),
  followOf: (tx) => following.followOf(tx, actor),
  followById: (tx) => following.followById(tx, 'follow-7'),
  addFollow: (tx) => following.addFollow(tx, follow, now),
  answerFollow: (tx) => following.answerFollow(tx, { actor, follow: 'follow-7' }, 'accepted', now),
  removeFollow: (tx) => following.removeFollow(tx, actor),
  countFollows: (tx) => following.countFollows(tx),
  knownOrigin: (tx) => following.knownOrigin(tx, 'https://unknown.test'),
};

export const ofLedger: RunsOf<typeof ledger> = {
  insertRows: (tx) => ledger.insertRows(tx, [newRow]),
  cancelUnsent: (tx) => ledger.cancelUnsent(tx, 'object-7', 'recipient-7', now),
  dueNow: (tx) => ledger.dueNow(tx, 'object-7', 'recipient-7', now),
  cancelToFollower: (tx) => ledger.cancelToFollower(tx, 'recipient-7', ['follow-reject']),
  rowsOf: (tx) => ledger.rowsOf(tx, 'object-7'),
  goesTo: (tx) => ledger.goesTo(tx, { object: 'object-7', recipient: 'recipient-7', item: 'item-7' }),
  holdersOf: (tx) => ledger.holdersOf(tx, 'object-7'),
  forgetRemoval: (tx) => ledger.forgetRemoval(tx, 'recipient-7'),
  sentBefore: async (tx) => ledger.sentBefore(tx, await aRow(tx)),
  acknowledgeRow: (tx) =>
    ledger.acknowledgeRow(tx, { object: 'object-7', recipient: 'recipient-7', lane: 'ordinary' }, 'stored', now),
  forgetRows: (tx) => ledger.forgetRows(tx, 'object-7'),
  pruneLanes: (tx) => ledger.pruneLanes(tx, now),
  removeReceipts: (tx) => ledger.removeReceipts(tx, [id]),
  forgetReceipts: (tx) => ledger.forgetReceipts(tx, 'recipient-7'),
  pruneStrangers: (tx) => ledger.pruneStrangers(tx, early),
  pruneSettled: (tx) => ledger.pruneSettled(tx, ['receipt', 'follow-accept'], early),
  sentSince: (tx) => ledger.sentSince(tx, 'receipt', late),
};

export const ofWorker: RunsOf<typeof worker> = {
  dueLanes: (tx) => worker.dueLanes(tx, now, wanted),
  leaseLanes: (tx) => worker.leaseLanes(tx, now, [aLane]),
  markSlow: (tx) => worker.markSlow(tx, [aLane]),
  returnExpired: (tx) => worker.returnExpired(tx, [aLane], now),
  dueRows: (tx) => worker.dueRows(tx, [aLane], now),
  markSending: (tx) => worker.markSending(tx, [id], now),
  settleRow: async (tx) => worker.settleRow(tx, await aRow(tx), { state: 'due', answer: '500', next_at: now }),
  settleSent: (tx) => worker.settleSent(tx, [{ id, answer: '202', sent: now }]),
  releaseLanes: { alone: (db) => worker.releaseLanes(db, [{ ...aLane, waits: null }]) },
};
