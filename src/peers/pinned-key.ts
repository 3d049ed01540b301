import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { nodeKeys } from '../protocol/manifest.ts';
import type { Runtime } from '../runtime.ts';
import { pullForUnknownKey } from './manifest.ts';
import { chainAt, peerByOrigin, peerChain, pinnedActor } from './store.ts';

/**
 * The transport key that a peer's pinned manifest lists under this id; `unknown-key` when the actor is a peer's and the
 * key is not, null when the actor is nobody we pinned. Paused and ended peers keep theirs: what erases is still taken
 * from them.
 */
export async function pinnedKey(
  db: Kysely<Database>,
  actor: string,
  keyId: string,
): Promise<{ peer: string; publicKey: string } | 'unknown-key' | null> {
  const pinned = await pinnedActor(db, actor);
  if (!pinned) return null;
  const { peer, newest } = pinned;
  const chain = chainAt(newest) ?? (await peerChain(db, peer));
  const key = chain && nodeKeys(chain, 'http').find(({ id }) => id === keyId);
  return key ? { peer, publicKey: key.publicKeyMultibase } : 'unknown-key';
}

/**
 * As {@link pinnedKey}; a key that is not listed is looked for once more in the peer's own chain, asked from its own
 * node at most hourly. The sender's retry passes once the chain lists it.
 */
export async function pinnedOrPulled(runtime: Runtime, actor: string, keyId: string): ReturnType<typeof pinnedKey> {
  const pinned = await pinnedKey(runtime.db, actor, keyId);
  if (pinned !== 'unknown-key') return pinned;
  const peer = await peerByOrigin(runtime.db, new URL(actor).origin);
  return peer && (await pullForUnknownKey(runtime, peer.peer)) ? pinnedKey(runtime.db, actor, keyId) : pinned;
}
