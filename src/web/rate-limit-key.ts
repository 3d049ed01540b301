import { isIP } from 'node:net';
import { addressKey } from './rate-limit.ts';

/**
 * What a connection says of where it comes from: its own address, and the header `x-forwarded-for`, which anybody can
 * write.
 */
export type Connection = { remote: string | undefined; forwarded: string | undefined };

/**
 * The key of a visitor's limits. The header counts only when the connection comes from a proxy that the keeper named,
 * and then only its last entry, which that proxy wrote. Null for everybody behind an onion service, or behind a proxy
 * that says nothing readable: what all of them share, one of them could use up for the others. Kept nowhere, logged
 * nowhere.
 */
export function visitorKey({ remote, forwarded }: Connection, proxies: readonly string[]): string | null {
  if (remote === undefined || !proxies.includes(plainAddress(remote))) return addressKey(remote);
  const last = forwarded?.split(',').at(-1)?.trim() ?? '';
  return addressKey(isIP(last) === 0 ? remote : last);
}

/** An IPv4 address as such, also where the socket shows it as IPv6 (RFC 4291 §2.5.5.2). */
function plainAddress(address: string): string {
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
}
