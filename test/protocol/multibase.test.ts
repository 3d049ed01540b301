import { describe, expect, it } from 'vitest';
import { ed25519Multikey } from '../../src/protocol/multibase.ts';
import { base58, multikey } from './cast.ts';
import { refuses } from './refusals.ts';

describe('an Ed25519 Multikey', () => {
  const key = new Uint8Array(32).fill(7);
  const whole = multikey(key);
  const ofBytes = (...bytes: number[]) => base58(new Uint8Array(bytes));

  it('gives the key back', () => {
    expect(ed25519Multikey(whole)).toEqual(key);
  });

  it.each([
    ['another base', `x${whole.slice(1)}`],
    ['no base', whole.slice(1)],
    ['a zero byte before it, which many readers skip', `z1${whole.slice(1)}`],
    ['a byte less, a zero byte before it', `z1${ofBytes(0xed, 0x01, ...key.subarray(1)).slice(1)}`],
    ['half a byte less, so that its length is right', `z1${base58Of(`ed01${'7'.repeat(63)}`)}`],
    ['a byte more', ofBytes(0xed, 0x01, ...key, 7)],
    ['another kind of key', ofBytes(0xec, 0x01, ...key)],
    ['a letter that base 58 leaves out', whole.replace(/.$/, '0')],
    ['nothing', ''],
  ])('is refused with %s', async (_name, text) => {
    await refuses('encoding', () => ed25519Multikey(text));
  });
});

function base58Of(hex: string): string {
  return base58(Buffer.from(`0${hex}`, 'hex')).slice(1);
}
