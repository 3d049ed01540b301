import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../schemas/delivery.ts';
import {
  buckets,
  identityFrom,
  newBoxIdentity,
  openFile,
  sealBundle,
  sealFile,
  unsealBundle,
} from '../../src/protocol/age-seal.ts';
import { canonical } from '../../src/protocol/canonical.ts';
import { b64u, concat, randomId, timeOf, u32, utf8 } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { phraseSeedOf } from '../../src/protocol/secrets.ts';
import { now, person, signedBy } from './cast.ts';
import { refuses } from './refusals.ts';

const box = await newBoxIdentity();
const outsider = await newBoxIdentity();
const id = b64u(new Uint8Array(32));
const withdrawal = draftEnvelope('withdrawal', {
  type: 'withdrawal',
  issuer: id,
  delivery: randomId(),
  at: timeOf(now),
});
const item = signedBy(withdrawal, person('somebody', []));
const bundle = (items = [item]): Bundle => ({
  type: 'bundle',
  v: 1,
  kind: 'withdrawal',
  from: id,
  to: id,
  delivery: randomId(),
  edition: 1,
  items,
});
const many = (signers: number) =>
  bundle([signedBy(withdrawal, ...Array.from({ length: signers }, () => person('one', [])))]);
const sealedRaw = (plain: Uint8Array) => sealFile(plain, [box.recipient]);
const padded = (content: Uint8Array, size: number) => {
  const out = new Uint8Array(size);
  out.set(concat(u32(content.length), content));
  return out;
};

describe('a sealed bundle', () => {
  it('opens as it was', async () => {
    const given = bundle();
    const sealed = await sealBundle(given, [box.recipient]);
    expect(await unsealBundle(sealed, [outsider.identity, box.identity])).toEqual(given);
    expect(Buffer.from(sealed).includes(given.delivery)).toBe(false);
  });

  // row 20
  it('stays closed to outsiders', async () => {
    const sealed = await sealBundle(bundle(), [box.recipient]);
    await refuses('unseal', () => unsealBundle(sealed, [outsider.identity]));
    await refuses('unseal', () => unsealBundle(sealed, []));
  });

  // row 21
  it('does not open after any bit flipped', async () => {
    const sealed = await sealBundle(bundle(), [box.recipient]);
    for (const at of [0, 40, 200, 1600, 1700, sealed.length - 3000, sealed.length - 1]) {
      const bent = Uint8Array.from(sealed);
      bent[at]! ^= 1;
      await refuses('unseal', () => unsealBundle(bent, [box.identity]));
    }
    await refuses('unseal', () => unsealBundle(sealed.subarray(0, -1), [box.identity]));
    await refuses('unseal', () => unsealBundle(new Uint8Array(), [box.identity]));
  });

  // row 22
  it('has the same length for one signer and for seven, and three lengths in all', async () => {
    const length = async (one: Bundle) => (await sealBundle(one, [box.recipient])).length;
    expect(await length(many(1))).toBe(await length(many(7)));
    expect(await length(many(32))).toBe((await sealedRaw(new Uint8Array(buckets[1]))).length);
    expect(buckets).toEqual([4096, 16384, 65536]);
  });

  it('counts every byte of a bucket', async () => {
    const opens = async (content: string, size: number) => {
      const sealed = await sealedRaw(padded(utf8(content), size));
      return await unsealBundle(sealed, [box.identity]);
    };
    // What opens is no bundle: so the padding was right, and the content came next.
    await refuses('bundle', () => opens(`"${'a'.repeat(4090)}"`, 4096));
    await refuses('padding', () => opens(`"${'a'.repeat(4090)}"`, 16384));
    await refuses('padding', () => opens('{}', 4095));
  });

  it('refuses padding that carries anything, or lengths that lie', async () => {
    const content = utf8(canonical(bundle()));
    const carrying = padded(content, 4096);
    carrying[4095] = 1;
    const longer = padded(content, 4096);
    longer.set(u32(4093));
    const huge = padded(content, 4096);
    huge.set(u32(0xffffffff));
    for (const plain of [carrying, longer, huge, new Uint8Array(3), new Uint8Array(0), new Uint8Array(70_000)]) {
      const sealed = await sealedRaw(plain);
      await refuses('padding', () => unsealBundle(sealed, [box.identity]));
    }
  });

  it('refuses content that is not canonical, not text, or no bundle', async () => {
    const opens = async (content: Uint8Array) =>
      await unsealBundle(await sealedRaw(padded(content, 4096)), [box.identity]);
    await refuses('canonical', () => opens(utf8(JSON.stringify(bundle()))));
    await refuses('canonical', () => opens(new Uint8Array()));
    await refuses('canonical', () => opens(new Uint8Array([0x22, 0xff, 0x22])));
    await refuses('bundle', () => opens(utf8(canonical({ ...bundle(), note: 'x' }))));
    await refuses('bundle', () => sealBundle({ ...bundle(), v: 2 as 1 }, [box.recipient]));
  });

  // row 55
  it('refuses classical beside post-quantum recipients, and anything but one hybrid box', async () => {
    const classical = await identityToRecipient(await generateX25519Identity());
    await refuses('mixed-recipients', () => sealBundle(bundle(), [box.recipient, classical]));
    await refuses('mixed-recipients', () => sealFile(new Uint8Array(1), [classical, box.recipient]));
    await refuses('recipient', () => sealBundle(bundle(), [classical]));
    await refuses('recipient', () => sealBundle(bundle(), [box.recipient, outsider.recipient]));
    await refuses('recipient', () => sealBundle(bundle(), []));
    await refuses('recipient', () => sealFile(new Uint8Array(1), []));
    await refuses('recipient', () => sealFile(new Uint8Array(1), [`${box.recipient.slice(0, -1)}b`]));
  });

  it('refuses what no bucket holds', async () => {
    const huge = { ...item, payload: 'A'.repeat(70_000) };
    await refuses('too-large', () => sealBundle(bundle([huge]), [box.recipient]));
  });
});

describe('a sealed file', () => {
  it('opens for each of several members', async () => {
    const sealed = await sealFile(utf8('box identity'), [box.recipient, outsider.recipient]);
    expect(await openFile(sealed, [outsider.identity])).toEqual(utf8('box identity'));
    expect(await openFile(sealed, [box.identity])).toEqual(utf8('box identity'));
  });

  it('opens with the identity that a phrase gives, the same every time', async () => {
    const seed = phraseSeedOf(new Uint8Array(16));
    const { identity, recipient } = await identityFrom(seed);
    expect(await identityFrom(seed)).toEqual({ identity, recipient });
    expect(identity).toMatch(/^AGE-SECRET-KEY-PQ-1[A-Z0-9]+$/);
    expect(await openFile(await sealFile(utf8('keyring'), [recipient]), [identity])).toEqual(utf8('keyring'));
  });
});
