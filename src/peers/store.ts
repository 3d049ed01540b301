import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../database/by-hand.ts';
import type { Page } from '../database/page-of.ts';
import { prepared } from '../database/prepared.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import type { PeerManifestsTable, PeerStatementsTable, PeersTable } from '../database/tables/peers.ts';
import { type Chain, keptChain } from '../protocol/manifest.ts';

/* The only queries of this room. */

export type Peer = Selectable<PeersTable>;
export type PeerStatement = Selectable<PeerStatementsTable>;
export type PeerManifest = Omit<Selectable<PeerManifestsTable>, 'peer'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** A peer by its collective id, or null. */
export async function peerOf(db: Db, peer: string): Promise<Peer | null> {
  return (await db.selectFrom('peers').selectAll().where('peer', '=', peer).executeTakeFirst()) ?? null;
}

/** A peer, locked until the transaction ends: what changes a peer's state happens one after the other. */
export async function lockPeer(tx: Tx, peer: string): Promise<Peer | null> {
  return (await tx.selectFrom('peers').selectAll().where('peer', '=', peer).forUpdate().executeTakeFirst()) ?? null;
}

/**
 * A peer, for whoever looks at its items in order to add or erase some: locked, and whatever was decided from an
 * earlier look at them without the lock will be decided again.
 */
export async function lockAndCount(tx: Tx, peer: string): Promise<Peer | null> {
  const revision = sql<string>`revision + 1`;
  return (
    (await tx.updateTable('peers').set({ revision }).where('peer', '=', peer).returningAll().executeTakeFirst()) ?? null
  );
}

/** A peer by its actor id, or null. */
export async function peerByActor(db: Db, actor: string): Promise<Peer | null> {
  return (await db.selectFrom('peers').selectAll().where('actor', '=', actor).executeTakeFirst()) ?? null;
}

/** A peer by the origin of its node, or null. */
export async function peerByOrigin(db: Db, origin: string): Promise<Peer | null> {
  return (await db.selectFrom('peers').selectAll().where('origin', '=', origin).executeTakeFirst()) ?? null;
}

export function peersOf(db: Db): Promise<Peer[]> {
  return db.selectFrom('peers').selectAll().orderBy('pinned').orderBy('peer').execute();
}

/** These peers, in the order in which they were pinned. */
export async function peersAmong(db: Db, peers: readonly string[]): Promise<Peer[]> {
  if (peers.length === 0) return [];
  return db.selectFrom('peers').selectAll().where('peer', 'in', peers).orderBy('pinned').orderBy('peer').execute();
}

/** Peers by id, as many as one page shows and one more. */
export function peersAfter(db: Db, { after, most }: Page): Promise<Peer[]> {
  const page = db
    .selectFrom('peers')
    .selectAll()
    .where('peer', '>', after ?? '');
  return page
    .orderBy('peer')
    .limit(most + 1)
    .execute();
}

/** Adds a peer; false when its id, actor or origin is already known. */
export async function insertPeer(
  tx: Tx,
  peer: Omit<Peer, 'called' | 'called_alike' | 'pulled' | 'looked' | 'answered' | 'revision' | 'trust_ended'>,
): Promise<boolean> {
  const added = await tx
    .insertInto('peers')
    .values(peer)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Until the end of the transaction nobody else gives a peer a name. */
export async function takeNames(tx: Tx): Promise<void> {
  await byHand(tx, [], sql`select pg_advisory_xact_lock(hashtextextended('names of peers', 0))`);
}

/** How each peer is called here. */
export function namesOfPeers(db: Db): Promise<Pick<Peer, 'peer' | 'name'>[]> {
  return db.selectFrom('peers').select(['peer', 'name']).execute();
}

/** Calls a peer by that name, as it calls itself as far as we heard. */
export async function setName(tx: Tx, peer: string, name: string): Promise<void> {
  await tx.updateTable('peers').set({ name, called: null, called_alike: null }).where('peer', '=', peer).execute();
}

/** Notes how a peer calls itself where that is another name, and whose name that looks like. */
export async function setCalled(tx: Tx, peer: string, said: Pick<Peer, 'called' | 'called_alike'>): Promise<void> {
  await tx.updateTable('peers').set(said).where('peer', '=', peer).execute();
}

/** Sets how we stand with a peer. That trust ended stays written, whatever comes after. */
export async function setPeerState(tx: Tx, peer: string, state: Peer['state'], now: Date): Promise<void> {
  const ended = state === 'ended' ? { trust_ended: sql<Date[]>`array_append(trust_ended, ${now}::timestamptz)` } : {};
  await tx
    .updateTable('peers')
    .set({ state, changed: now, ...ended })
    .where('peer', '=', peer)
    .execute();
}

/** Takes the turn to pull a peer's chain, or to look at its actor; false when that was done after `notSince`. */
export async function takeHourly(
  db: Db,
  peer: string,
  turn: 'pulled' | 'looked',
  notSince: Date,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('peers')
    .set({ [turn]: now })
    .where('peer', '=', peer)
    .where((eb) => eb.or([eb(turn, 'is', null), eb(turn, '<=', notSince)]))
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Notes that a peer's node answered. */
export async function noteAnswered(db: Db, peer: string, now: Date): Promise<void> {
  await db.updateTable('peers').set({ answered: now }).where('peer', '=', peer).execute();
}

export function peerManifests(db: Db, peer: string): Promise<PeerManifest[]> {
  return db
    .selectFrom('peer_manifests')
    .select(['version', 'id', 'envelope', 'received'])
    .where('peer', '=', peer)
    .orderBy('version')
    .execute();
}

export async function insertPeerManifest(
  tx: Tx,
  peer: string,
  manifest: Omit<PeerManifest, 'received'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('peer_manifests')
    .values({ peer, ...manifest, received: now })
    .execute();
}

/** When a peer's chain last grew here. */
export async function lastExtended(db: Db, peer: string): Promise<Date | null> {
  const newest = db.selectFrom('peer_manifests').select('received').where('peer', '=', peer);
  return (await newest.orderBy('version', 'desc').limit(1).executeTakeFirst())?.received ?? null;
}

const chains = new Map<string, Chain>();

/**
 * The verified chain whose newest manifest has this id, when this process has verified it; an id never stands for
 * another chain.
 */
export function chainAt(newest: string | null): Chain | null {
  return newest === null ? null : (chains.get(newest) ?? null);
}

/** Keeps a chain that was just verified in the place of what it extends. */
export function rememberChain(chain: Chain): void {
  const before = chain.all.at(-2);
  if (before) chains.delete(before.id);
  chains.set(chain.newest.id, chain);
}

/**
 * A peer's chain, as far as we followed it, or null. It was verified as it came: to verify it once more, when this
 * process first needs it, would keep everybody waiting for as long as a peer made it.
 */
export async function peerChain(db: Db, peer: string): Promise<Chain | null> {
  const newest = await db
    .selectFrom('peer_manifests')
    .select('id')
    .where('peer', '=', peer)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return null;
  const known = chainAt(newest.id);
  if (known) return known;
  const rows = await peerManifests(db, peer);
  const envelopes = rows.map(({ envelope }) => storedEnvelope(envelope));
  const chain = keptChain(envelopes, peer);
  rememberChain(chain);
  return chain;
}

/** Whose actor this is, and the newest manifest that we followed of theirs; null when the actor is nobody we pinned. */
export async function pinnedActor(db: Db, actor: string): Promise<Pinned | null> {
  return (await findPinned(db, { actor }))[0] ?? null;
}

type Pinned = { peer: string; newest: string | null };

const findPinned = prepared<{ actor: string }, Pinned>(
  [],
  (value) => sql`
    select peer, (select id from peer_manifests as m where m.peer = p.peer order by version desc limit 1) as newest
    from peers as p where actor = ${value('actor')}`,
);

/** Every statement about a peer and offer of theirs, newest first. */
export function statementsOf(db: Db, peer: string): Promise<PeerStatement[]> {
  return db
    .selectFrom('peer_statements')
    .selectAll()
    .where('peer', '=', peer)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
}

/** One statement, locked while signatures are added to it, or null. */
export async function lockStatement(tx: Tx, id: string): Promise<PeerStatement | null> {
  const row = await tx.selectFrom('peer_statements').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? null;
}

/** Keeps a statement, or the signatures that were added to it. */
export async function putStatement(tx: Tx, statement: PeerStatement): Promise<void> {
  const { envelope, complete } = statement;
  await tx
    .insertInto('peer_statements')
    .values(statement)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ envelope, complete }))
    .execute();
}

/** Forgets statements that a newer one replaced. */
export async function removeStatements(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('peer_statements').where('id', 'in', ids).execute();
}
