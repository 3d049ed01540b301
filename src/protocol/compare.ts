import { concat, fromB64u, NS, sha256, sha512, utf8 } from './encoding.ts';
import { plain, type WordLanguage } from './spelling.ts';
import { wordsFrom } from './words.ts';

/** One side of a comparison: collective id, and the id of the newest manifest known of it. */
export type Compared = { id: string; manifest: string };

const rounds = 5_200;

/**
 * Twelve words for two collectives, the same whichever side computes them (PROTOCOL §7): SHA-512 iterated, sorted by
 * id.
 */
export function comparisonWords(one: Compared, other: Compared, language: WordLanguage): string {
  const sides = [one, other].map((side) => ({ id: fromB64u(side.id, 32), manifest: fromB64u(side.manifest, 32) }));
  const [a, b] = sides.sort((left, right) => order(left.id, right.id));
  const h0 = concat(utf8(`${NS}/compare\0`), a!.id, b!.id, a!.manifest, b!.manifest);
  let h: Uint8Array = new Uint8Array();
  for (let round = 0; round < rounds; round++) h = sha512(concat(h, h0));
  return wordsFrom(h.subarray(0, 16), language);
}

/**
 * Two words for one collective, by which people tell it from another of its name: the first two of the twelve that
 * stand for SHA-256 of its id (PROTOCOL §7). Whoever tries long enough makes an id with the same two.
 */
export function twoWords(collective: string, language: WordLanguage): string {
  const words = wordsFrom(sha256(fromB64u(collective, 32)).subarray(0, 16), language);
  return words.split(' ').slice(0, 2).join(' ');
}

/** Whether typed words are those: accents, case and what follows the first four letters do not matter. */
export function sameWords(typed: string, words: string): boolean {
  const starts = (value: string) =>
    plain(value)
      .split(/[\s,.;·-]+/)
      .filter((word) => word !== '')
      .map((word) => word.slice(0, 4));
  const [left, right] = [starts(typed), starts(words)];
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

function order(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at === -1 ? 0 : left[at]! - right[at]!;
}
