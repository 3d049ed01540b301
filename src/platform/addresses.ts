import { BlockList, isIP, isIPv6 } from 'node:net';
import { getDomain } from 'tldts';

/*
 * Addresses that no other collective can have on the internet (IANA special-purpose registries, RFC 6890), and those
 * that would lead back into this machine or its network.
 */
/** One list each: a BlockList also judges IPv4 addresses by their IPv6 spelling. */
const closed = { ipv4: new BlockList(), ipv6: new BlockList() };
const loopback = new BlockList();

for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  closed.ipv4.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  // Global addresses are 2000::/3; what is outside includes every other spelling of an IPv4 address.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.ipv6.addSubnet(net, bits, 'ipv6');
}
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address may be connected to. What is not an IP address, or has a zone, may not. */
export function permittedAddress(address: string, allowLoopback: boolean): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (loopback.check(address, family)) return allowLoopback;
  return !closed[family].check(address, family);
}

/**
 * A URL whose host is spelled in one way: the parser folds case, IDNA, escapes and the ways to write an IPv4 address;
 * the dots at the end of a whole name go too. Null for what is none.
 */
export function parsedUrl(text: string, base?: URL): URL | null {
  const url = URL.parse(text, base);
  if (!url?.hostname.endsWith('.')) return url;
  // What is no name without its dots is not taken over, and keeps them.
  url.hostname = url.hostname.replace(/\.+$/, '');
  return url.hostname.endsWith('.') ? null : url;
}

/** Whether a host is an onion service, however its name is spelled: none may ever be asked of DNS (RFC 7686). */
export const onionHost = (hostname: string): boolean => /(^|\.)onion\.*$/i.test(hostname);

/**
 * The name to ask the system for. What stands under `localhost` is this machine (RFC 6761 §6.3): browsers know that by
 * themselves, and Node asks the system, which often does not know.
 */
export const resolvedName = (hostname: string): string => (/\.localhost\.*$/i.test(hostname) ? 'localhost' : hostname);

/** Whether a URL's host name means this machine, by name or by address. */
export function loopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(bare);
  if (version === 0) return bare === 'localhost' || bare.endsWith('.localhost');
  return loopback.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * What one line or one rented machine has: an IPv4 address, or the /64 of an IPv6 address. What is no address stays as
 * it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!isIPv6(mapped)) return mapped;
  // The URL parser writes an address in one way only, with at most one gap.
  const [head, tail] = new URL(`http://[${mapped.split('%', 1)[0]}]`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const gap = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0');
  return `${[...groups(head), ...gap, ...groups(tail)].slice(0, 4).join(':')}::/64`;
}

/**
 * What counts as one host: the domain that somebody registered; of an onion service and of an address the name itself,
 * with IPv6 the network; on this machine the port. What is no URL counts for itself.
 */
export function domainOf(origin: string): string {
  const url = parsedUrl(origin);
  if (url === null) return origin;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (loopbackHost(name)) return url.host;
  return isIP(name) !== 0 ? networkOf(name) : onionHost(name) ? onion(name) : (getDomain(name) ?? name);
}

/** Names before that of an onion service all lead to the same one. */
const onion = (name: string): string => name.split('.').slice(-2).join('.');
