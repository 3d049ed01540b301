import { expect, test } from 'vitest';
import { standingLines } from '../../../src/client/say/to-sign.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';

const standing = {
  type: 'standing' as const,
  issuer: 'A'.repeat(43),
  audience: 'B'.repeat(43),
  accepts: ['alerts' as const],
  sends: ['alerts' as const],
  attest: 2,
  at: '2026-11-01T10:00:00Z',
  reviewBy: '2027-05-01T00:00:00Z',
  ended: null,
};

test.each(['en', 'es'] as const)('a decision that ends trust says so before anything else: %s', (language) => {
  const i18n = i18nFor(language);
  const plain = standingLines(i18n, standing);
  const ending = standingLines(i18n, { ...standing, ended: '2026-11-30T10:00:00Z' });
  expect(ending.slice(1)).toEqual(plain);
  expect(ending[0]).toContain('2026-11-30');
});
