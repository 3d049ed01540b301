import dns from 'node:dns';
import { resolvedName } from './addresses.ts';

let found = false;

/** Lets this process reach names under `localhost`: for Node's own fetch, which asks the system for every name. */
export function findLocalhost(): void {
  if (found) return;
  found = true;
  dns.lookup = new Proxy(dns.lookup, {
    apply: (lookup, self, [hostname, ...rest]) => Reflect.apply(lookup, self, [resolvedName(hostname), ...rest]),
  });
}
