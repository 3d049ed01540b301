import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf } from '../../../src/agreements/wire/activity.ts';

test('the digest is the SHA-256 of the exact bytes as a base58btc multihash', () => {
  const digest = createHash('sha256').update('').digest('hex');
  expect(digest.slice(0, 8)).toBe('e3b0c442');
  expect(digestOf(Buffer.from(''))).toBe('zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n');
});
