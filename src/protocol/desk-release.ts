import { Refusal } from '../../schemas/codes.ts';
import type { DeskFile } from '../../schemas/desk-release.ts';
import { b64u, fromB64u, sha256, utf8 } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { readSigned, requireDistinct, requireQuorum, type Signed, twoStewards } from './signers.ts';

/** A release as far as others are judged by it. */
export type KnownRelease = { version: number; id: string; at: string };

/**
 * The desk's print: the hash of the list of its files as `sha256sum` writes it, sorted by name. Refuses
 * (`statement-rule`) a list that names a file twice.
 */
export function printOf(files: readonly DeskFile[]): string {
  requireDistinct(
    files.map(({ name }) => name),
    'files',
  );
  const hashes = hashesOf(files);
  const lines = [...hashes.keys()].sort().map((name) => `${hex(hashes.get(name) ?? '')}  ${name}\n`);
  return b64u(sha256(utf8(lines.join(''))));
}

/** A print as people compare it, in every language: its first sixteen characters in hex, four by four. */
export function shortPrint(print: string): string {
  return hex(print)
    .slice(0, 16)
    .replace(/.{4}(?=.)/g, '$& ');
}

/** Names of files that are in one list and not, or with other bytes, in the other. */
export function filesThatDiffer(some: readonly DeskFile[], others: readonly DeskFile[]): string[] {
  const [here, there] = [hashesOf(some), hashesOf(others)];
  const names = new Set([...here.keys(), ...there.keys()]);
  return [...names].filter((name) => here.get(name) !== there.get(name)).sort();
}

/**
 * Which desk two of a collective's stewards stand for.
 * @throws as `checkDeskRelease` and `requireQuorum`.
 */
export function verifyDeskRelease(envelope: Envelope, chain: Chain, now: Date): Signed<'desk-release'> {
  return requireQuorum(checkDeskRelease(envelope, chain, now), chain, twoStewards);
}

/** A release of the desk, signed by whichever stewards have so far. Refuses as `readSigned`. */
export const checkDeskRelease = (envelope: Envelope, chain: Chain, now: Date): Signed<'desk-release'> =>
  readSigned('desk-release', envelope, chain, twoStewards, now);

/**
 * Refuses a release that comes before the newest one known, by its number or its moment (`edition-rollback`), and
 * another one under that number (`equivocation`).
 */
export function requireLaterRelease(next: KnownRelease, newest: KnownRelease | null): void {
  if (newest === null || next.id === newest.id) return;
  if (next.version < newest.version) throw new Refusal('edition-rollback', 'version');
  if (next.version === newest.version) throw new Refusal('equivocation', 'version');
  if (next.at < newest.at) throw new Refusal('edition-rollback', 'at');
}

const hashesOf = (files: readonly DeskFile[]): Map<string, string> =>
  new Map(files.map(({ name, sha256: hash }) => [name, hash]));

function hex(hash: string): string {
  return [...fromB64u(hash, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
