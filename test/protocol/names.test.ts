import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Identifier, identifierKey, nameKey } from '../../src/protocol/names.ts';
import table from '../vectors/names.json' with { type: 'json' };

describe('an identifier has one key', () => {
  it.each(table.keys)('$kind $value', ({ kind, value, key }) => {
    expect(identifierKey({ kind, value } as Identifier)).toBe(key);
  });
});

describe('two spellings of a name', () => {
  it.each(table.pairs)('$what: $one, $other, alike $alike', ({ one, other, alike }) => {
    expect(nameKey(one) === nameKey(other)).toBe(alike);
    expect(nameKey(one)).not.toBe('');
  });
});

const words = fc.array(fc.stringMatching(/^[a-zñáéíóúü]{2,12}$/), { minLength: 1, maxLength: 5 });

it('a key minds neither order, case, spaces nor marks', () =>
  fc.assert(
    fc.property(words, (list) => {
      const key = nameKey(list.join(' '));
      expect(nameKey(list.toReversed().join('  '))).toBe(key);
      expect(nameKey(list.join(' ').toUpperCase())).toBe(key);
      expect(nameKey(list.join('-').normalize('NFD').replace(/\p{M}/gu, ''))).toBe(key);
    }),
  ));

it('any text has a key or none, in its class', () => {
  const kinds = fc.constantFrom<Identifier['kind']>('handle', 'phone', 'email', 'name', 'alias');
  return fc.assert(
    fc.property(kinds, fc.string({ unit: 'binary', maxLength: 200 }), (kind, value) => {
      const key = identifierKey({ kind, value });
      const start = { handle: 'handle', phone: 'phone', email: 'email', name: 'name', alias: 'name' }[kind];
      expect(key === null || key.startsWith(start)).toBe(true);
    }),
  );
});
