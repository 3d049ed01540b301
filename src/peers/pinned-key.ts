import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { nodeKeys } from '../protocol/manifest.ts';
import { chainAt, peerChain, pinnedActor } from './store.ts';

/**
 * The transport key that a peer's pinned manifest lists under this id; `unknown-key` when the actor is a peer's and the key is not,
 * null when the actor is nobody we pinned. Paused and ended peers keep theirs: what erases is still taken from them.
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
