import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import type { Envelope } from '../../../schemas/envelope.ts';
import { ownChain, ownNode } from '../../collective/store.ts';
import { type Page, pageOf } from '../../database/page-of.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { followsOf } from '../../following/store.ts';
import { newestComparison } from '../../peers/compare.ts';
import { type Peer, peerChain, peerOf, peersAmong, statementsOf } from '../../peers/store.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { idOf, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { rotating } from '../../protocol/signers.ts';
import type { Runtime } from '../../runtime.ts';
import { readable } from '../../web/markdown.ts';
import { articleUrl, ownPath, partnersPath } from './addresses.ts';
import { inLanguage } from './in-language.ts';
import {
  listedShown,
  type ShownHead,
  shownAfter,
  shownAround,
  shownById,
  shownStatements,
  shownVersionOf,
} from './received-store.ts';
import type { Compared, ListedAgreement, ListedPartner, Origin, Review, ShownAgreement } from './shown.ts';
import { statementOf, storedAgreement, withStatements } from './statements.ts';
import {
  listedPublished,
  newestAfter,
  type PublishedHead,
  publishedStatements,
  publishedVersion,
  versionById,
  versionsAround,
} from './store.ts';
import { takenDownOf, takenDownUnsigned } from './taken-down-store.ts';

type Db = Kysely<Database>;
type Parts = Pick<Runtime, 'db' | 'origin'>;

/**
 * A version of ours as its page shows it: the newest, or the one with that number; null when there is none or it was
 * withdrawn.
 */
export async function shownOwn(
  { db, origin }: Parts,
  series: string,
  version?: number,
): Promise<ShownAgreement | null> {
  const row = await publishedVersion(db, series, version);
  const node = await ownNode(db);
  const chain = await ownChain(db);
  if (!row || !node || !chain) return null;
  const envelope = storedEnvelope(row.envelope);
  const statement = storedAgreement(row.envelope);
  return {
    agreement: statement,
    id: row.id,
    collective: { name: node.name ?? '', handle: handleOf(node.handle, origin) },
    ours: true,
    signers: signersHere(envelope, chain),
    needed: chain.newest.statement.policy.rotate,
    compared: null,
    published: row.published,
    versions: (await versionsAround(db, series, row.version)).map((one) => ({
      version: one.version,
      href: ownPath(series, one.version),
      published: one.published,
    })),
    lineage: await lineageOf(db, statement.adaptedFrom),
    original: null,
    takenDown: null,
  };
}

/** A partner's version as its page shows it; null when nothing of it is shown here. */
export async function shownPartner(
  { db }: Parts,
  peerId: string,
  series: string,
  version?: number,
): Promise<ShownAgreement | null> {
  const row = await shownVersionOf(db, peerId, series, version);
  const peer = await peerOf(db, peerId);
  const chain = await peerChain(db, peerId);
  if (!row || !peer || !chain) return null;
  const envelope = storedEnvelope(row.envelope);
  const statement = storedAgreement(row.envelope);
  return {
    agreement: statement,
    id: row.statement,
    collective: { name: readable(peer.name), handle: peer.handle },
    ours: false,
    signers: signersHere(envelope, chain),
    needed: chain.newest.statement.policy.rotate,
    compared: await comparedWith(db, peer),
    published: dateOf(statement.issuedAt),
    versions: (await shownAround(db, peerId, series, row.version)).map((one) => ({
      version: one.version,
      href: partnersPath(peerId, series, one.version),
      published: dateOf(statementOf({ id: one.statement, envelope: one.envelope }).issuedAt),
    })),
    lineage: await lineageOf(db, statement.adaptedFrom),
    original: row.object,
    takenDown: (await takenDownOf(db, peerId, series))?.told ?? null,
  };
}

/** Our agreements that stand, for a list. */
export async function listedOwn(db: Db): Promise<ListedAgreement[]> {
  return asListed(await ownStatements(db));
}

/** Agreements of ours as a list shows them. */
export const asListed = (rows: readonly Said<PublishedHead>[]): ListedAgreement[] =>
  rows.map(({ row, statement }) => ({ agreement: statement, href: ownPath(row.series) }));

/** The newest version of each series of ours that stands, with what it says. */
export async function ownStatements(db: Db): Promise<Said<PublishedHead>[]> {
  return ofOurs(db, await listedPublished(db));
}

const ofOurs = (db: Db, rows: readonly PublishedHead[]) =>
  withStatements(
    rows,
    ({ id }) => id,
    (ids) => publishedStatements(db, ids),
  );

const ofPartners = (db: Db, rows: readonly ShownHead[]) =>
  withStatements(
    rows,
    ({ statement }) => statement,
    (ids) => shownStatements(db, ids),
  );

/** The newest shown version of each series of those actors, with what it says. */
export async function partnersStatements(db: Db, actors: readonly string[]): Promise<Said<ShownHead>[]> {
  return ofPartners(db, await listedShown(db, actors));
}

type Said<Head> = { row: Head; statement: Agreement };

/** One page of what stands: ours by series, then those of the collectives we follow, by collective and series. */
export async function statementsAfter(
  db: Db,
  { after = '', most }: Page,
): Promise<{ ours: Said<PublishedHead>[]; partners: Said<ShownHead>[]; next: string | null }> {
  const [first = '', second] = after.split('.');
  const ours = second === undefined ? await newestAfter(db, { after: first, most }) : [];
  const from = second === undefined ? { peer: '', series: '' } : { peer: first, series: second };
  const partners = ours.length > most ? [] : await shownAfter(db, from, most - ours.length);
  const { rows, next } = pageOf<PublishedHead | ShownHead>([...ours, ...partners], most, (row) =>
    'peer' in row ? `${row.peer}.${row.series}` : row.series,
  );
  return {
    ours: await ofOurs(
      db,
      rows.filter((row): row is PublishedHead => !('peer' in row)),
    ),
    partners: await ofPartners(
      db,
      rows.filter((row): row is ShownHead => 'peer' in row),
    ),
    next,
  };
}

/**
 * What the collectives we follow published, each with whether words were compared. Those who refused us are left out.
 */
async function listedPartners(db: Db): Promise<ListedPartner[]> {
  return byPartner(db, await partnersStatements(db, await followedActors(db)));
}

/** What partners published, under who they are. */
export async function byPartner(db: Db, rows: readonly Said<ShownHead>[]): Promise<ListedPartner[]> {
  const gone = await takenDownUnsigned(
    db,
    rows.map(({ row }) => row),
  );
  const of = Map.groupBy(rows, ({ row }) => row.peer);
  const partners: ListedPartner[] = [];
  for (const peer of await peersAmong(db, [...of.keys()])) {
    const agreements = of.get(peer.peer) ?? [];
    partners.push({
      peer: peer.peer,
      name: readable(peer.name),
      handle: peer.handle,
      compared: (await comparedWith(db, peer)) !== null,
      agreements: agreements.map(({ row, statement }) => ({
        agreement: statement,
        href: partnersPath(row.peer, row.series),
        takenDown: gone.has(`${row.peer} ${row.series}`),
      })),
    });
  }
  return partners;
}

/** Ours and those we follow, as they are compared: all, or ours and the one partner named. */
export async function comparedCollectives(
  db: Db,
  own: Pick<Compared, 'name' | 'mark'>,
  only: string | null,
): Promise<Compared[]> {
  const ours = { ...own, peer: null, compared: true, agreements: await listedOwn(db) };
  const partners = (await listedPartners(db)).filter(({ peer }) => only === null || peer === only);
  return [ours, ...partners.map((one) => ({ ...one, mark: one.peer }))];
}

/** Our agreements that stand, each with the day by which it is looked at again; soonest first. */
export async function reviews({ db, origin }: Parts, words: string): Promise<Review[]> {
  const rows = await ownStatements(db);
  const found = rows.map(({ row, statement }) => {
    const { title, languages, reviewBy, version } = statement;
    const url = articleUrl(origin, row.series);
    const named = inLanguage(title, words, languages)?.value ?? '';
    const id = `${row.series}@${new URL(origin).host}`;
    return { id, title: named, url, day: reviewBy, version, at: row.published };
  });
  return found.sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The actors we follow and were not refused by: what they published is listed. */
export async function followedActors(db: Db): Promise<string[]> {
  return (await followsOf(db)).filter(({ refused }) => refused === null).map(({ actor }) => actor);
}

/** `@name@host`, or null before set-up. */
export function handleOf(handle: string | null, origin: string): string | null {
  return handle === null ? null : `@${handle}@${new URL(origin).host}`;
}

/** When two of our people compared words with a peer; null while nobody did, and while it is paused. */
async function comparedWith(db: Db, peer: Peer): Promise<ShownAgreement['compared']> {
  if (peer.state !== 'compared' && peer.state !== 'trusted') return null;
  const row = newestComparison(await statementsOf(db, peer.peer));
  if (!row) return null;
  const { statement } = readUnverified('comparison', storedEnvelope(row.envelope));
  return { at: row.at, method: statement.method };
}

/** The versions that another was adapted from, where this node holds them: partners' or own ones. */
export async function lineageOf(db: Db, from: Agreement['adaptedFrom']): Promise<Origin[]> {
  const found = await Promise.all(from.map((one) => originOf(db, one)));
  return found.filter((one) => one !== null);
}

async function originOf(db: Db, { agreement: id, issuer }: Agreement['adaptedFrom'][number]): Promise<Origin | null> {
  const own = await versionById(db, id);
  const node = own && own.withdrawn === null ? await ownNode(db) : null;
  if (own && node?.collective === issuer)
    return {
      id,
      collective: node.name ?? '',
      ...origin(statementOf(own)),
      href: ownPath(own.series, own.version),
    };
  const row = await shownById(db, id);
  const peer = row && (await peerOf(db, row.peer));
  if (!row || !peer || peer.peer !== issuer) return null;
  return {
    id,
    collective: readable(peer.name),
    ...origin(statementOf({ id: row.statement, envelope: row.envelope })),
    href: partnersPath(row.peer, row.series, row.version),
  };
}

const origin = ({ title, languages, clauses }: Agreement) => ({
  title: inLanguage(title, languages[0] ?? '', languages)?.value ?? '',
  clauses: clauses.map(({ id }) => id),
});

const counts = new Map<string, number>();

/** How many stewards signed it with keys that their collective's newest manifest lists, as every client counts them. */
function signersHere(envelope: Envelope, chain: Chain): number {
  const by = envelope.signatures.map(({ keyid, sig }) => `${keyid} ${sig}`);
  const key = [idOf(envelope), chain.newest.id, ...by].join();
  const known = counts.get(key);
  if (known !== undefined) return known;
  const count = signersOf(withoutFormerKeys(envelope, chain), chain, ...rotating.roles).size;
  if (counts.size > 10_000) counts.clear();
  counts.set(key, count);
  return count;
}
