import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { actorUrls } from '../federation/actor-document.ts';
import {
  exportPrivateKey,
  generateKeyPair,
  importPrivateKey,
  publicMultibase,
  publicPem,
} from '../federation/key-pairs.ts';
import type { NodeKeys } from '../platform/keys.ts';
import { publicKeyOf, sign } from '../protocol/ed25519.ts';
import type { NodeSigner } from '../protocol/receipt.ts';
import type { Runtime } from '../runtime.ts';
import { insertNodeKey, nodeKeyRows } from './store.ts';

export type NodeKeyUse = 'http' | 'receipt';

/** RSA-2048 signs requests; Ed25519 signs objects and receipts. Neither ever signs for the collective. */
const kinds = { http: 'rsa', receipt: 'ed25519' } as const;

export type NodeKey = {
  use: NodeKeyUse;
  /** URL of the key, as the manifest and the actor name it. */
  keyId: string;
  publicMultibase: string;
  publicPem: string;
  privateKey: CryptoKey;
  /** The Ed25519 seed of the receipt key; the last bytes of PKCS #8 (RFC 8410), so it means nothing for the other. */
  secret: Uint8Array;
};

type Parts = Pick<Runtime, 'db' | 'keys' | 'origin'>;

/** Makes both keys of the node; only wrapped private halves are stored. */
export async function makeNodeKeys(
  tx: Transaction<Database>,
  runtime: Pick<Runtime, 'keys' | 'origin'>,
  now: Date,
): Promise<void> {
  const urls = actorUrls(runtime.origin);
  for (const use of ['http', 'receipt'] as const) {
    const pair = await generateKeyPair(kinds[use]);
    const row = {
      use,
      id: use === 'http' ? urls.mainKey : urls.objectKey,
      public_multibase: await publicMultibase(pair.publicKey),
      private_wrapped: runtime.keys.wrap(await exportPrivateKey(pair.privateKey), contextOf(use)),
    };
    await insertNodeKey(tx, row, now);
  }
}

/** @throws `node-secret` when the node's keys are wrapped under another one: it would sign nothing. */
export async function checkSecret(db: Runtime['db'], keys: NodeKeys): Promise<void> {
  for (const { use, private_wrapped: wrapped } of await nodeKeyRows(db)) keys.unwrap(wrapped, contextOf(use));
}

/** By the wrapping key that opened them: another one must open them again. */
const opened = new WeakMap<NodeKeys, Map<string, NodeKey>>();

/**
 * The node's key for one use, opened once per process.
 * @throws `node-secret` under another wrapping key.
 */
export async function nodeKey({ db, keys }: Parts, use: NodeKeyUse): Promise<NodeKey> {
  const row = (await nodeKeyRows(db)).find((one) => one.use === use);
  if (!row) throw new Error('the node was not prepared');
  const already = opened.get(keys) ?? new Map<string, NodeKey>();
  opened.set(keys, already);
  const known = already.get(row.private_wrapped);
  if (known) return known;
  const pkcs8 = keys.unwrap(row.private_wrapped, contextOf(use));
  const privateKey = await importPrivateKey(kinds[use], pkcs8);
  const key = {
    use,
    keyId: row.id,
    publicMultibase: row.public_multibase,
    publicPem: await publicPem(await publicHalf(privateKey)),
    privateKey,
    secret: pkcs8.slice(-32),
  };
  already.set(row.private_wrapped, key);
  return key;
}

/** The receipt key as the protocol signs with it. */
export async function receiptSigner(runtime: Parts): Promise<NodeSigner> {
  const { secret } = await nodeKey(runtime, 'receipt');
  return { publicKey: publicKeyOf(secret), sign: (bytes) => sign(bytes, secret) };
}

/** What manifest v1 must say of this node. */
export async function nodeIdentity(runtime: Parts): Promise<{
  actor: string;
  keys: { id: string; use: NodeKeyUse; publicKeyMultibase: string }[];
}> {
  const rows = await nodeKeyRows(runtime.db);
  const keys = rows.map(({ id, use, public_multibase: publicKeyMultibase }) => ({ id, use, publicKeyMultibase }));
  return { actor: actorUrls(runtime.origin).actor, keys };
}

const contextOf = (use: NodeKeyUse): string => `node_keys/${use}`;

async function publicHalf(privateKey: CryptoKey): Promise<CryptoKey> {
  const { kty, crv, n, e, x } = await crypto.subtle.exportKey('jwk', privateKey);
  const jwk = kty === 'RSA' ? { kty, n, e } : { kty, crv, x };
  return crypto.subtle.importKey('jwk', jwk as JsonWebKey, privateKey.algorithm, true, ['verify']);
}
