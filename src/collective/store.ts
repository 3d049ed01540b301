import { type Kysely, type Selectable, sql } from 'kysely';
import { withoutMarks } from '../../schemas/characters.ts';
import { byHand } from '../database/by-hand.ts';
import { type Opened, opened, wrap } from '../database/row-keys.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import type { ManifestDraftsTable, NodeKeysTable, NodeTable } from '../database/tables/collective.ts';
import { type Chain, readChain } from '../protocol/manifest.ts';

export type OwnNode = Omit<Selectable<NodeTable>, 'one' | 'identity'>;

const nodeColumns = [
  'origin',
  'name',
  'handle',
  'summary',
  'language',
  'contacts',
  'alone',
  'collective',
  'set_up_code_hash',
  'set_up_profile',
  'created',
] as const;

/** The node's one row, or null before its first start. */
export async function ownNode(db: Kysely<Database>): Promise<OwnNode | null> {
  return readableNode(await db.selectFrom('node').select(nodeColumns).executeTakeFirst());
}

/**
 * What a database of any version says of the node in it; null where there is none. `identity` is null before the
 * version that brought it.
 */
export async function nodeThere(
  db: Kysely<Database>,
): Promise<{ identity: string | null; origin: string; founded: boolean } | null> {
  const [tables] = await byHand<{ there: boolean }>(db, [], sql`select to_regclass('node') is not null as there`);
  if (!tables?.there) return null;
  const [row] = await byHand<{ identity: string | null; origin: string; founded: boolean }>(
    db,
    [],
    sql`select told->>'identity' as identity, told->>'origin' as origin, told->>'collective' is not null as founded
      from (select to_jsonb(node) as told from node) as nodes`,
  );
  return row ?? null;
}

/** This node's row, locked until the transaction ends: set-up steps happen one after the other. */
export async function lockNode(tx: Kysely<Database>): Promise<OwnNode | null> {
  return readableNode(await tx.selectFrom('node').select(nodeColumns).forUpdate().executeTakeFirst());
}

// Name and summary of before they were refused for marks that show nothing are shown without.
function readableNode(row: OwnNode | undefined): OwnNode | null {
  const shown = (text: string | null) => text && withoutMarks(text);
  return row ? { ...row, name: shown(row.name), summary: shown(row.summary) } : null;
}

export async function insertNode(tx: Kysely<Database>, origin: string, now: Date): Promise<void> {
  await tx.insertInto('node').values({ origin, created: now }).execute();
}

/** Replaces the code's hash, while the collective does not stand. */
export async function replaceCodeHash(db: Kysely<Database>, hash: string): Promise<void> {
  await db.updateTable('node').set({ set_up_code_hash: hash }).where('collective', 'is', null).execute();
}

/** Says that one person tries this node out alone; only ever before the collective stands. */
export async function setAlone(tx: Kysely<Database>): Promise<void> {
  await tx.updateTable('node').set({ alone: true }).where('collective', 'is', null).execute();
}

/** Keeps what founders say of their collective, while it does not stand. */
export async function setSetUpProfile(tx: Kysely<Database>, profile: string): Promise<void> {
  await tx.updateTable('node').set({ set_up_profile: profile }).where('collective', 'is', null).execute();
}

/** Keeps whom to turn to, as JSON. */
export async function setContacts(tx: Kysely<Database>, contacts: string): Promise<void> {
  await tx.updateTable('node').set({ contacts }).execute();
}

export type NodeKeyRow = Selectable<NodeKeysTable>;

/** The node's keys, all pairs of them, the oldest first. */
export function nodeKeyRows(db: Kysely<Database>): Promise<NodeKeyRow[]> {
  return db.selectFrom('node_keys').selectAll().orderBy('created').orderBy('pair').orderBy('use').execute();
}

/** Moves the node to another address; only ever before the collective stands. */
export async function moveNode(tx: Kysely<Database>, origin: string): Promise<void> {
  await tx.updateTable('node').set({ origin }).where('collective', 'is', null).execute();
  await tx.deleteFrom('node_keys').execute();
}

export async function insertNodeKeys(tx: Kysely<Database>, pair: readonly NodeKeyRow[]): Promise<void> {
  await tx.insertInto('node_keys').values(pair).execute();
}

export async function deleteNodeKeys(tx: Kysely<Database>, pairs: readonly string[]): Promise<void> {
  if (pairs.length > 0) await tx.deleteFrom('node_keys').where('pair', 'in', pairs).execute();
}

/**
 * Puts a proposed pair in the place of the present one, of which the transport key stays as the former one; every other
 * pair is gone.
 */
export async function replaceNodeKeys(tx: Kysely<Database>, pair: string): Promise<void> {
  const gone = tx.deleteFrom('node_keys').where('pair', '!=', pair);
  await gone.where((eb) => eb.or([eb('state', '!=', 'present'), eb('use', '=', 'receipt')])).execute();
  await tx.updateTable('node_keys').set({ state: 'former' }).where('state', '=', 'present').execute();
  await tx.updateTable('node_keys').set({ state: 'present' }).where('pair', '=', pair).execute();
}

export async function deleteProposedKeys(tx: Kysely<Database>): Promise<void> {
  await tx.deleteFrom('node_keys').where('state', '=', 'proposed').execute();
}

export async function deleteFormerKeys(tx: Kysely<Database>): Promise<void> {
  await tx.deleteFrom('node_keys').where('state', '=', 'former').execute();
}

export type ManifestDraft = Opened<Selectable<ManifestDraftsTable>, 'shares'>;

/** The drafts of manifest v1 that founders are signing, the oldest first. */
export async function manifestDrafts(db: Kysely<Database>): Promise<ManifestDraft[]> {
  const rows = await db
    .selectFrom('manifest_drafts')
    .innerJoin('row_keys', 'row_keys.id', 'manifest_drafts.row_key')
    .selectAll('manifest_drafts')
    .select('key')
    .orderBy('drafted')
    .orderBy('manifest_drafts.id')
    .execute();
  return rows.map((row) => opened(row, 'shares'));
}

/** Keeps a draft beside others. */
export async function insertManifestDraft(tx: Kysely<Database>, draft: ManifestDraft): Promise<void> {
  const { row_key, text: shares } = await wrap(tx, draft.shares);
  await tx
    .insertInto('manifest_drafts')
    .values({ ...draft, shares, row_key })
    .execute();
}

/** Keeps the signatures that were added to a draft. */
export async function setManifestDraft(tx: Kysely<Database>, id: string, envelope: string): Promise<void> {
  await tx.updateTable('manifest_drafts').set({ envelope }).where('id', '=', id).execute();
}

export async function deleteManifestDrafts(tx: Kysely<Database>): Promise<void> {
  await tx.deleteFrom('manifest_drafts').execute();
}

export async function insertManifest(
  tx: Kysely<Database>,
  manifest: { version: number; id: string; envelope: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('manifests')
    .values({ ...manifest, accepted: now })
    .execute();
}

/** Makes the collective public: its profile and its id stand, the code is gone. */
export async function setCollective(
  tx: Kysely<Database>,
  collective: string,
  profile: { name: string; handle: string; summary: string; language: string },
): Promise<void> {
  await tx
    .updateTable('node')
    .set({ ...profile, collective, set_up_code_hash: null, set_up_profile: null })
    .execute();
}

/** Our own chain from a version on, oldest first, as it was signed, at most `limit`. */
export function manifestsFrom(
  db: Kysely<Database>,
  version: number,
  limit: number,
): Promise<{ version: number; id: string; envelope: string }[]> {
  return db
    .selectFrom('manifests')
    .select(['version', 'id', 'envelope'])
    .where('version', '>=', version)
    .orderBy('version')
    .limit(limit)
    .execute();
}

const chains = new Map<string, Chain>();

/** Our own verified chain, or null until manifest v1 stands. Verified once per newest manifest and process. */
export async function ownChain(db: Kysely<Database>): Promise<Chain | null> {
  const newest = await db
    .selectFrom('manifests')
    .select(['id', 'accepted'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return null;
  const known = chains.get(newest.id);
  if (known) return known;
  const rows = await manifestsFrom(db, 1, Number.MAX_SAFE_INTEGER);
  const envelopes = rows.map((row) => storedEnvelope(row.envelope));
  const chain = readChain(envelopes, newest.accepted);
  chains.set(newest.id, chain);
  return chain;
}
