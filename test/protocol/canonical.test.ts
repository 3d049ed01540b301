import { describe, expect, it } from 'vitest';
import { canonical, parseCanonical } from '../../src/protocol/canonical.ts';
import { refuses } from './refusals.ts';

describe('canonical JSON', () => {
  it('sorts and escapes as RFC 8785 §3.2 does', () => {
    const value = { string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f', literals: [null, true, false] };
    expect(canonical(value)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('sorts names by UTF-16 code units, as RFC 8785 §3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = ['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign'];
    const last = ['Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'];
    expect(Object.values(JSON.parse(canonical(value))).sort()).toEqual([...order, ...last].sort());
    const written = [...canonical(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(written).toEqual([...order, ...last]);
  });

  it('leaves what it parses as it was written', () => {
    const text = '{"a":[1,-2,9007199254740991],"b":{"c":"\\u0001é"}}';
    expect(canonical(parseCanonical(text))).toBe(text);
  });

  it('writes an object that inherits from nothing as any other', () => {
    expect(canonical(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  it('goes 32 levels deep, and no deeper', async () => {
    const levels = (count: number) => '['.repeat(count) + ']'.repeat(count);
    expect(canonical(parseCanonical(levels(33)))).toBe(levels(33));
    await refuses('canonical', () => parseCanonical(levels(34)));
  });

  it.each([
    ['undefined', { a: undefined }],
    ['a float', 1.5],
    ['a number beyond 2^53', 2 ** 53],
    ['minus zero', -0],
    ['NaN', Number.NaN],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate as a name', { '\udc00': 1 }],
    ['a hole', new Array(1)],
    ['a date', new Date(0)],
    ['a bigint', 1n],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an own __proto__', JSON.parse('{"__proto__":1}')],
  ])('refuses to write %s', async (_name, value) => {
    await refuses('canonical', () => canonical(value));
  });

  it.each([
    ['duplicate keys', '{"a":1,"a":1}'],
    ['1.0', '[1.0]'],
    ['1e2', '[1e2]'],
    ['-0', '[-0]'],
    ['white space', '{"a": 1}'],
    ['a trailing line', '{}\n'],
    ['unsorted names', '{"b":1,"a":1}'],
    ['needless escapes', '"\\u0041"'],
    ['upper-case escapes', '"\\u001F"'],
    ['an escaped slash', '"\\/"'],
    ['a lone surrogate', '"\\ud800"'],
    ['__proto__', '{"__proto__":{}}'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['a thousand levels', '['.repeat(1000) + ']'.repeat(1000)],
  ])('refuses to read %s', async (_name, text) => {
    await refuses('canonical', () => parseCanonical(text));
  });
});
