import { expect, test } from 'vitest';
import { domainOf } from '../../src/platform/addresses.ts';
import { openPlaces, type Place, type Places, type Rank } from '../../src/platform/places.ts';

const ranks = ['erase-peer', 'peer', 'erase-other', 'other'] as const;
/** Hosts of their own domains. */
const hosts = (what: string) => (at: number) => `https://node.${what}${at}.org`;

/** Takes as many places as there are for such hosts. */
function fill(places: Places, rank: Rank, host: (at: number) => string, tries = 200): Place[] {
  return Array.from({ length: tries }, (_, at) => places.take({ origin: host(at), rank })).filter(
    (one) => one !== null,
  );
}
function slowed(places: Places, origin: string, rank: Rank, times: number): void {
  for (let at = 0; at < times; at++) {
    const place = places.take({ origin, rank });
    place?.took(8_000);
    place?.leave();
  }
}

test('a lower rank never takes the last place of a higher one, in whatever order they come', () => {
  for (const order of [ranks, ranks.toReversed()]) {
    const places = openPlaces();
    for (const rank of order) fill(places, rank, hosts(rank));
    expect(ranks.map((rank) => places.room(rank, false))).toEqual([0, 0, 0, 0]);
  }
  const room: Record<Rank, number> = { 'erase-peer': 96, peer: 80, 'erase-other': 48, other: 40 };
  for (const [at, lower] of ranks.entries()) {
    const places = openPlaces();
    expect(fill(places, lower, hosts('low'))).toHaveLength(room[lower]);
    for (const higher of ranks.slice(0, at)) expect(places.room(higher, false)).toBe(room[higher] - room[lower]);
  }
});

test('a place that becomes free is there at once, and whoever waits is told', () => {
  const places = openPlaces();
  const taken = fill(places, 'other', hosts('a'));
  const refilled: (Place | null)[] = [];
  const end = places.whenFree(() => refilled.push(places.take({ origin: 'https://late.example', rank: 'other' })));
  taken[0]!.leave();
  expect(refilled).toHaveLength(1);
  expect(refilled[0]).not.toBeNull();
  taken[0]!.leave();
  expect(refilled).toHaveLength(1);
  end();
  taken[1]!.leave();
  expect(refilled).toHaveLength(1);
});

test('two at once go to a domain of strangers and four to a peer’s, the last of them for what erases', () => {
  const under = (at: number) => `https://a${at}.crowd.co.uk`;
  expect(fill(openPlaces(), 'other', under)).toHaveLength(2);
  expect(fill(openPlaces(), 'erase-other', under)).toHaveLength(2);
  expect(fill(openPlaces(), 'peer', under)).toHaveLength(3);
  expect(fill(openPlaces(), 'erase-peer', under)).toHaveLength(4);
  const places = openPlaces();
  fill(places, 'other', under);
  fill(places, 'peer', under);
  expect(fill(places, 'erase-peer', under)).toHaveLength(1);
  expect(places.full('other').domains).toEqual(['crowd.co.uk']);
  expect(places.full('erase-peer').domains).toEqual(['crowd.co.uk']);
});

test.each([
  ['https://a.b.example.co.uk', 'example.co.uk'],
  ['https://example.org.', 'example.org'],
  ['https://x.github.io', 'github.io'],
  ['http://onionnameonionname.onion:81', 'onionnameonionname.onion'],
  ['http://www.onionnameonionname.onion.', 'onionnameonionname.onion'],
  ['http://127.0.0.1:4001', '127.0.0.1:4001'],
  ['http://localhost:4002', 'localhost:4002'],
  ['http://[::1]:4003', '[::1]:4003'],
  ['https://192.0.2.7:8443', '192.0.2.7'],
  ['https://[2a00:1:2:3:4::5]', '2a00:1:2:3::/64'],
  ['https://[2a00:1:2:3:ffff::6]', '2a00:1:2:3::/64'],
  ['https://co.uk', 'co.uk'],
  ['host', 'host'],
])('%s counts as %s', (origin, domain) => {
  expect(domainOf(origin)).toBe(domain);
});

test('sixteen at once go to one address, strangers take half of it at most, and who was crowded out waits without a place', () => {
  const places = openPlaces();
  const reached = (rank: Rank, name: string) =>
    fill(places, rank, hosts(name), 20).filter((place) => {
      const through = place.connects('2a00:1:2:3::9');
      if (!through) place.leave();
      return through;
    });
  expect(reached('other', 'a')).toHaveLength(6);
  expect(reached('erase-other', 'b')).toHaveLength(2);
  expect(reached('peer', 'c')).toHaveLength(4);
  expect(reached('erase-peer', 'd')).toHaveLength(4);
  // Where the address is known, nobody sets out for it.
  expect(places.take({ origin: hosts('a')(19), rank: 'other' })).toBeNull();
  expect(places.full('other').origins).toContain(hosts('a')(19));
  // On this machine the address says nothing.
  const here = openPlaces();
  const local = fill(here, 'other', (at) => `http://127.0.0.1:${4000 + at}`);
  expect(local.every((place) => place.connects('127.0.0.1'))).toBe(true);
});

test('hosts of strangers that were slow three times share one place, and one that answers quickly leaves it', () => {
  const places = openPlaces();
  for (let at = 0; at < 30; at++) slowed(places, hosts('slow')(at), 'other', 3);
  slowed(places, hosts('twice')(1), 'other', 2);
  const [only, ...more] = fill(places, 'other', hosts('slow'), 30);
  expect([only !== undefined, more.length]).toEqual([true, 0]);
  expect(places.take({ origin: hosts('slow')(1), rank: 'erase-other' })).toBeNull();
  expect(places.take({ origin: hosts('twice')(1), rank: 'other' })).not.toBeNull();
  only!.took(50);
  only!.leave();
  expect(places.slow(hosts('slow')(0), 'other', false)).toBe(false);
  expect(fill(places, 'other', hosts('slow'), 30)).toHaveLength(2);
});

test('slow partners keep half of the partners’ places and take no more, whatever they send', () => {
  const places = openPlaces();
  for (let at = 0; at < 60; at++) slowed(places, hosts('slow')(at), 'peer', 1);
  expect(fill(places, 'peer', hosts('slow'), 60)).toHaveLength(16);
  expect(fill(places, 'erase-peer', hosts('slow'), 60)).toHaveLength(8);
  expect(fill(places, 'erase-peer', hosts('quick')).length).toBeGreaterThanOrEqual(24);
  // What a host was before this process began counts until it is seen.
  expect(openPlaces().slow('https://was.example', 'peer', true)).toBe(true);
});

test('what is remembered of hosts is bounded', () => {
  const places = openPlaces(undefined, 100);
  for (let at = 0; at < 1_000; at++) slowed(places, hosts('made-up')(at), 'other', 3);
  const slow = Array.from({ length: 1_000 }, (_, at) => places.slow(hosts('made-up')(at), 'other', false));
  expect(slow.filter(Boolean)).toHaveLength(100);
  // No crowd of strangers makes the node forget its partners.
  slowed(places, hosts('partner')(1), 'peer', 1);
  for (let at = 0; at < 1_000; at++) slowed(places, hosts('more')(at), 'other', 3);
  expect(places.slow(hosts('partner')(1), 'peer', false)).toBe(true);
});
