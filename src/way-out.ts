import { type Post, type Sender, startWorker, type WorkerParts } from './deliveries/worker.ts';
import { signAndPost } from './federation/sign-and-post.ts';
import type { Clock } from './platform/clock.ts';
import type { Egress } from './platform/egress.ts';
import { placedEgress } from './platform/placed-egress.ts';
import { openPlaces, type Places } from './platform/places.ts';
import type { Supplies } from './room.ts';
import type { Runtime } from './runtime.ts';
import { rateLimit } from './web/rate-limit.ts';

/** Look-ups of keys, actors and statements at one host, whoever makes us look. */
const lookUps = { burst: 20, perMinute: 2 };

/** The places from which everything leaves this node, and the way out on which look-ups hold them. */
export function openWayOut(egress: Egress, clock: Clock): { egress: Egress; places: Places } {
  const places = openPlaces();
  return { places, egress: placedEgress(egress, { places, clock, bucket: rateLimit(lookUps) }) };
}

/** Posts under the node's key, and first under the former one where that is the one which the receiver knows. */
export function signedPost(
  { egress, clock }: Pick<Runtime, 'egress' | 'clock'>,
  house: Pick<Supplies, 'signingKey' | 'formerKey'>,
): Post {
  return async (inbox, body, { former, ...from }) => {
    const key = await house.signingKey();
    const before = former ? await house.formerKey() : null;
    return signAndPost(egress, { inbox, body, ...from, ...key, former: before }, clock.now());
  };
}

/** Starts the worker of the ledger; `heartbeat` says when it last went round. */
export function startDeliveries(
  runtime: Runtime,
  senders: Readonly<Record<string, Sender>>,
  house: Pick<Supplies, 'signingKey' | 'formerKey' | 'followerGone'>,
  places: Places,
) {
  const { clock } = runtime;
  let heartbeat = clock.now();
  const parts: WorkerParts = {
    senders,
    post: signedPost(runtime, house),
    followerGone: house.followerGone,
    beat: () => {
      heartbeat = clock.now();
    },
  };
  return { ...startWorker(runtime, parts, places), heartbeat: () => heartbeat };
}
