import { networkOf } from '../platform/addresses.ts';

/**
 * Lets a key through while its bucket holds a token. The key is a peer, a member or an address, never kept beyond the
 * bucket.
 */
export type RateLimit = (key: string, now: Date) => boolean;

/**
 * A token bucket per key, in memory: `burst` at once, then `perMinute`. Remembers at most `keys` of them and forgets
 * the one that was quiet longest, so that a crowd of made-up keys costs no memory.
 */
export function rateLimit({
  burst,
  perMinute,
  keys = 10_000,
}: {
  burst: number;
  perMinute: number;
  keys?: number;
}): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, now) => {
    const known = buckets.get(key);
    const at = now.getTime();
    const filled = known === undefined ? burst : known.tokens + (Math.max(0, at - known.at) * perMinute) / 60_000;
    const tokens = Math.min(burst, filled);
    buckets.delete(key);
    if (buckets.size >= keys) buckets.delete(buckets.keys().next().value!);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    return tokens >= 1;
  };
}

/**
 * The key of per-address limits: an IPv4 address, or the /64 of an IPv6 address, which is what one line or one rented
 * machine has. Everybody behind a proxy or an onion service on this machine shares one.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const network = networkOf(address);
  return /^127\.|^::1$/.test(address) || /^127\./.test(network) ? 'this-machine' : network;
}
