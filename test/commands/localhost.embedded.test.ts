import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { nodeOrigin } from '../../src/client/api/api.ts';
import { convive } from '../members/command-line.ts';
import { found } from '../support/world.ts';

test('a command reaches a node by a name under localhost, which no name server knows', async () => {
  await using ceiba = await found('Ceiba');
  const { port } = new URL(ceiba.origin);
  for (const host of ['ceiba.localhost', 'desk.ceiba.localhost']) {
    const { exit } = await convive(['agreements', 'list', '--node', `http://${host}:${port}`]);
    expect([host, exit]).toEqual([host, 0]);
  }
});

test('what only looks like such a name is no loopback: nobody signs in there over an open line', () => {
  for (const host of ['localhost.example', 'evillocalhost', 'localhost.', '127.0.0.1.example'])
    expect(() => nodeOrigin(`http://${host}:8420`)).toThrow(Refusal);
  expect(nodeOrigin('http://desk.localhost:8420')).toBe('http://desk.localhost:8420');
});
