import { expect, test } from 'vitest';
import { lookUp, withdrawAll } from '../../../src/client/alerts/withdraw.ts';
import type { Api } from '../../../src/client/api/api.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../../src/protocol/secrets.ts';
import { collective, now } from '../../protocol/cast.ts';

test('a node that shows the chain of another one never hears the locator for that one', async () => {
  const { chain } = await collective('ceiba');
  const asked: string[] = [];
  const node = (origin: string): Api => {
    const manifests = chain.all.map(({ envelope }) => envelope);
    return {
      origin,
      async send(_method, path) {
        asked.push(path);
        return JSON.stringify(path === '/my-code' ? { deliveries: [] } : { manifests });
      },
    };
  };
  const words = wordsOf(newSecret(), 'es');
  await expect(lookUp(node('https://maguey.test'), words, now)).rejects.toMatchObject({ code: 'origin' });
  expect(asked).toEqual(['/manifest?from=1']);
  const { origin } = new URL(chain.newest.statement.node.actor);
  expect((await lookUp(node(origin), words, now)).own.collective).toBe(chain.collective);
  expect(asked).toEqual(['/manifest?from=1', '/manifest?from=1', '/my-code']);
});

test('what a node listed and did not take back is left, however it answers otherwise', async () => {
  const { chain } = await collective('ceiba');
  const [first, second] = [randomId(), randomId()];
  const listed = [first, second].map((delivery) => ({
    delivery,
    peer: chain.collective,
    state: 'granted' as const,
    edition: 1,
    until: null,
    goneBy: null,
    asksNothingMore: false,
    steps: [],
    header: null,
    chain: [],
    comparison: null,
    called: null,
    goesOut: null,
  }));
  let answer: { withdrawn: unknown[]; goneBy: null } = { withdrawn: [], goneBy: null };
  const api: Api = { origin: 'https://ceiba.test', send: async () => JSON.stringify(answer) };
  const code = { secret: newSecret(), own: chain, locator: '', deliveries: listed };
  const left = async (withdrawn: string[]) => {
    answer = { withdrawn: withdrawn.map((delivery) => ({ delivery, peer: chain.collective })), goneBy: null };
    return (await withdrawAll(api, code, now)).left.map(({ delivery }) => delivery);
  };
  expect(await left([first, second])).toEqual([]);
  expect(await left([second])).toEqual([first]);
  expect(await left([second, randomId()])).toEqual([first]);
  expect(await left([])).toEqual([first, second]);
});
