import { domainOf, loopbackHost, networkOf } from './addresses.ts';
import { rememberPaces } from './paces.ts';

/** Whose a request is, the most urgent first: what erases at peers, peers, what erases at others, others. */
const ranks = ['erase-peer', 'peer', 'erase-other', 'other'] as const;
export type Rank = (typeof ranks)[number];

export const rankOf = ({ peer, erase }: { peer: boolean; erase: boolean }): Rank =>
  peer ? (erase ? 'erase-peer' : 'peer') : erase ? 'erase-other' : 'other';

/** A request that wants to leave: to which origin, how urgent, and whether that host was slow when last seen. */
export type Errand = { origin: string; rank: Rank; slow?: boolean };

/** A place that one request holds, or several to the same host one after the other. */
export type Place = {
  peer: boolean;
  /** Notes to which address it connects; false when as many as may go there do already. */
  connects(address: string): boolean;
  /** Notes how long an answer, or its absence, took. */
  took(ms: number): void;
  /** Gives the place back; a second time does nothing. */
  leave(): void;
};

export type Places = {
  take(errand: Errand): Place | null;
  /** How many more of this rank could leave now, to hosts that are slow or to those that are not. */
  room(rank: Rank, slow: boolean): number;
  /** Domains and hosts to which nothing more of this rank may leave now. */
  full(rank: Rank): { domains: string[]; origins: string[] };
  /** Whether a host counts as slow; `before` is what was known of it when this process began. */
  slow(origin: string, rank: Rank, before: boolean): boolean;
  /** Calls back whenever a place has become free; gives how to end that. */
  whenFree(listener: () => void): () => void;
};

/** How many may be out at once, those of this rank and of all below it together. */
type Ceilings = Readonly<Record<Rank, number>>;

export type PlaceLimits = Record<'all' | 'domain' | 'address' | 'slow', Ceilings>;

/**
 * What lies between two ceilings is kept for the higher rank. `slow` counts slow hosts alone: partners' half of the
 * partners' places, and the one that slow strangers share.
 */
const placeLimits: PlaceLimits = {
  all: { 'erase-peer': 96, peer: 80, 'erase-other': 48, other: 40 },
  domain: { 'erase-peer': 4, peer: 3, 'erase-other': 2, other: 2 },
  address: { 'erase-peer': 16, peer: 12, 'erase-other': 8, other: 6 },
  slow: { 'erase-peer': 24, peer: 16, 'erase-other': 1, other: 1 },
};

type Held = { rank: Rank; domain: string; address: string | null; slow: boolean };

/**
 * Decides who may leave the node now; sends nothing and knows no clock. Every request out of the node holds one of
 * these places, so that no stranger can take the last one of whom the person affected depends on.
 */
export function openPlaces(limits: PlaceLimits = placeLimits, mostHosts?: number): Places {
  const held = new Set<Held>();
  const listeners = new Set<() => void>();
  const paces = { peer: rememberPaces('peer', mostHosts), other: rememberPaces('other', mostHosts) };
  const pacesOf = (rank: Rank) => (isPeers(rank) ? paces.peer : paces.other);
  const inAll = (rank: Rank, slow: boolean): number => {
    const all = roomUnder(limits.all, rank, held);
    // Slow partners and slow strangers are counted apart: neither takes from the other.
    const alike = [...held].filter((one) => one.slow && isPeers(one.rank) === isPeers(rank));
    return slow ? Math.min(all, roomUnder(limits.slow, rank, alike)) : all;
  };
  const at = (key: 'domain' | 'address', rank: Rank, value: string): number =>
    roomUnder(
      limits[key],
      rank,
      [...held].filter((one) => one[key] === value),
    );

  return {
    slow: (origin, rank, before) => pacesOf(rank).slow(origin, before),
    room: inAll,
    take({ origin, rank, slow: before = false }) {
      const known = pacesOf(rank);
      const slow = known.slow(origin, before);
      const mine: Held = { rank, domain: domainOf(origin), address: known.address(origin), slow };
      if (inAll(rank, slow) === 0 || at('domain', rank, mine.domain) === 0) return null;
      if (mine.address !== null && at('address', rank, mine.address) === 0) return null;
      held.add(mine);
      return {
        peer: isPeers(rank),
        connects(to) {
          // Everything on this machine shares an address, which says nothing of whose it is.
          if (loopbackHost(to)) return true;
          const network = networkOf(to);
          if (network === mine.address) return true;
          mine.address = null;
          known.connected(origin, network, before);
          if (at('address', rank, network) === 0) return false;
          mine.address = network;
          return true;
        },
        took: (ms) => known.took(origin, ms, before),
        leave() {
          if (held.delete(mine)) for (const listener of [...listeners]) listener();
        },
      };
    },
    full(rank) {
      const crowded = (key: 'domain' | 'address') =>
        [...new Set([...held].flatMap((one) => one[key] ?? []))].filter((value) => at(key, rank, value) === 0);
      return { domains: crowded('domain'), origins: pacesOf(rank).behind(new Set(crowded('address'))) };
    },
    whenFree(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** How many more fit under the ceiling of this rank and of every higher one. */
function roomUnder(ceilings: Ceilings, rank: Rank, held: Iterable<Held>): number {
  const out = { 'erase-peer': 0, peer: 0, 'erase-other': 0, other: 0 };
  for (const one of held) out[one.rank]++;
  let room = Number.POSITIVE_INFINITY;
  let below = 0;
  for (const each of ranks.toReversed()) {
    below += out[each];
    if (ranks.indexOf(each) <= ranks.indexOf(rank)) room = Math.min(room, ceilings[each] - below);
  }
  return Math.max(0, room);
}

const isPeers = (rank: Rank): boolean => rank === 'erase-peer' || rank === 'peer';
