import { expect, it } from 'vitest';
import { b64u, fromB64u } from '../../src/protocol/encoding.ts';
import type { Identifier } from '../../src/protocol/names.ts';
import { type IndexEntry, tagsFor } from '../../src/protocol/tags.ts';
import { refuses } from './refusals.ts';

const [me, peer] = [1, 2].map((byte) => b64u(new Uint8Array(32).fill(byte))) as [string, string];
const scope = { seed: new Uint8Array(32).fill(7), me, peer, month: '2026-11', names: false };

const phones = (from: number, to: number): Identifier[] =>
  Array.from({ length: to - from }, (_, at) => ({ kind: 'phone', value: `+52551234${from + at + 1000}` }));

function entryOf(identifiers: Identifier[], since = '2026-10-01T00:00:00Z'): IndexEntry {
  return {
    identifiers,
    since,
    consent: {
      purpose: 'inquiry_match',
      issuer: me,
      audience: peer,
      notBefore: since,
      notAfter: '2028-01-01T00:00:00Z',
    },
  };
}

it('row 42: 256 tags say nothing of the size of the list; more than that, the next power of two', () => {
  const sizes = [0, 1, 50, 256, 257].map((count) => tagsFor([entryOf(phones(0, count))], scope).length);
  expect(sizes).toEqual([256, 256, 256, 256, 512]);
});

it('more than 1,024 are too many for one answer', async () => {
  expect(tagsFor([entryOf(phones(0, 1024))], scope)).toHaveLength(1024);
  await refuses('too-large', () => tagsFor([entryOf(phones(0, 1025))], scope), 'tags');
});

it('every tag is 16 bytes, different and in the order of its bytes', () => {
  const tags = tagsFor([entryOf(phones(0, 3))], scope).map((tag) => Buffer.from(fromB64u(tag, 16)).toString('hex'));
  expect(tags).toEqual([...new Set(tags)].sort());
});

it('row 45: within a month two lists are the same, in two months they share nothing', () => {
  const entries = [entryOf(phones(0, 5)), entryOf(phones(3, 9))];
  const tags = tagsFor(entries, scope);
  const fillers = tagsFor([], scope);
  expect(tagsFor(entries.toReversed(), scope)).toEqual(tags);
  expect(tagsFor([...entries, entryOf(phones(20, 30), '2026-11-01T00:00:00Z')], scope)).toEqual(tags);
  for (const other of [
    { ...scope, month: '2026-12' },
    { ...scope, me: peer, peer: me },
    { ...scope, seed: new Uint8Array(32).fill(8) },
  ]) {
    expect(tagsFor(entries, other).filter((tag) => tags.includes(tag))).toEqual([]);
    expect(tagsFor([], other).filter((tag) => fillers.includes(tag))).toEqual([]);
  }
});

it('two entries of one number give one tag, and a withdrawn entry is one tag replaced', () => {
  const both = tagsFor([entryOf(phones(0, 2)), entryOf(phones(1, 2))], scope);
  const left = tagsFor([entryOf(phones(0, 1))], scope);
  expect(left.filter((tag) => !both.includes(tag))).toHaveLength(1);
  expect(both.filter((tag) => !left.includes(tag))).toHaveLength(1);
});

it('names are found only when they are let in; what nobody could be found by is passed over', () => {
  const named = [
    entryOf([
      { kind: 'name', value: 'Ana Paz Luna' },
      { kind: 'alias', value: 'La Paz' },
      { kind: 'phone', value: '?' },
    ]),
  ];
  const empty = tagsFor([], scope);
  expect(tagsFor(named, scope)).toEqual(empty);
  expect(tagsFor(named, { ...scope, names: true }).filter((tag) => !empty.includes(tag))).toHaveLength(2);
});
