import { setImmediate } from 'node:timers/promises';
import { Refusal } from '../../schemas/codes.ts';
import { ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { type Chain, extendChain, nodeKeys, readChain, requireCurrent } from '../protocol/manifest.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import type { RemoteActor } from './activity.ts';
import { actorAt, fetchActor, fetchManifests } from './discover.ts';
import { noteCalled, requireOwnName } from './names.ts';
import {
  insertPeer,
  insertPeerManifest,
  type Peer,
  peerByActor,
  peerByOrigin,
  peerOf,
  rememberChain,
} from './store.ts';

/**
 * Gets to know a collective by its actor URL, its node's URL or its handle: fetches actor and manifest chain and pins
 * them. Trusts nothing by it. Adding one again changes nothing. `name` is how it is called here, else as it calls
 * itself.
 * @throws `name-alike` (the name looks like another collective's here), `not-set-up`, `unreachable`, `unknown-issuer`
 * (no Convive node), `from-mismatch` (the manifest speaks for another actor or has no transport key),
 * `manifest-expired`, what `readChain` refuses, and `conflict` (its origin or actor is another peer's, or our own).
 */
export async function addPeer(runtime: Runtime, member: string, address: string, name?: string): Promise<Peer> {
  const own = await ownChain(runtime.db);
  if (!own) throw new Refusal('not-set-up');
  const id = await actorAt(runtime, address);
  const known = await peerByActor(runtime.db, id);
  if (known) return known;
  if (new URL(id).origin === runtime.origin) throw new Refusal('conflict', 'actor');
  return pin(runtime, member, await fetchActor(runtime, id, 'by-a-member'), own.collective, name);
}

/** Pins the collective behind an actor document that was just fetched; otherwise as `addPeer`. */
export async function pin(
  runtime: Runtime,
  member: string,
  actor: RemoteActor,
  own: string,
  given?: string,
): Promise<Peer> {
  if (!actor.convive) throw new Refusal('unknown-issuer', 'actor');
  const now = runtime.clock.now();
  const chain = await readSlowly(await fetchManifests(runtime, actor.origin, 1, 'by-a-member'), now);
  checkActor(chain, actor);
  requireCurrent(chain, now);
  if (chain.collective === own) throw new Refusal('conflict', 'manifest');
  const { id, inbox, origin, handle } = actor;
  const name = given ?? actor.name;
  const peer = { peer: chain.collective, actor: id, inbox, origin, name, handle, state: 'pinned' as const };
  return transaction(runtime.db, async (tx) => {
    await requireOwnName(tx, peer.peer, name);
    if (!(await insertPeer(tx, { ...peer, pinned: now, changed: now }))) {
      const there = await peerOf(tx, peer.peer);
      if (there?.actor === id && (await peerByOrigin(tx, origin))?.peer === peer.peer) return there;
      throw new Refusal('conflict', 'actor');
    }
    for (const { version, id: manifest, envelope } of chain.all) {
      await insertPeerManifest(tx, peer.peer, { version, id: manifest, envelope: JSON.stringify(envelope) }, now);
    }
    await noteCalled(tx, { peer: peer.peer, name, called: null }, actor.name);
    await record(tx, { actor: member, action: 'peers.added', subject: peer.peer }, now);
    const added = await peerOf(tx, peer.peer);
    if (!added) throw new Error('a peer that was added is there');
    return added;
  });
}

/**
 * Whether a chain speaks for this actor: its node is the actor, and every key that the actor shows is one of its
 * transport keys.
 */
export function checkActor(chain: Pick<Chain, 'newest'>, actor: RemoteActor): void {
  const { node } = chain.newest.statement;
  if (node.actor !== actor.id) throw new Refusal('from-mismatch', 'manifest.node.actor');
  const pinned = new Map(nodeKeys(chain, 'http').map((key) => [key.id, key.publicKeyMultibase]));
  const [shown, ...others] = actor.keys;
  if (!shown || [shown, ...others].some((key) => pinned.get(key.id) !== key.publicKeyMultibase))
    throw new Refusal('from-mismatch', 'manifest.node.keys');
}

/**
 * Reads a chain as `readChain` does, and lets others be served between two manifests: a hundred of them are seconds of
 * work.
 */
async function readSlowly([first, ...rest]: readonly Envelope[], now: Date): Promise<Chain> {
  let chain = readChain(first ? [first] : [], now);
  for (const envelope of rest) {
    await setImmediate();
    chain = extendChain(chain, envelope, now);
  }
  rememberChain(chain);
  return chain;
}
