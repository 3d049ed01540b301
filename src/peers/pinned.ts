import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { nodeKeys } from '../protocol/manifest.ts';
import { peerByActor, peerChain } from './store.ts';

/**
 * The transport key that a peer's pinned manifest lists under this id; `unknown-key` when the actor is a peer's and the key is not,
 * null when the actor is nobody we pinned. Paused and ended peers keep theirs: what erases is still taken from them.
 */
export async function pinnedKey(
  db: Kysely<Database>,
  actor: string,
  keyId: string,
): Promise<{ peer: string; publicKey: string } | 'unknown-key' | null> {
  const peer = await peerByActor(db, actor);
  if (!peer) return null;
  const chain = await peerChain(db, peer.peer);
  const key = chain && nodeKeys(chain, 'http').find(({ id }) => id === keyId);
  return key ? { peer: peer.peer, publicKey: key.publicKeyMultibase } : 'unknown-key';
}
