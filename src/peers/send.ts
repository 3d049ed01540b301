import type { Header } from '../../schemas/delivery.ts';
import { ownChain, ownNode } from '../collective/store.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import type { Prepared, Sender } from '../deliveries/worker.ts';
import { b64u } from '../protocol/encoding.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { withoutFormerKeys } from '../protocol/rotation.ts';
import type { Runtime } from '../runtime.ts';
import { deliveryActivity } from './activity.ts';
import { newestOffer } from './standing.ts';
import { peerByActor, statementsOf } from './store.ts';

/** Sends our newest offer, and our manifests one after the other, each as a clear delivery to that peer alone. */
export function peerSenders(runtime: Pick<Runtime, 'origin'>): Record<'standing-offer' | 'manifest', Sender> {
  return {
    'standing-offer': clearSender(runtime, 'standing-offer', async (tx, { item, own, peer }) => {
      const newest = newestOffer(await statementsOf(tx, peer), own);
      const chain = await ownChain(tx);
      if (newest?.row.id !== item || !chain) return null;
      return withoutFormerKeys(storedEnvelope(newest.row.envelope), chain);
    }),
    manifest: clearSender(runtime, 'manifest', async (tx, { item }) => {
      return (await ownChain(tx))?.all.find(({ id }) => id === item)?.envelope ?? null;
    }),
  };
}

/** Sends a clear statement of ours to one peer, found anew at each try; cancels when it is not there any more. */
export function clearSender(runtime: Pick<Runtime, 'origin'>, kind: Header['kind'], find: FindItem): Sender {
  return async (tx, row): Promise<Prepared> => {
    const own = await ownNode(tx);
    const peer = await peerByActor(tx, row.recipient);
    const body =
      own?.collective && peer ? await find(tx, { item: row.item, own: own.collective, peer: peer.peer }) : null;
    if (!own?.collective || !peer || !body) return { cancel: 'replaced' };
    // Whoever holds the manifest before knows no key of this one.
    const former = kind === 'manifest';
    const header: Header = {
      v: 1,
      kind,
      delivery: deliveryOf(row.id),
      edition: 1,
      from: own.collective,
      to: peer.peer,
      dropCommit: null,
      dropAfter: null,
    };
    return { send: deliveryActivity(runtime.origin, row, { header, body }), former };
  };
}

type FindItem = (
  tx: Parameters<Sender>[0],
  what: { item: string; own: string; peer: string },
) => Promise<Envelope | null>;

/** A delivery id that stays the same across retries: the row's own 16 bytes. */
function deliveryOf(row: string): string {
  return b64u(Uint8Array.from(Buffer.from(row.replaceAll('-', ''), 'hex')));
}
