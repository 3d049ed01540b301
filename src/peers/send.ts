import type { Header } from '../../schemas/delivery.ts';
import { ownChain, ownNode } from '../collective/store.ts';
import type { Prepared, Sender } from '../deliveries/worker.ts';
import { b64u } from '../protocol/encoding.ts';
import { type Envelope, parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { deliveryActivity } from './activity.ts';
import { newestOffer } from './standing.ts';
import { peerByActor, statementsOf } from './store.ts';

/** Sends our newest offer, and our manifests one after the other, each as a clear delivery to that peer alone. */
export function peerSenders(runtime: Pick<Runtime, 'origin'>): Record<'standing-offer' | 'manifest', Sender> {
  const clear = (kind: 'standing-offer' | 'manifest', find: FindItem): Sender => {
    return async (tx, row): Promise<Prepared> => {
      const own = await ownNode(tx);
      const peer = await peerByActor(tx, row.recipient);
      const body =
        own?.collective && peer ? await find(tx, { item: row.item, own: own.collective, peer: peer.peer }) : null;
      if (!own?.collective || !peer || !body) return { cancel: 'replaced' };
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
      return { send: deliveryActivity(runtime.origin, row, { header, body }) };
    };
  };
  return {
    'standing-offer': clear('standing-offer', async (tx, { item, own, peer }) => {
      const newest = newestOffer(await statementsOf(tx, peer), own);
      return newest?.row.id === item ? parseEnvelope(JSON.parse(newest.row.envelope)) : null;
    }),
    manifest: clear('manifest', async (tx, { item }) => {
      return (await ownChain(tx))?.all.find(({ id }) => id === item)?.envelope ?? null;
    }),
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
