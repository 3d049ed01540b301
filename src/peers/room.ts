import { peersContract } from '../../schemas/routes/peers.ts';
import { aboutItsActor } from '../federation/json-shape.ts';
import type { Parts, Room } from '../room.ts';
import { actorChanged, peerMoved } from './actor-changed.ts';
import { announceManifests, forgetFormerKey } from './manifest.ts';
import { pinnedOrPulled } from './pinned-key.ts';
import { refreshOf } from './refresh.ts';
import { peersRoutes } from './routes.tsx';
import { peerSenders } from './send.ts';
import { peerByOrigin } from './store.ts';

const hourMs = 3_600_000;

/*
 * Peer: another collective whose manifest chain we pinned. Comparison: two members heard the same words from two of
 * theirs. Standing: what we let a peer send and receive, signed by two. Offer: their standing as they tell us of it.
 * Paused: nothing is shared until people compare again.
 */
export const room = {
  name: 'peers',
  contracts: [peersContract],
  routes: ({ runtime }) => peersRoutes(runtime),
  takes: ({ runtime }) => [
    {
      activity: 'Update',
      object: aboutItsActor,
      receive: async (activity, { peer }) => {
        if (peer !== null) await actorChanged(runtime, peer, activity.object);
      },
    },
    { activity: 'Move', receive: (_activity, { peer }) => peerMoved(runtime, peer) },
  ],
  senders: (runtime) => peerSenders(runtime),
  chores: (parts) => ({ manifests: { everyMs: hourMs, work: () => catchUp(parts) } }),
  tables: {
    peers: { shown: true, until: 'stays' },
    peer_manifests: { shown: true, until: 'stays' },
    peer_statements: { shown: true, until: 'stays' },
  },
  record: {
    'peers.added': 'listed',
    'peers.compared': 'listed',
    'peers.comparison-signed': 'listed',
    'peers.standing-granted': 'listed',
    'peers.standing-signed': 'listed',
    'peers.manifest-extended': 'listed',
    'peers.offer-received': 'listed',
    'peers.paused': 'listed',
  },
  supplies: (runtime) => ({
    pinned: (actor, keyId) => pinnedOrPulled(runtime, actor, keyId),
    knownPeer: async (origin) => (await peerByOrigin(runtime.db, origin)) !== null,
  }),
} satisfies Room;

/**
 * After an outage: each peer's newest chain is asked for, and ours is told to who has not heard it, under our former
 * key as long as somebody has not.
 */
async function catchUp({ runtime }: Parts): Promise<void> {
  await refreshOf(runtime).all();
  await announceManifests(runtime);
  await forgetFormerKey(runtime);
}
