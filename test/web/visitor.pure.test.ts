import { expect, test } from 'vitest';
import { visitorKey } from '../../src/web/rate-limit-key.ts';

const proxies = ['127.0.0.1', '::1'];

test.each([
  ['nobody is believed without a setting', '127.0.0.1', '203.0.113.7', [], null],
  ['a stranger is never believed', '198.51.100.9', '203.0.113.7', proxies, '198.51.100.9'],
  ['the named proxy is', '127.0.0.1', '203.0.113.7', proxies, '203.0.113.7'],
  ['also where the socket shows it as IPv6', '::ffff:127.0.0.1', '203.0.113.7', proxies, '203.0.113.7'],
  ['only in what it wrote itself', '::1', '192.0.2.1, 203.0.113.7', proxies, '203.0.113.7'],
  ['by the line an address belongs to', '::1', '2001:db8:1:2:3::4', proxies, '2001:db8:1:2::/64'],
  ['not when it says nothing', '127.0.0.1', undefined, proxies, null],
  ['not when it says what is no address', '127.0.0.1', '203.0.113.7, unknown', proxies, null],
])('%s', (_what, remote, forwarded, named, key) => {
  expect(visitorKey({ remote, forwarded }, named)).toBe(key);
});

test('a connection without an address is not counted', () => {
  expect(visitorKey({ remote: undefined, forwarded: '203.0.113.7' }, proxies)).toBeNull();
});
