import { base58 } from '@scure/base';

/** Bytes as multibase in base58btc: `z` and what they are in base 58. */
export function base58btc(bytes: Uint8Array): string {
  return `z${base58.encode(bytes)}`;
}
