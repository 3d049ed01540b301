import { expect, test } from 'vitest';
import { found } from '../support/world.ts';

test('a node tells anybody what its extension properties mean', async () => {
  await using ceiba = await found('Ceiba');
  const answer = await fetch(`${ceiba.origin}/ns`, { headers: { accept: 'application/ld+json' } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/ld+json');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(await answer.json()).toMatchObject({ '@context': { convive: 'urn:convive:' } });
});
