import { expect, test } from 'vitest';
import { randomId } from '../../src/protocol/encoding.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';

test('a member is called by the same two words each time, in Spanish or else in English', () => {
  expect(calledBy('AAAAAAAAAAAAAAAAAAAAAA', 'es')).toBe('arcilla musgo');
  expect(calledBy('AAAAAAAAAAAAAAAAAAAAAA', 'en')).toBe('clay moss');
  expect(calledBy('AAAAAAAAAAAAAAAAAAAAAA', 'fr')).toBe(calledBy('AAAAAAAAAAAAAAAAAAAAAA', 'en'));
  expect(calledBy('AAAAAAAAAAAAAAAAAAAAAQ', 'es')).not.toBe(calledBy('AAAAAAAAAAAAAAAAAAAAAA', 'es'));
});

test('both languages have 128 words, each its own, and nobody is called by one word twice', () => {
  const ids = Array.from({ length: 5000 }, () => randomId());
  for (const language of ['es', 'en']) {
    const called = ids.map((id) => calledBy(id, language));
    expect(new Set(called.flatMap((one) => one.split(' '))).size).toBe(128);
    for (const one of called) expect(one).toMatch(/^([\p{Ll}]+) (?!\1$)[\p{Ll}]+$/u);
  }
});
