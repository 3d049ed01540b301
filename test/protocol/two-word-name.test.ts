import { expect, test } from 'vitest';
import { randomId } from '../../src/protocol/encoding.ts';
import { calledBy, isCalledAlike, newMemberId } from '../../src/protocol/two-word-name.ts';

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

test('whoever has the two words of another one is called alike, and nobody by their own', () => {
  const others: string[] = [];
  let id = randomId();
  const wordsOf = (member: string) => calledBy(member, 'es').split(' ').sort().join(' ');
  while (!others.some((other) => wordsOf(other) === wordsOf(id))) {
    expect(isCalledAlike(id, others)).toBe(false);
    others.push(id);
    id = randomId();
  }
  expect(isCalledAlike(id, others)).toBe(true);
  expect(isCalledAlike(id, [id])).toBe(false);
});

test('nobody new is called as one of those who are there', () => {
  const others = Array.from({ length: 4000 }, () => randomId());
  const called = new Set(others.map((other) => calledBy(other, 'es').split(' ').sort().join(' ')));
  for (let count = 0; count < 20; count++)
    expect(called).not.toContain(calledBy(newMemberId(others), 'es').split(' ').sort().join(' '));
});
