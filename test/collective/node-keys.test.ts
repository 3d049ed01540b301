import { expect, test } from 'vitest';
import { ownProfile } from '../../src/collective/activity.ts';
import { prepareNode } from '../../src/collective/first-start.ts';
import { nodeIdentity, nodeKey } from '../../src/collective/node-keys.ts';
import { nodeKeyRows } from '../../src/collective/store.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { publicKeyOf } from '../../src/protocol/ed25519.ts';
import { ed25519Multikey } from '../../src/protocol/multibase.ts';
import { founded } from '../members/founders.ts';
import { startTestNode } from '../members/node.ts';

test('the node has one key to send with and one to answer with, both wrapped where they lie', async () => {
  await using node = await startTestNode();
  const http = await nodeKey(node.runtime, 'http');
  const receipt = await nodeKey(node.runtime, 'receipt');
  expect(http).toMatchObject({ keyId: `${node.origin}/actor#main-key`, use: 'http' });
  expect((http.privateKey.algorithm as RsaHashedKeyAlgorithm).modulusLength).toBe(2048);
  expect(http.publicPem).toContain('BEGIN PUBLIC KEY');
  expect(publicKeyOf(receipt.secret)).toEqual(ed25519Multikey(receipt.publicMultibase));
  for (const { private_wrapped } of await nodeKeyRows(node.runtime.db)) expect(private_wrapped).toMatch(/^v1\./);
  // After a restart these keys are there, and none under another node secret.
  const before = await nodeIdentity(node.runtime);
  await prepareNode(node.runtime);
  expect(await nodeIdentity(node.runtime)).toEqual(before);
});

test('under another node secret the keys open for nobody', async () => {
  await using node = await startTestNode();
  const other = { ...node.runtime, keys: nodeKeys({ bytes: new Uint8Array(32).fill(8), source: 'file' }) };
  await expect(nodeKey(other, 'receipt')).rejects.toMatchObject({ code: 'node-secret' });
});

test('once the collective stands, its actor names the protocol, the chain and both keys of the manifest', async () => {
  await using node = await startTestNode();
  expect(await ownProfile(node.runtime)).toBeNull();
  await founded(node);
  const { keys } = await nodeIdentity(node.runtime);
  const profile = await ownProfile(node.runtime);
  expect(profile).toMatchObject({
    kind: 'Organization',
    handle: 'ceiba',
    name: 'Ceiba',
    language: 'es',
    publicKey: { id: keys.find((key) => key.use === 'http')?.id },
    objectKey: { multibase: keys.find((key) => key.use === 'receipt')?.publicKeyMultibase },
    implements: [{ name: 'Convive' }],
    links: [{ href: `${node.origin}/manifest` }],
  });
});
