import type { LookupFunction } from 'node:net';
import { expect, test, vi } from 'vitest';
import { signedHeaders } from '../../src/federation/signing.ts';
import { domainOf, onionHost, parsedUrl } from '../../src/platform/addresses.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { openPlaces } from '../../src/platform/places.ts';

/* Names that are written in another way than the one that is judged. */

const onions = [
  'abcdefghij.onion',
  'abcdefghij.onion.',
  'abcdefghij.onion..',
  'abcdefghij.onion...',
  'ABCDEFGHIJ.ONION.',
  'www.abcdefghij.OnIoN..',
  'abcdefghij%2eonion.',
  'abcdefghij.oni%6fn',
  'abcdefghij\u3002onion\u3002',
  'abcdefghij\uff0eonion\uff61\uff61',
  'abcdefghij.\uff4f\uff4e\uff49\uff4f\uff4e.',
  'abcdefghij.on\u00adion.',
  'abcdefghij.on\tion.',
  '\u24d0bc.onion.',
  'onion',
  'onion.',
];

test.each(onions)('%j is never asked of the DNS', async (name) => {
  const asked: string[] = [];
  const resolve: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, [{ address: '127.0.0.1', family: 4 }], 0);
  };
  await using egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test', resolve });
  const place = openPlaces().take({ origin: 'https://elsewhere.example', rank: 'other' })!;
  for (const url of [`http://${name}/`, `https://${name}:8443/`, `https://${name}`]) {
    await expect(egress.get(url, { accept: '*/*' }), url).rejects.toMatchObject({ code: 'unreachable' });
    await expect(egress.get(url, { accept: '*/*', place }), url).rejects.toMatchObject({ code: 'unreachable' });
    await expect(egress.post(url, { headers: {}, body: '' }), url).rejects.toMatchObject({ code: 'unreachable' });
  }
  expect(asked).toEqual([]);
});

test('a name keeps one spelling before it is judged, counted, signed and sent', async () => {
  const spelled = (text: string) => parsedUrl(text)?.href ?? null;
  expect(spelled('https://Example.ORG../a?b#c')).toBe('https://example.org/a?b#c');
  expect(spelled('https://\uff25xample\u3002org\u3002:8443')).toBe('https://example.org:8443/');
  expect(spelled('https://127.1..')).toBe('https://127.0.0.1/');
  expect(spelled('https://localhost.')).toBe('https://localhost/');
  expect(spelled('https://1.2.3.400..')).toBeNull();
  expect(spelled('https://...')).toBeNull();
  expect(domainOf('https://www.example.org..')).toBe('example.org');
  expect(onionHost('onion.example')).toBe(false);
  expect(onionHost('myonion')).toBe(false);
  await using egress = createEgress({ allowLoopback: false, userAgent: 'Convive-test' });
  for (const url of ['https://localhost./', 'https://127.0.0.1../', 'https://a.localhost../'])
    await expect(egress.get(url, { accept: '*/*' })).rejects.toMatchObject({ where: 'address' });
});

test.each(['cavage', 'rfc9421'] as const)('a signature (%s) is for the name that is sent', async (kind) => {
  const { privateKey } = await crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
  const key = { keyId: 'https://us.example/actor#main-key', privateKey };
  const signed = async (url: string) => {
    const headers = await signedHeaders({ method: 'POST', url, headers: { date }, body: Buffer.from('{}') }, key, kind);
    return headers.signature?.replace(/created=\d+;?/, '');
  };
  const date = new Date(Date.UTC(2026, 0, 1)).toUTCString();
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
  try {
    expect(await signed('https://EXAMPLE.org../inbox')).toBe(await signed('https://example.org/inbox'));
    expect(await signed('https://example.com/inbox')).not.toBe(await signed('https://example.org/inbox'));
  } finally {
    vi.useRealTimers();
  }
});
