import { expect, test } from 'vitest';
import { hashOfCode, newSetUpCode, sameHash } from '../../src/collective/set-up-code.ts';

test('a code has 80 bits in letters that survive being spoken and copied', () => {
  const codes = new Set(Array.from({ length: 200 }, newSetUpCode));
  expect(codes.size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test('however it is typed it is the same code, and no other is', () => {
  const hash = hashOfCode('0A1B-CDEF-GHJK-MN10');
  for (const typed of ['0a1b cdef ghjk mn10', 'OA1BCDEFGHJKMN1O', 'oalb-cdef-ghjk-mnio ']) {
    expect(sameHash(hashOfCode(typed), hash)).toBe(true);
  }
  for (const typed of ['', '0A1B-CDEF-GHJK-MN11', '0A1B-CDEF-GHJK']) {
    expect(sameHash(hashOfCode(typed), hash)).toBe(false);
  }
  expect(sameHash('short', hash)).toBe(false);
});
