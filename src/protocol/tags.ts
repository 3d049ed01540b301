import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Refusal } from '../../schemas/codes.ts';
import type { Consent } from '../../schemas/consent.ts';
import { monthsAfter } from './calendar.ts';
import { b64u, dateOf, fromB64u, NS, timeOf, utf8 } from './encoding.ts';
import { type Identifier, identifierKey } from './names.ts';
import { monthKey, monthScope, outputOf } from './oprf.ts';

/**
 * Somebody who may be found: how they may be meant, since when we hold it, and what the person affected consented to.
 */
export type IndexEntry = {
  identifiers: readonly Identifier[];
  since: string;
  consent: Pick<Consent, 'purpose' | 'issuer' | 'audience' | 'notBefore' | 'notAfter'>;
};

/** Whose answers these tags are for: our seed and id, the peer's id, the month, and whether names may be found too. */
export type TagScope = { seed: Uint8Array; me: string; peer: string; month: string; names: boolean };

const fewest = 256;
/** More would not fit the bucket that every answer fills. */
const most = 1_024;
const tagBytes = 16;

/**
 * The tags that an answer to this peer carries all month (PROTOCOL §8), in byte order: one per identifier that may be
 * found, filled up to 256 or a larger power of two, so that neither the length nor a second answer tells how many are
 * real. What came in this month waits for the next; what ends within it is left out already; a withdrawal shows as one
 * tag replaced.
 * @throws `encoding`, and `too-large` over 1,024.
 */
export function tagsFor(entries: readonly IndexEntry[], scope: TagScope): string[] {
  const { seed, me, peer, month } = scope;
  const key = monthKey(seed, me, peer, month);
  const found = entries.filter((entry) => mayBeFound(entry, scope)).flatMap((entry) => keysOf(entry, scope.names));
  const names = [...new Set(found)];
  if (names.length > most) throw new Refusal('too-large', 'tags');
  const tags = new Set(names.map((name) => tagOf(outputOf(key, utf8(name)))));
  const size = Math.max(fewest, 2 ** Math.ceil(Math.log2(Math.max(tags.size, 1))));
  for (let at = 0; tags.size < size; at++) tags.add(filler(seed, `${monthScope(me, peer, month)}|${at}`));
  return [...tags].sort(byBytes);
}

/**
 * Refuses (`encoding`, `statement-rule`) a list that is no power of two from 256 to 1,024 of different tags in byte
 * order.
 */
export function requireTags(tags: readonly string[]): void {
  const powerOfTwo = Number.isInteger(Math.log2(tags.length));
  if (!powerOfTwo || tags.length < fewest || tags.length > most) throw new Refusal('statement-rule', 'tags');
  for (const [at, tag] of tags.entries()) {
    fromB64u(tag, tagBytes);
    if (at > 0 && byBytes(tags[at - 1]!, tag) >= 0) throw new Refusal('statement-rule', `tags.${at}`);
  }
}

/** The tag of an output: its first 16 bytes. */
export function tagOf(output: Uint8Array): string {
  return b64u(output.subarray(0, tagBytes));
}

function mayBeFound({ since, consent }: IndexEntry, { me, peer, month }: TagScope): boolean {
  const over = timeOf(monthsAfter(dateOf(`${month}-01T00:00:00Z`), 1));
  const whole = monthOf(since) < month && monthOf(consent.notBefore) < month && consent.notAfter >= over;
  return whole && consent.purpose === 'inquiry_match' && consent.issuer === me && consent.audience === peer;
}

function monthOf(time: string): string {
  return time.slice(0, 7);
}

/** An identifier that cannot be asked for is passed over: one misspelt number must not silence every answer. */
function keysOf({ identifiers }: IndexEntry, names: boolean): string[] {
  return identifiers
    .filter(({ kind }) => names || !isName(kind))
    .map(identifierKey)
    .filter((key) => key !== null);
}

/** Names and aliases never say more than "possible, call", and are off by default. */
export function isName(kind: Identifier['kind']): boolean {
  return kind === 'name' || kind === 'alias';
}

function filler(seed: Uint8Array, info: string): string {
  return b64u(hkdf(sha256, seed, utf8(`${NS}/oprf-filler`), utf8(info), tagBytes));
}

function byBytes(left: string, right: string): number {
  const [a, b] = [fromB64u(left), fromB64u(right)];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}
