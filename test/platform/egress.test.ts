import { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { permittedAddress } from '../../src/platform/addresses.ts';
import { createEgress, type EgressOptions } from '../../src/platform/egress.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  open.push({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

function egressWith(options: Partial<EgressOptions> = {}) {
  const left: string[] = [];
  const onRequest = (method: string, url: URL) => left.push(`${method} ${url.pathname}`);
  const egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test', onRequest, ...options });
  open.push(egress);
  return { egress, left };
}

const accept = { accept: 'application/json' };
const refused = (where: string) => ({ name: 'Refusal', code: 'unreachable', where });

test('gets what is there, with the status and the headers', async () => {
  const origin = await serve((request, response) => {
    response.writeHead(404, { 'content-type': 'application/json', 'x-twice': ['a', 'b'] });
    response.end(JSON.stringify({ accept: request.headers.accept, agent: request.headers['user-agent'] }));
  });
  const { egress, left } = egressWith();
  const answer = await egress.get(`${origin}/a#part`, { ...accept, headers: { 'x-own': '1' } });
  expect(answer).toMatchObject({ status: 404, url: `${origin}/a`, headers: { 'x-twice': 'a, b' } });
  expect(JSON.parse(Buffer.from(answer.bytes).toString())).toEqual({
    accept: 'application/json',
    agent: 'Convive-test',
  });
  expect(left).toEqual(['GET /a']);
});

test('names under localhost are this machine, without asking anybody for them', async () => {
  const origin = await serve((request, response) => void response.end(request.headers.host));
  const { port } = new URL(origin);
  const asked: string[] = [];
  const resolve: LookupFunction = (hostname, options, callback) => {
    asked.push(hostname);
    lookup(hostname, options, callback);
  };
  for (const host of ['desk.localhost', 'a.b.LOCALHOST', 'desk.localhost.']) {
    const { egress } = egressWith({ resolve });
    const answer = await egress.get(`http://${host}:${port}/`, accept);
    expect(Buffer.from(answer.bytes).toString()).toBe(`${host.toLowerCase().replace(/\.$/, '')}:${port}`);
  }
  expect(new Set(asked)).toEqual(new Set(['localhost']));
  const { egress } = egressWith({ allowLoopback: false });
  await expect(egress.get(`http://desk.localhost:${port}/`, accept)).rejects.toMatchObject(refused('address'));
});

test('follows three redirects and not a fourth, and takes signed headers to no other origin', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.signature as string | undefined);
    response.end('there');
  });
  const origin = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    seen.push(request.headers.signature as string | undefined);
    response.writeHead(302, { location: left > 1 ? `/${left - 1}` : other }).end();
  });
  const { egress, left } = egressWith();
  expect(
    Buffer.from((await egress.get(`${origin}/3`, { ...accept, headers: { signature: 's' } })).bytes).toString(),
  ).toBe('there');
  expect(seen).toEqual(['s', 's', 's', undefined]);
  left.length = 0;
  await expect(egress.get(`${origin}/4`, accept)).rejects.toMatchObject(refused('redirect'));
  expect(left).toHaveLength(4);
});

test('never follows a redirect of a POST', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end('moved');
  });
  const { egress, left } = egressWith();
  expect(await egress.post(`${origin}/inbox`, { headers: {}, body: 'x' })).toMatchObject({
    status: 307,
    text: 'moved',
  });
  expect(left).toEqual(['POST /inbox']);
});

test('a redirect into a private network is refused like a direct request', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(302, { location: 'https://169.254.169.254/latest' }).end();
  });
  const { egress } = egressWith();
  await expect(egress.get(origin, accept)).rejects.toMatchObject(refused('address'));
});

test('a body that never ends is cut off after 256 KB, one that announces it as well', async () => {
  let sent = 0;
  const origin = await serve((_request, response) => {
    const more = () => {
      while (response.writable && response.write(Buffer.alloc(16_384))) sent += 16_384;
      response.once('drain', more);
    };
    more();
  });
  const { egress } = egressWith();
  await expect(egress.get(origin, accept)).rejects.toMatchObject(refused('too-large'));
  await expect(egress.get(origin, { ...accept, maxBytes: 1000 })).rejects.toMatchObject(refused('too-large'));
  expect(sent).toBeLessThan(16 * 1024 * 1024);
  const { text } = await egress.post(origin, { headers: {}, body: '' });
  expect(text.length).toBe(16 * 1024);
});

test('a server that does not answer, or drips, is left at the deadline', async () => {
  const silent = await serve(() => {});
  const dripping = await serve((_request, response) => {
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  });
  const redirecting = await serve((_request, response) => {
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 200);
  });
  const { egress } = egressWith();
  for (const origin of [silent, dripping, redirecting]) {
    const began = performance.now();
    await expect(egress.get(origin, { ...accept, deadlineMs: 500 })).rejects.toMatchObject(refused('timeout'));
    expect(performance.now() - began).toBeLessThan(2_000);
  }
  await expect(egress.post(silent, { headers: {}, body: '', deadlineMs: 300 })).rejects.toMatchObject(
    refused('timeout'),
  );
  expect(await egress.post(dripping, { headers: {}, body: '', deadlineMs: 300 })).toMatchObject({ status: 200 });
});

test('a server that is not there, or breaks off, is unreachable', async () => {
  const origin = await serve((request) => request.socket.destroy());
  const { egress } = egressWith();
  await expect(egress.get(origin, accept)).rejects.toMatchObject(refused('connect'));
  await expect(egress.get('http://localhost:1/', accept)).rejects.toMatchObject(refused('connect'));
});

test.each([
  'http://example.org/',
  'ftp://example.org/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'https://name:secret@example.org/',
  'https://',
  'nonsense',
])('%s is not fetched at all', async (url) => {
  const { egress, left } = egressWith();
  await expect(egress.get(url, accept)).rejects.toMatchObject(refused('url'));
  expect(left).toEqual([]);
});

test('an onion address is never looked up', async () => {
  const asked: string[] = [];
  const { egress } = egressWith({ resolve: answering(['203.0.113.1'], asked) });
  await expect(egress.get('http://abcdefghij.onion/', accept)).rejects.toMatchObject(refused('connect'));
  expect(asked).toEqual([]);
});

test('this machine is refused unless it is configured, by every way of writing it', async () => {
  const origin = await serve((_request, response) => void response.end());
  const { port } = new URL(origin);
  const { egress } = egressWith({ allowLoopback: false });
  const names = [
    'localhost',
    'a.localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ];
  for (const name of names) {
    for (const scheme of ['http', 'https']) {
      await expect(egress.get(`${scheme}://${name}:${port}/`, accept)).rejects.toMatchObject(refused('address'));
    }
  }
});

test('literal addresses of private networks are refused even where this machine is allowed', async () => {
  const { egress } = egressWith();
  const literals = [
    '10.0.0.1',
    '0.0.0.0',
    '100.64.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[::]',
    '[fd00::1]',
    '[fe80::1]',
  ];
  for (const literal of [...literals, '[::ffff:10.0.0.1]', '[64:ff9b::a00:1]', '224.0.0.1', '3232235777']) {
    await expect(egress.get(`https://${literal}/`, accept), literal).rejects.toMatchObject(refused('address'));
  }
});

test('a name that answers a permitted address first and a private one later never gets inside', async () => {
  let reached = 0;
  const server = createTcpServer((socket) => {
    reached++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked: string[] = [];
  const answers = [['127.0.0.1'], ['10.0.0.1'], ['192.168.0.1', 'fd00::1']];
  const resolve: LookupFunction = (name, options, callback) =>
    answering(answers.shift() ?? [], asked)(name, options, callback);
  const { egress } = egressWith({ resolve });
  const url = `https://rebinding.example:${(server.address() as AddressInfo).port}/`;
  await expect(egress.get(url, accept)).rejects.toMatchObject(refused('connect'));
  await expect(egress.get(url, accept)).rejects.toMatchObject(refused('address'));
  await expect(egress.get(url, accept)).rejects.toMatchObject(refused('address'));
  // One question per connection: what was judged is what was connected to.
  expect(asked).toHaveLength(3);
  expect(reached).toBe(1);
  server.close();
});

test('of several answers only the public ones are tried', async () => {
  const { egress } = egressWith({ allowLoopback: false, resolve: answering(['127.0.0.1', '192.168.0.1'], []) });
  await expect(egress.get('https://mixed.example/', accept)).rejects.toMatchObject(refused('address'));
});

function answering(addresses: string[], asked: string[]): LookupFunction {
  return (name, _options, callback) => {
    asked.push(name);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      0,
    );
  };
}

test.each([
  ['93.184.215.14', true],
  ['2606:4700::1111', true],
  ['::ffff:93.184.215.14', false],
  ['::93.184.215.14', false],
  ['4000::1', false],
  ['127.0.0.1', false],
  ['::1', false],
  ['::', false],
  ['::ffff:192.168.1.1', false],
  ['::ffff:7f00:1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['100.127.255.255', false],
  ['100.128.0.1', true],
  ['255.255.255.255', false],
  ['ff02::1', false],
  ['2002:7f00:1::', false],
  ['fe80::1%eth0', false],
  ['localhost', false],
  ['', false],
])('address %s: %s', (address, permitted) => {
  expect(permittedAddress(address, false)).toBe(permitted);
});
