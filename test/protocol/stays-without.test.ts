import { expect, test } from 'vitest';
import { staysWithout } from '../../src/protocol/manifest-rules.ts';
import { founders, manifestOf } from './cast.ts';

test('some may go as long as enough stewards and enough accompaniers stay', async () => {
  const people = founders();
  const { statement } = await manifestOf('ceiba', people);
  const without = (manifest: typeof statement, ...names: (keyof typeof people)[]) =>
    staysWithout(
      manifest,
      names.map((name) => people[name].member),
    );
  expect(without(statement)).toBe(true);
  expect(without(statement, 'lu')).toBe(true);
  // Two stewards would be left, and three are needed.
  expect(without(statement, 'lu', 'rosa')).toBe(false);
  // Three stewards would be left, and two accompaniers.
  const careful = { ...statement, policy: { ...statement.policy, attest: 3 } };
  expect(without(careful, 'rosa')).toBe(true);
  expect(without(careful, 'rosa', 'itzel')).toBe(false);
});
