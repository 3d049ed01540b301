import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ahead, daysAfter, monthsAfter } from '../../src/protocol/calendar.ts';
import { mondayBefore } from '../../src/protocol/delivery.ts';
import {
  b64u,
  concat,
  dateOf,
  fromB64u,
  random,
  randomId,
  sameBytes,
  text,
  timeOf,
  u32,
  utf8,
} from '../../src/protocol/encoding.ts';
import { ed25519Multikey, isRsa2048Multikey } from '../../src/protocol/multibase.ts';
import { base58, multikey, now } from './cast.ts';
import { refuses } from './refusals.ts';

describe('encodings', () => {
  it('write and read base64url as everybody else does', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = random(length);
      expect(b64u(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromB64u(b64u(bytes))).toEqual(bytes);
    }
  });

  // PROTOCOL §11 row 48
  it.each(['A', 'AB', 'AAB', 'AA==', 'AA+A', 'AA/A', 'AA A', 'AAÁA'])(
    'refuse base64url that is not canonical: %s',
    async (encoded) => {
      await refuses('encoding', () => fromB64u(encoded));
    },
  );

  it('refuse another length than asked for', async () => {
    await refuses('encoding', () => fromB64u('AAAA', 16));
  });

  it('refuse malformed UTF-8 and keep a byte order mark', async () => {
    await refuses('encoding', () => text(new Uint8Array([0xc3, 0x28])));
    expect(text(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))).toBe('\ufeffA');
  });

  it('write times without fractions and read only those', async () => {
    expect(timeOf(new Date('2026-11-22T12:00:00.999Z'))).toBe('2026-11-22T12:00:00Z');
    expect(dateOf('2026-11-22T12:00:00Z')).toEqual(now);
    for (const bad of ['2026-02-30T00:00:00Z', '2026-11-22', '2026-11-22T12:00:00+01:00', 'yesterday']) {
      await refuses('encoding', () => dateOf(bad));
    }
  });

  it('count bytes big-endian and compare them all', () => {
    expect(u32(0x01020304)).toEqual(new Uint8Array([1, 2, 3, 4]));
    expect(sameBytes(utf8('ab'), utf8('ab'))).toBe(true);
    expect(sameBytes(utf8('ab'), utf8('ac'))).toBe(false);
    expect(sameBytes(utf8('ab'), utf8('abc'))).toBe(false);
    expect(concat(utf8('a'), utf8('b'))).toEqual(utf8('ab'));
    expect(randomId()).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/);
    expect(new Set(Array.from({ length: 100 }, randomId)).size).toBe(100);
  });

  it('read an Ed25519 Multikey and nothing else', async () => {
    const publicKey = random(32);
    expect(ed25519Multikey(multikey(publicKey))).toEqual(publicKey);
    expect(ed25519Multikey('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2')).toHaveLength(32);
    for (const bad of [
      'm6Mk',
      `z${'1'.repeat(47)}`,
      `${multikey(publicKey)}1`,
      `${multikey(publicKey).slice(0, -1)}0`,
    ]) {
      await refuses('encoding', () => ed25519Multikey(bad));
    }
  });
});

describe('an RSA Multikey', () => {
  it.each([
    [2048, true],
    [1024, false],
    [3072, false],
  ])('of %i bits is taken: %s', (modulusLength, taken) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' });
    expect(isRsa2048Multikey(base58(new Uint8Array([0x85, 0x24, ...pkcs1])))).toBe(taken);
  });
});

describe('the calendar', () => {
  it('rounds down to Monday, and leaves a Monday alone', () => {
    expect(mondayBefore('2026-11-22T12:00:00Z')).toBe('2026-11-16T00:00:00Z');
    expect(mondayBefore('2026-11-23T00:00:00Z')).toBe('2026-11-23T00:00:00Z');
    expect(mondayBefore('2026-12-31T23:59:59Z')).toBe('2026-12-28T00:00:00Z');
    expect(mondayBefore('2027-01-02T00:00:00Z')).toBe('2026-12-28T00:00:00Z');
  });

  it('adds months without running into the next one', () => {
    expect(timeOf(monthsAfter(new Date('2026-08-31T10:00:00Z'), 6))).toBe('2027-02-28T10:00:00Z');
    expect(timeOf(monthsAfter(new Date('2026-11-22T10:00:00Z'), 12))).toBe('2027-11-22T10:00:00Z');
  });

  it('lets clocks differ by ten minutes', () => {
    expect(ahead(timeOf(new Date(now.getTime() + 600_000)), now)).toBe(false);
    expect(ahead(timeOf(new Date(now.getTime() + 601_000)), now)).toBe(true);
    expect(daysAfter(now, 1).getTime() - now.getTime()).toBe(86_400_000);
  });
});
