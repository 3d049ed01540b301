import { fetchKey, signJsonLd, verifyJsonLd, verifyObject } from '@fedify/fedify/sig';
import { Article, CryptographicKey } from '@fedify/vocab';
import { preloadedContexts } from '@fedify/vocab-runtime';
import { expect, test } from 'vitest';
import { generateKeyPair, publicMultibase, publicPem } from '../../src/federation/key-pairs.ts';
import { proveObject } from '../../src/federation/object-proof.ts';

const now = new Date('2026-11-22T12:00:00.500Z');
const actor = 'https://ceiba.example/actor';
const keyId = `${actor}#object-key`;
const article = {
  '@context': ['https://www.w3.org/ns/activitystreams', { adaptedFrom: 'https://ceiba.example/ns#adaptedFrom' }],
  id: 'https://ceiba.example/agreements/1',
  type: 'Article',
  attributedTo: actor,
  name: 'Acuerdo «uno» \u2028 \ud83c\udf31',
  content: '<p>1</p>',
  contentMap: { es: '<p>1</p>' },
  adaptedFrom: 'https://maguey.example/agreements/9',
  tag: [],
};

/** Loads bundled contexts and the given documents; nothing leaves the machine. */
const loader = (documents: Record<string, unknown>) => async (url: string) => {
  const document = documents[url] ?? preloadedContexts[url];
  if (!document) throw new Error(`asked for ${url}`);
  return { contextUrl: null, document, documentUrl: url };
};

async function actorWith(multibase: string) {
  return {
    '@context': [
      ...article['@context'].slice(0, 1),
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/data-integrity/v1',
    ],
    id: actor,
    type: 'Organization',
    assertionMethod: [{ id: keyId, type: 'Multikey', controller: actor, publicKeyMultibase: multibase }],
  };
}

test('an object with a proof keeps every member, and Fedify verifies it with the key of the actor', async () => {
  const pair = await generateKeyPair('ed25519');
  const proven = await proveObject(article, { keyId, privateKey: pair.privateKey }, now);
  const { proof, '@context': context, ...members } = proven;
  const { '@context': before, ...original } = article;
  expect(members).toEqual(original);
  expect(context).toEqual([before[0], 'https://w3id.org/security/data-integrity/v1', before[1]]);
  expect(proof).toEqual({
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: keyId,
    proofPurpose: 'assertionMethod',
    created: '2026-11-22T12:00:00Z',
    proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
  });
  const documentLoader = loader({
    [actor]: undefined,
    [keyId]: await actorWith(await publicMultibase(pair.publicKey)),
  });
  const options = { documentLoader, contextLoader: loader({}) };
  expect((await verifyObject(Article, proven, options))?.id?.href).toBe(article.id);
  expect(await verifyObject(Article, { ...proven, content: '<p>2</p>' }, options)).toBeNull();
  expect(await verifyObject(Article, { ...proven, adaptedFrom: 'https://x.example/' }, options)).toBeNull();
});

/*
 * CVE-2026-96625: Fedify up to 2.3.6 believes a key document that merely claims an owner. We give it no such document;
 * this is about the installed set, should anything of ours ever come to rely on it.
 */
const mallory = 'https://mallory.example/key';

test('the installed Fedify does not believe a key that merely claims an owner', async () => {
  const rsa = await generateKeyPair('rsa');
  const claimed = {
    '@context': 'https://w3id.org/security/v1',
    id: mallory,
    type: 'CryptographicKey',
    owner: actor,
    publicKeyPem: await publicPem(rsa.publicKey),
  };
  const documentLoader = loader({ [mallory]: claimed, [actor]: await actorWith('z6Mk') });
  const options = { documentLoader, contextLoader: loader({}) };
  expect((await fetchKey(mallory, CryptographicKey, options)).key).toBeNull();
  const signed = await signJsonLd(article, rsa.privateKey, new URL(mallory), { contextLoader: loader({}) });
  expect(await verifyJsonLd(signed, options)).toBe(false);
});

test('the installed Fedify does not believe a proof by a key that merely claims a controller', async () => {
  const pair = await generateKeyPair('ed25519');
  const claimed: unknown = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: mallory,
    type: 'Multikey',
    controller: actor,
    publicKeyMultibase: await publicMultibase(pair.publicKey),
  };
  const proven = await proveObject(article, { keyId: mallory, privateKey: pair.privateKey }, now);
  const ownKey = await publicMultibase((await generateKeyPair('ed25519')).publicKey);
  const options = {
    documentLoader: loader({ [mallory]: claimed, [actor]: await actorWith(ownKey) }),
    contextLoader: loader({}),
  };
  expect(await verifyObject(Article, proven, options)).toBeNull();
});

test('keys have the size and form that everybody reads', async () => {
  const rsa = await generateKeyPair('rsa');
  expect(rsa.publicKey.algorithm).toMatchObject({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048 });
  expect(await publicPem(rsa.publicKey)).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  const ed25519 = await generateKeyPair('ed25519');
  expect(await publicMultibase(ed25519.publicKey)).toMatch(/^z6Mk/);
  expect(await publicMultibase(rsa.publicKey)).toMatch(/^z4MX/);
});
