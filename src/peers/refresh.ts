import { sideBySide } from '../platform/side-by-side.ts';
import type { Runtime } from '../runtime.ts';
import { pullManifest } from './manifest.ts';
import { peersOf } from './store.ts';

/** How long whoever wants to read waits for peers that do not answer, in milliseconds. */
const longestWaitMs = 4_000;
/** How many are asked at once. */
const atOnce = { all: 8, beforeShowing: 16 };

export type Refresh = {
  /** Asks every peer whose chain was not asked for within the hour, some at once. */
  all(): Promise<void>;
  /**
   * Pulls them all, many at once, and is back after a few seconds however many are silent; the rest goes on in the
   * background.
   */
  beforeShowing(): Promise<void>;
};

/**
 * Keeps what we know of peers' keys fresh: once an hour, and, after the machine slept or was away, before anything that
 * a peer sealed is shown (FEDERATION.md, "Peer deliveries"). Asks each peer once at a time, however many want to read.
 */
export function refreshing(runtime: Runtime, waitMs = longestWaitMs): Refresh {
  const under = new Map<string, Promise<unknown>>();
  const one = (peer: string): Promise<unknown> => {
    const asked =
      under.get(peer) ??
      pullManifest(runtime, peer)
        .catch((error: unknown) => runtime.log.error('peers.refresh-failed', { error }))
        .finally(() => under.delete(peer));
    under.set(peer, asked);
    return asked;
  };
  return {
    async all() {
      await sideBySide(await peersOf(runtime.db), atOnce.all, ({ peer }) => one(peer));
    },
    async beforeShowing() {
      const peers = (await peersOf(runtime.db)).filter(({ state }) => state !== 'ended');
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, waitMs);
      });
      await Promise.race([sideBySide(peers, atOnce.beforeShowing, ({ peer }) => one(peer)), waited]);
      clearTimeout(timer);
    },
  };
}

const opened = new WeakMap<Runtime, Refresh>();

/** One {@link refreshing} per node, so that a chore and a reader do not ask the same peer at once. */
export function refreshOf(runtime: Runtime): Refresh {
  const refresh = opened.get(runtime) ?? refreshing(runtime);
  opened.set(runtime, refresh);
  return refresh;
}
