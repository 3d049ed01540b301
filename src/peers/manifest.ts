import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import { largestChain, longestChain } from '../../schemas/manifest.ts';
import { deleteFormerKeys, nodeKeyRows, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { manifestObject } from '../deliveries/objects.ts';
import { rowsOf } from '../deliveries/store.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { type Chain, extendChain } from '../protocol/manifest.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import type { RemoteActor } from './activity.ts';
import { checkActor } from './add.ts';
import { fetchActor, fetchManifests } from './discover.ts';
import { leftBy } from './left-store.ts';
import { noteCalled } from './names.ts';
import { pausePeer } from './pause.ts';
import { goesIn } from './room-for.ts';
import {
  insertPeerManifest,
  lockAndCount,
  lockPeer,
  noteAnswered,
  type Peer,
  peerChain,
  peerOf,
  peersOf,
  rememberChain,
  takeHourly,
} from './store.ts';

/**
 * How often a peer's chain is pulled at most, in milliseconds (PROTOCOL §7), and how many new manifests one pull takes:
 * the next one goes on from there.
 */
const pullEveryMs = 3_600_000;
const mostPerPull = 10;

/**
 * What says nothing about the chain: bytes in another form, and a version further on than the next one, which a pull
 * will bring.
 */
const unread: readonly RefusalCode[] = [
  'schema',
  'encoding',
  'canonical',
  'payload-type',
  'version',
  'chain',
  'future',
];

/**
 * Takes a manifest of a peer, pushed under its pinned key or pulled from its node. The next one of the chain is kept;
 * one that we hold changes nothing; one past the longest or largest chain is not kept; one that the chain does not
 * explain pauses the peer. Answers the code and never throws it, so that the pause stands. Never changes keys that the
 * chain did not sign for.
 */
export async function receiveManifest(
  tx: Transaction<Database>,
  { peer: peerId }: Pick<Peer, 'peer'>,
  envelope: Envelope,
  now: Date,
): Promise<{ code: RefusalCode | null }> {
  const peer = await lockPeer(tx, peerId);
  const chain = await peerChain(tx, peerId);
  if (!peer || !chain) return { code: 'unknown-issuer' };
  try {
    const extended = extendChain(chain, envelope, now);
    const { newest } = extended;
    if (newest === chain.newest) return { code: null };
    if (newest.version > longestChain || bytesOf(extended) > largestChain) return { code: 'too-many' };
    rememberChain(extended);
    const { version, id, statement } = newest;
    await insertPeerManifest(tx, peerId, { version, id, envelope: JSON.stringify(envelope) }, now);
    if (statement.node.actor !== peer.actor) await pausePeer(tx, peerId, now);
    await record(tx, { actor: `peer:${peerId}`, action: 'peers.manifest-extended', subject: id }, now);
    return { code: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'manifest-rollback') return { code: null };
    if (!unread.includes(error.code)) await pausePeer(tx, peerId, now);
    return { code: error.code };
  }
}

/** About as many as its envelopes have: the payload, and 150 for each signature. */
const bytesOf = ({ all }: Chain): number =>
  all.reduce((sum, { envelope: { payload, signatures } }) => sum + payload.length + 150 * signatures.length, 0);

/**
 * Asks a peer's own node for its chain, at most once per hour and peer, and looks at the keys its actor shows. What
 * extends the chain is kept; another chain, a shorter one, or a key that the chain does not list pauses the peer. True
 * when something new was kept. Call it outside transactions.
 */
export async function pullManifest(runtime: Runtime, peerId: string): Promise<boolean> {
  const peer = await turnTo(runtime, 'pulled', peerId);
  if (!peer) return false;
  return pull(runtime, peer, () => fetchActor(runtime, peer.actor, 'of-a-peer'));
}

/**
 * Pulls a peer's chain when something came that claims to be the peer's, signed with a key we do not know: anybody can
 * send that, so one document, the actor's, is fetched first, at most hourly, and the chain only when the actor really
 * shows other keys than we pinned. It never takes the turn of `pullManifest`, so that made-up keys delay an honest
 * rotation by an hour at most.
 */
export async function pullForUnknownKey(runtime: Runtime, peerId: string): Promise<boolean> {
  const peer = await turnTo(runtime, 'looked', peerId);
  const chain = await peerChain(runtime.db, peerId);
  if (!peer || !chain) return false;
  const actor = await unlessUnreachable(() => fetchActor(runtime, peer.actor, 'of-a-peer'));
  if (!actor || explains(() => checkActor(chain, actor))) return false;
  return (await turnTo(runtime, 'pulled', peerId)) !== null && pull(runtime, peer, async () => actor);
}

async function turnTo(runtime: Runtime, turn: 'pulled' | 'looked', peerId: string): Promise<Peer | null> {
  const now = runtime.clock.now();
  const peer = await peerOf(runtime.db, peerId);
  const taken = peer && (await takeHourly(runtime.db, peerId, turn, new Date(now.getTime() - pullEveryMs), now));
  return taken ? peer : null;
}

async function pull(runtime: Runtime, peer: Peer, ask: () => Promise<RemoteActor>): Promise<boolean> {
  const before = await peerChain(runtime.db, peer.peer);
  if (!before) return false;
  const { version } = before.newest;
  // One after the other: keys that are replaced meanwhile must not look like keys that no manifest lists.
  const actor = await unlessUnreachable(ask);
  const served = await unlessUnreachable(() => fetchManifests(runtime, peer.origin, version, 'of-a-peer'));
  if (!served) return false;
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    await lockAndCount(tx, peer.peer);
    await noteAnswered(tx, peer.peer, now);
    if (served.length === 0) await pausePeer(tx, peer.peer, now);
    for (const envelope of served.slice(0, mostPerPull + 1)) {
      // A chain that grows and grows stops here; whoever takes part in it can be told so by people.
      if (!goesIn(await leftBy(tx, peer), JSON.stringify(envelope).length)) break;
      const { code } = await receiveManifest(tx, peer, envelope, now);
      if (code !== null) break;
    }
    const after = await peerChain(tx, peer.peer);
    // What is not read yet may list them.
    const whole = served.length <= mostPerPull + 1;
    if (actor && after && whole) await look(tx, peer.peer, { actor, chain: after, since: before.newest.version }, now);
    return after !== null && after.newest.version > version;
  });
}

/**
 * What an actor shows: keys that its chain does not list, and did not list when it was asked, pause the peer, and
 * another name is noted.
 */
async function look(
  tx: Transaction<Database>,
  peerId: string,
  { actor, chain, since }: { actor: RemoteActor; chain: Chain; since: number },
  now: Date,
): Promise<void> {
  const listed = chain.all.slice(since - 1);
  if (!listed.some((newest) => explains(() => checkActor({ newest }, actor)))) return pausePeer(tx, peerId, now);
  const peer = await lockPeer(tx, peerId);
  if (peer) await noteCalled(tx, peer, actor.name);
}

async function unlessUnreachable<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function explains(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Puts every manifest after v1 that a peer was not sent yet into the ledger, oldest first. Changes nothing when all
 * were.
 */
export async function announceManifests(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  const announced = await transaction(runtime.db, async (tx) => {
    const later = (await ownChain(tx))?.all.filter(({ version }) => version > 1) ?? [];
    let count = 0;
    for (const peer of later.length > 0 ? await peersOf(tx) : []) {
      const object = manifestObject(peer.peer);
      const sent = new Set((await rowsOf(tx, object)).map(({ item }) => item));
      const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
      for (const { id } of later.filter((link) => !sent.has(link.id))) {
        await enqueue(tx, [{ kind: 'manifest', item: id, object, recipient }], now);
        count++;
      }
    }
    return count;
  });
  if (announced > 0) runtime.wake();
}

/** Forgets the node's former key once no peer waits for a manifest that is pushed under it. */
export async function forgetFormerKey({ db }: Pick<Runtime, 'db'>): Promise<void> {
  if (!(await nodeKeyRows(db)).some(({ state }) => state === 'former')) return;
  await transaction(db, async (tx) => {
    for (const { peer } of await peersOf(tx)) {
      const rows = await rowsOf(tx, manifestObject(peer));
      if (rows.some(({ state }) => state === 'due' || state === 'sending')) return;
    }
    await deleteFormerKeys(tx);
  });
}
