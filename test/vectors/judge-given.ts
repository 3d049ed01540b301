import { dateOf, fromB64u, readChain } from '../../src/client/library.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import type { Chain } from '../../src/protocol/manifest.ts';
import type { SealedFiles, World } from './vector.ts';

/** What stands in the files beside the case. */
export type Beside = { world: World; sealed: SealedFiles };

/** One check: what a case gives, and what lies beside it; returns what is compared, or refuses. */
export type Check = (given: never, beside: Beside) => unknown;

/** The moment of a case: its own, or the files'. */
export const momentOf = ({ now }: { now?: string }, { world }: Beside): Date => dateOf(now ?? world.now);

const read = new WeakMap<readonly Envelope[], Chain>();

/** A chain by its name, read once, at the moment of the files. */
export function chainNamed(name: string, { world }: Beside): Chain {
  const envelopes = world.chains[name];
  if (!envelopes) throw new Error(`no chain ${name}`);
  const chain = read.get(envelopes) ?? readChain(envelopes, dateOf(world.now));
  read.set(envelopes, chain);
  return chain;
}

/** An envelope by its name, or null. */
export function envelopeNamed(name: string | null, { world }: Beside): Envelope | null {
  if (name === null) return null;
  const envelope = world.envelopes[name];
  if (!envelope) throw new Error(`no envelope ${name}`);
  return envelope;
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** A file sealed for these cases, as the base64url that a delivery's body holds. */
export function sealedNamed(name: string, { sealed }: Beside): string {
  const found = sealed[name];
  if (!found) throw new Error(`no sealed file ${name}`);
  return found.file;
}

export const secretOf = (given: string): Uint8Array => fromB64u(given, 32);
