import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import type { Runtime } from '../runtime.ts';
import { readActor } from './activity.ts';
import { checkActor } from './add.ts';
import { pausePeer } from './pause.ts';
import { peerChain, peerOf } from './store.ts';

/**
 * Looks at the actor that a peer says it has become. Keys or an address that its manifest chain does not list pause the
 * peer; nothing of what it says is taken over: only a manifest changes what we pinned.
 */
export async function actorChanged(runtime: Runtime, peerId: string, document: unknown): Promise<void> {
  const peer = await peerOf(runtime.db, peerId);
  const chain = await peerChain(runtime.db, peerId);
  if (!peer || !chain) return;
  try {
    checkActor(chain, await readActor(document, peer.actor));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await transaction(runtime.db, (tx) => pausePeer(tx, peerId, runtime.clock.now()));
  }
}

/** A peer that says it moved is paused until a person compares again. Anybody else's move is nothing to us. */
export async function peerMoved(runtime: Runtime, peer: string | null): Promise<void> {
  if (peer === null) return;
  await transaction(runtime.db, (tx) => pausePeer(tx, peer, runtime.clock.now()));
}
