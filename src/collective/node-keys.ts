import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { NodeIdentity } from '../../schemas/people.ts';
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
import { insertNodeKeys, type NodeKeyRow, nodeKeyRows } from './store.ts';

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

/** Makes the first keys of the node; only wrapped private halves are stored. */
export async function makeNodeKeys(
  tx: Transaction<Database>,
  runtime: Pick<Runtime, 'keys' | 'origin'>,
  now: Date,
): Promise<void> {
  await insertNodeKeys(tx, await newPair(runtime, { pair: '', state: 'present', created: now }));
}

/** A pair that nothing names yet: whoever keeps keys by their names must look for it. */
export async function proposedPair(runtime: Pick<Runtime, 'keys' | 'origin'>, now: Date): Promise<NodeKeyRow[]> {
  return newPair(runtime, { pair: randomBytes(6).toString('hex'), state: 'proposed', created: now });
}

async function newPair(
  { keys, origin }: Pick<Runtime, 'keys' | 'origin'>,
  about: Pick<NodeKeyRow, 'pair' | 'state' | 'created'>,
): Promise<NodeKeyRow[]> {
  const urls = actorUrls(origin);
  return Promise.all(
    (['http', 'receipt'] as const).map(async (use) => {
      const { publicKey, privateKey } = await generateKeyPair(kinds[use]);
      const named = use === 'http' ? urls.mainKey : urls.objectKey;
      return {
        ...about,
        use,
        id: about.pair === '' ? named : `${named}-${about.pair}`,
        public_multibase: await publicMultibase(publicKey),
        private_wrapped: keys.wrap(await exportPrivateKey(privateKey), contextOf(use)),
      };
    }),
  );
}

/** @throws `node-secret` when the node's keys are wrapped under another one: it would sign nothing. */
export async function checkSecret(db: Runtime['db'], keys: NodeKeys): Promise<void> {
  for (const { use, private_wrapped: wrapped } of await nodeKeyRows(db)) keys.unwrap(wrapped, contextOf(use));
}

/** By the wrapping key that opened them: another one must open them again. */
const opened = new WeakMap<NodeKeys, Map<string, NodeKey>>();

/**
 * The node's present key for one use, opened once per process.
 * @throws `node-secret` under another wrapping key.
 */
export async function nodeKey({ db, keys }: Parts, use: NodeKeyUse): Promise<NodeKey> {
  const row = (await nodeKeyRows(db)).find((one) => one.use === use && one.state === 'present');
  if (!row) throw new Error('the node was not prepared');
  return open(keys, row);
}

const signing = new WeakMap<Runtime['db'], Promise<NodeKey>>();

/** The present transport key, read once until {@link nodeKeysReplaced}: every request is signed with it. */
export function signingKey(runtime: Parts): Promise<NodeKey> {
  const known = signing.get(runtime.db);
  if (known) return known;
  const key = nodeKey(runtime, 'http');
  signing.set(runtime.db, key);
  key.catch(() => nodeKeysReplaced(runtime));
  return key;
}

/** To be called once other keys were put in place. */
export function nodeKeysReplaced({ db }: Pick<Runtime, 'db'>): void {
  signing.delete(db);
}

/** The transport key that our manifest before listed, as long as somebody may not know the newest. */
export async function formerKey({ db, keys }: Parts): Promise<NodeKey | null> {
  const row = (await nodeKeyRows(db)).find(({ state }) => state === 'former');
  return row ? open(keys, row) : null;
}

async function open(keys: NodeKeys, row: NodeKeyRow): Promise<NodeKey> {
  const { use } = row;
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

/** What our manifest must say of this node. */
export async function nodeIdentity({ db, origin }: Pick<Runtime, 'db' | 'origin'>): Promise<NodeIdentity> {
  const present = (await nodeKeyRows(db)).filter(({ state }) => state === 'present');
  return identityOf(origin, present);
}

/** What a next manifest may say of it instead, by pair, the oldest first. */
export async function proposedIdentities(
  db: Kysely<Database>,
  origin: string,
): Promise<{ pair: string; created: Date; identity: NodeIdentity }[]> {
  const proposed = (await nodeKeyRows(db)).filter(({ state }) => state === 'proposed');
  return [...Map.groupBy(proposed, ({ pair }) => pair)].map(([pair, keys]) => ({
    pair,
    created: keys[0]?.created as Date,
    identity: identityOf(origin, keys),
  }));
}

/** Keys as a manifest names them. */
export function identityOf(origin: string, rows: readonly NodeKeyRow[]): NodeIdentity {
  const keys = rows.map(({ id, use, public_multibase: publicKeyMultibase }) => ({ id, use, publicKeyMultibase }));
  return { actor: actorUrls(origin).actor, keys };
}

const contextOf = (use: NodeKeyUse): string => `node_keys/${use}`;

async function publicHalf(privateKey: CryptoKey): Promise<CryptoKey> {
  const { kty, crv, n, e, x } = await crypto.subtle.exportKey('jwk', privateKey);
  const jwk = kty === 'RSA' ? { kty, n, e } : { kty, crv, x };
  return crypto.subtle.importKey('jwk', jwk as JsonWebKey, privateKey.algorithm, true, ['verify']);
}
