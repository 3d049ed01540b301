import { expect, test } from 'vitest';
import { guardInbox } from '../../src/federation/inbox-guard.ts';
import { generateKeyPair, publicMultibase } from '../../src/federation/key-pairs.ts';
import { type SignatureKind, signedHeaders } from '../../src/federation/signing.ts';
import { verifyPinned, verifyWith } from '../../src/federation/verify.ts';

const origin = 'https://maguey.test';
const url = `${origin}/actors/self/inbox`;
const keyId = 'https://ceiba.test/actor#main-key';
const activity = {
  '@context': 'https://www.w3.org/ns/activitystreams',
  type: 'Create',
  actor: 'https://ceiba.test/actor',
};
const body = Buffer.from(JSON.stringify({ ...activity, id: 'https://ceiba.test/activities/1' }));
const [pair, other] = await Promise.all([generateKeyPair('rsa'), generateKeyPair('rsa')]);
const key = { keyId, publicKey: await publicMultibase(pair.publicKey) };

async function signed(kind: SignatureKind, extra: Record<string, string> = {}): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/activity+json', ...extra };
  return signedHeaders({ method: 'POST', url, headers, body }, { keyId, privateKey: pair.privateKey }, kind);
}

/** What both ways say of a request that has passed the guard. */
async function verdicts(
  headers: Record<string, string>,
  change: { method?: string; url?: string; key?: typeof key } = {},
) {
  const request = new Request(change.url ?? url, { method: change.method ?? 'POST', headers, body });
  const passed = await guardInbox(request, origin, new Date());
  const asked = change.key ?? key;
  return {
    plain: passed.signed !== null,
    quick: await verifyPinned(passed, asked),
    careful: await verifyWith(passed.request(), asked),
  };
}

test('a plain signature is verified at once, and every other by Fedify', async () => {
  expect(await verdicts(await signed('cavage'))).toEqual({ plain: true, quick: true, careful: true });
  expect(await verdicts(await signed('rfc9421'))).toEqual({ plain: false, quick: true, careful: true });
});

test('both ways say no to another key, target, header, signature and order', async () => {
  const headers = await signed('cavage');
  const { signature = '' } = headers;
  const bend = (from: string | RegExp, to: string) => ({ ...headers, signature: signature.replace(from, to) });
  const letter = (text: string) => (text.startsWith('A') ? 'B' : 'A');
  const first = /signature="(.)/.exec(signature)?.[1] ?? '';
  const no = { plain: true, quick: false, careful: false };
  expect(await verdicts(headers, { key: { keyId, publicKey: await publicMultibase(other.publicKey) } })).toEqual(no);
  expect(await verdicts(headers, { url: `${origin}/inbox` })).toEqual(no);
  expect(await verdicts(headers, { method: 'PUT' })).toEqual(no);
  expect(await verdicts({ ...headers, date: new Date(Date.now() - 60_000).toUTCString() })).toEqual(no);
  expect(await verdicts(bend(`signature="${first}`, `signature="${letter(first)}`))).toEqual(no);
  expect(await verdicts(bend(' content-type date', ' date content-type'))).toEqual(no);
  expect(await verdicts(bend(' content-type', ''))).toEqual(no);
  expect(await verdicts({ ...headers, 'content-type': 'application/json' })).toEqual(no);
});

test('what is not plain, or names what is not there, is left to Fedify', async () => {
  const headers = await signed('cavage');
  const { signature = '', digest = '' } = headers;
  const bend = (from: string, to: string) => ({ ...headers, signature: signature.replace(from, to) });
  const no = { plain: false, quick: false, careful: false };
  expect(await verdicts(bend(' content-type', ' x-absent'))).toEqual(no);
  expect(await verdicts(bend(' content-type', ' (created)'))).toEqual(no);
  expect(await verdicts({ ...headers, digest: `${digest},sha-512=AAAA` })).toEqual(no);
  const ed25519 = await generateKeyPair('ed25519');
  const weak = { keyId, publicKey: await publicMultibase(ed25519.publicKey) };
  expect(await verdicts(headers, { key: weak })).toEqual({ plain: true, quick: false, careful: false });
});
