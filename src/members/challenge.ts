import { randomBytes, timingSafeEqual } from 'node:crypto';
import { b64u, fromB64u } from '../protocol/encoding.ts';
import type { Runtime } from '../runtime.ts';

const validMs = 2 * 60_000;
const [whenBytes, randomAt, macAt] = [4, 4, 8] as const;
const purpose = 'challenge';

/**
 * A nonce for one sign-in within two minutes: when it was made (seconds, 4 bytes), 4 random bytes, and 8 bytes that
 * only this node can make of them. Nothing is kept of it, so that who asks for many takes nothing from anybody.
 */
export function newChallenge({ keys }: Pick<Runtime, 'keys'>, now: Date): string {
  const nonce = Buffer.alloc(2 * macAt);
  nonce.writeUInt32BE(Math.floor(now.getTime() / 1000));
  randomBytes(macAt - randomAt).copy(nonce, randomAt);
  keys.mac(nonce.subarray(0, macAt), purpose).copy(nonce, macAt, 0, macAt);
  return b64u(nonce);
}

/** When a nonce of this node ends; null for one that ended or that the node never gave. */
export function endOfChallenge({ keys }: Pick<Runtime, 'keys'>, nonce: string, now: Date): Date | null {
  const bytes = Buffer.from(fromB64u(nonce, 2 * macAt));
  const ours = keys.mac(bytes.subarray(0, macAt), purpose).subarray(0, macAt);
  if (!timingSafeEqual(ours, bytes.subarray(macAt))) return null;
  const ends = new Date(bytes.readUIntBE(0, whenBytes) * 1000 + validMs);
  return ends > now ? ends : null;
}
