import { expect, test } from 'vitest';
import { underNewKey, unwrap } from '../../src/database/row-keys.ts';

/* The nonce is always the same, so no key may ever do for a second text. */

const text = 'what is sealed, as it came';

test('every text has a key of its own, the same text too, and lies as other bytes each time', () => {
  const made = Array.from({ length: 300 }, () => underNewKey(text));
  const different = (of: (one: (typeof made)[number]) => string) => new Set(made.map(of)).size;
  expect(different(({ key }) => key.toString('hex'))).toBe(300);
  expect(different((one) => Buffer.from(one.text).toString('hex'))).toBe(300);
  expect(different(({ id }) => id)).toBe(300);
  for (const { key, text: under } of made) {
    expect(key).toHaveLength(32);
    expect(unwrap(under, key)).toBe(text);
  }
});

test('one changed bit anywhere, a byte less and another key open nothing', () => {
  const { key, text: under } = underNewKey(text);
  for (let at = 0; at < under.length; at++) {
    const bent = Buffer.from(under);
    bent[at]! ^= 1;
    expect(() => unwrap(bent as typeof under, key)).toThrow();
  }
  expect(() => unwrap(under.subarray(0, -1) as typeof under, key)).toThrow();
  expect(() => unwrap(under, underNewKey(text).key)).toThrow();
});
