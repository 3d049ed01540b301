import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import type { Runtime } from '../runtime.ts';
import { readActor } from './activity.ts';
import { checkActor } from './add.ts';
import { noteCalled } from './names.ts';
import { pausePeer } from './pause.ts';
import { lockPeer, peerChain, peerOf } from './store.ts';

/**
 * Looks at the actor that a peer says it has become. Keys or an address that its manifest chain does not list pause the
 * peer; nothing of what it says is taken over: only a manifest changes what we pinned, only members how it is called.
 */
export async function actorChanged(runtime: Runtime, peerId: string, document: unknown): Promise<void> {
  const peer = await peerOf(runtime.db, peerId);
  const chain = await peerChain(runtime.db, peerId);
  if (!peer || !chain) return;
  try {
    const actor = await readActor(document, peer.actor);
    checkActor(chain, actor);
    await heardName(runtime, peerId, actor.name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await transaction(runtime.db, (tx) => pausePeer(tx, peerId, runtime.clock.now()));
  }
}

function heardName(runtime: Runtime, peerId: string, name: string): Promise<void> {
  return transaction(runtime.db, async (tx) => {
    const peer = await lockPeer(tx, peerId);
    if (peer) await noteCalled(tx, peer, name);
  });
}

/** A peer that says it moved is paused until a person compares again. Anybody else's move is nothing to us. */
export async function peerMoved(runtime: Runtime, peer: string | null): Promise<void> {
  if (peer === null) return;
  await transaction(runtime.db, (tx) => pausePeer(tx, peer, runtime.clock.now()));
}
