import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { lockNode, ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { goesTo, holdersOf } from '../../deliveries/store.ts';
import { type Follower, followersOf } from '../../following/store.ts';
import { verifyAgreement } from '../../protocol/agreement.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { settleText } from '../rounds/after-publishing.ts';
import { renewOwnWords } from '../search/reindex.ts';
import { articleUrl, featuredObject } from '../versions/addresses.ts';
import { publishedAfter, requireNext } from '../versions/rules.ts';
import {
  insertVersion,
  lapseDrafts,
  listedPublished,
  lockDraft,
  lockVersions,
  type PublishedRow,
  publishedVersion,
  removeDraft,
} from '../versions/store.ts';

/** A version as it was put in its place, and whether it is the first of its series. */
type InPlace = { row: PublishedRow; first: boolean };

/**
 * Publishes a draft for good, in one transaction: the version in its place, the text that it came from settled, its
 * words to be found, one ledger row per follower, and per inbox that received an earlier version and follows no more,
 * unless we removed it; with a first version other software is also told that it is featured. Other drafts of that
 * version lapse.
 *
 * @throws `not-found`, `lapsed`, `agreement-not-adopted`, `attest-threshold` (fewer stewards of our newest manifest
 * than it asks for), what `verifyAgreement` refuses, `conflict` (withdrawn, or not the next version).
 */
export async function publishDraft(runtime: Runtime, member: string, id: string): Promise<PublishedRow> {
  const now = runtime.clock.now();
  const publish = async (tx: Transaction<Database>): Promise<PublishedRow> => {
    const published = await putInPlace(tx, id, now);
    await settleText(tx, id);
    await renewOwnWords(tx, published.row.series);
    await deliver(tx, runtime.origin, published, now);
    await record(tx, { actor: member, action: 'agreements.published', subject: id }, now);
    return published.row;
  };
  const row = await transaction(runtime.db, publish);
  runtime.wake();
  return row;
}

async function putInPlace(tx: Transaction<Database>, id: string, now: Date): Promise<InPlace> {
  const own = await ownChain(tx);
  const draft = await lockDraft(tx, id);
  if (!own || !draft) throw new Refusal('not-found');
  if (draft.lapsed) throw new Refusal('lapsed');
  const signed = withoutFormerKeys(storedEnvelope(draft.envelope), own);
  const { statement } = verifyAgreement(signed, own, now);
  if (statement.adopted === null) throw new Refusal('agreement-not-adopted');
  const [newest] = await lockVersions(tx, statement.series);
  if (newest?.withdrawn) throw new Refusal('conflict', 'series');
  requireNext(statement, newest ?? null);
  const { series, version } = draft;
  const published = publishedAfter(newest?.published ?? null, now);
  const row = { id, series, version, envelope: JSON.stringify(signed), published };
  await insertVersion(tx, row);
  await removeDraft(tx, id);
  await lapseDrafts(tx, draft, now);
  return { row: { ...row, withdrawn: null }, first: newest === undefined };
}

async function deliver(tx: Transaction<Database>, origin: string, { row, first }: InPlace, now: Date): Promise<void> {
  // Whoever begins to follow at this moment either is among the followers, or is greeted with this version.
  await lockNode(tx);
  const followers = await followersOf(tx);
  const left = first ? [] : await heldElsewhere(tx, origin, row, followers);
  // Only the first version comes anew among what is featured.
  const others = first ? followers.filter(({ convive }) => !convive) : [];
  await enqueue(
    tx,
    [
      ...[...followers, ...left].map((follower) => toFollower(origin, row, follower)),
      ...others.map((follower) => featuredFor(origin, row, follower)),
    ],
    now,
  );
}

/** Who follows no more and shows the version before: they would show it for good. */
async function heldElsewhere(
  tx: Transaction<Database>,
  origin: string,
  { series }: Pick<PublishedRow, 'series'>,
  followers: readonly Follower[],
): Promise<Follower[]> {
  const following = new Set(followers.map(({ actor }) => actor));
  const holders = await holdersOf(tx, articleUrl(origin, series));
  return holders
    .filter(({ recipient }) => !following.has(recipient))
    .map(({ recipient: actor, inbox, kind }) => ({ actor, inbox, convive: kind === 'agreement' }));
}

/**
 * Sends the newest version, which has other signatures by now, to every node of this network that shows it: their
 * clients believe no key that was replaced. To other software nothing of it changed.
 */
export async function deliverSignedAgain(
  tx: Transaction<Database>,
  origin: string,
  row: PublishedRow,
  now: Date,
): Promise<void> {
  await lockNode(tx);
  const newest = await publishedVersion(tx, row.series);
  if (newest?.id !== row.id) return;
  const followers = await followersOf(tx);
  const all = [...followers, ...(await heldElsewhere(tx, origin, row, followers))];
  const nodes = all.filter(({ convive }) => convive);
  await enqueue(
    tx,
    nodes.map((node) => toFollower(origin, row, node)),
    now,
  );
}

/** Sends a new follower what stands now, once: one who follows again and was sent it is not sent it twice. */
export async function greetFollower(
  tx: Transaction<Database>,
  origin: string,
  follower: Follower,
  now: Date,
): Promise<void> {
  await lockNode(tx);
  for (const row of await listedPublished(tx)) {
    const object = articleUrl(origin, row.series);
    if (!(await goesTo(tx, { object, recipient: follower.actor, item: row.id })))
      await enqueue(tx, [toFollower(origin, row, follower)], now);
  }
}

// The kind says what the recipient was when it was sent: only those that are no nodes of ours get an LD signature with
// a Delete.
function toFollower(
  origin: string,
  { id, series }: Pick<PublishedRow, 'id' | 'series'>,
  { actor, inbox, convive }: Follower,
): ToDeliver {
  const recipient = { actor, inbox, audience: 'follower' as const };
  return { kind: convive ? 'agreement' : 'article', item: id, object: articleUrl(origin, series), recipient };
}

function featuredFor(
  origin: string,
  { id, series }: Pick<PublishedRow, 'id' | 'series'>,
  { actor, inbox }: Follower,
): ToDeliver {
  const recipient = { actor, inbox, audience: 'follower' as const };
  return { kind: 'featured-add', item: id, object: featuredObject(origin, series), recipient };
}
