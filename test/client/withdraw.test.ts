import { expect, test } from 'vitest';
import type { Api } from '../../src/client/api.ts';
import { lookUp } from '../../src/client/withdraw.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { collective, now } from '../protocol/cast.ts';

test('a node that shows the chain of another one never hears the locator for that one', async () => {
  const { chain } = await collective('ceiba');
  const asked: string[] = [];
  const node = (origin: string): Api => {
    const answer = async <T>(path: string): Promise<T> => {
      asked.push(path);
      return (path === '/my-code' ? { deliveries: [] } : { manifests: chain.all.map(({ envelope }) => envelope) }) as T;
    };
    const never = () => Promise.reject(new Error('not asked'));
    return { origin, get: answer, post: answer, put: never, delete: never, text: never };
  };
  const words = wordsOf(newSecret(), 'es');
  await expect(lookUp(node('https://maguey.test'), words, now)).rejects.toMatchObject({ code: 'origin' });
  expect(asked).toEqual(['/manifest?from=1']);
  const { origin } = new URL(chain.newest.statement.node.actor);
  expect((await lookUp(node(origin), words, now)).issuer).toBe(chain.collective);
  expect(asked).toEqual(['/manifest?from=1', '/manifest?from=1', '/my-code']);
});
