import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Contract } from '../../../schemas/contract.ts';
import { ApiRefusal, connect, nodeOrigin } from '../../../src/client/api/api.ts';
import { call } from '../../../src/client/api/call.ts';

/** A route at that path, which says that it is well. */
const at = (path: string) =>
  ({
    method: 'GET',
    path,
    who: ['anybody'],
    othersWork: 'untouched',
    answer: z.strictObject({ ok: z.boolean() }),
  }) satisfies Contract;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? 'crashed',
  );

async function answering(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

test('an address is https, or http on this machine or under .onion', () => {
  expect(nodeOrigin('https://ceiba.example/')).toBe('https://ceiba.example');
  for (const good of ['http://localhost:8420', 'http://127.0.0.1:1', 'http://[::1]:8420', 'http://abcdef.onion']) {
    expect(nodeOrigin(good)).toBe(good);
  }
  const bad = [
    'http://ceiba.example',
    'http://127.0.0.1.ceiba.example',
    'http://x.onion.example',
    'ftp://localhost',
    'localhost',
    '',
    'https://rosa:secret@ceiba.example',
    'file:///etc/passwd',
  ];
  for (const address of bad) expect(() => nodeOrigin(address)).toThrow('node-address');
});

test('a refusal keeps its code and field; what is no answer of a node is said to be none', async () => {
  await using node = await answering((request, response) => {
    const answers: Record<string, [number, string]> = {
      '/good': [200, '{"ok":true}'],
      '/more': [200, '{"ok":true,"more":1}'],
      '/text': [200, 'hello'],
      '/refused': [409, '{"code":"conflict","where":"publicKey"}'],
      '/unknown': [400, '{"code":"made-up"}'],
      '/page': [502, '<html>'],
    };
    const [status, body] = answers[request.url ?? ''] ?? [404, '{"code":"not-found"}'];
    response.writeHead(status).end(body);
  });
  const api = connect(node.origin);
  expect(await call(api, at('/good'))).toEqual({ ok: true });
  const refused = await call(api, at('/refused')).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiRefusal);
  expect(refused).toMatchObject({ code: 'conflict', where: 'publicKey', status: 409 });
  for (const path of ['/more', '/text', '/unknown', '/page'])
    expect(await code(call(api, at(path)))).toBe('unexpected-answer');
});

test('a redirect is never followed, an endless answer is cut off, a silent node is unreachable', async () => {
  const asked: string[] = [];
  await using elsewhere = await answering((request, response) => {
    asked.push(String(request.headers.authorization));
    response.end('{"ok":true}');
  });
  await using node = await answering((request, response) => {
    if (request.url === '/away') response.writeHead(307, { location: `${elsewhere.origin}/` }).end();
    else if (request.url === '/gone') request.socket.destroy();
    else {
      const more = () => void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
      more();
    }
  });
  const api = connect(node.origin, 'Bearer token');
  expect(await code(call(api, at('/away')))).toBe('unreachable');
  expect(asked).toEqual([]);
  expect(await code(call(api, at('/endless')))).toBe('unexpected-answer');
  expect(await code(call(api, at('/gone')))).toBe('unreachable');
});
