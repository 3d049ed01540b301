import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Acknowledged } from '../../../schemas/routes/agreements.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { rowsOf } from '../../deliveries/store.ts';
import { withSignatures } from '../../peers/signatures.ts';
import { checkAgreementWithdrawal, requireEnds } from '../../protocol/agreement-withdrawal.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import { type Envelope, idOf, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { hasQuorum, rotating } from '../../protocol/signers.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { forgetSaid } from '../acknowledgements/store.ts';
import { renewOwnWords } from '../search/reindex.ts';
import { articleUrl, featuredObject } from '../versions/addresses.ts';
import { lapseDrafts, lockVersions, type PublishedRow, versionsOf, withdrawVersions } from '../versions/store.ts';
import {
  publishedWithdrawal,
  putWithdrawal,
  type WithdrawalRow,
  withdrawalById,
  withdrawalsBy,
  withdrawalsWaiting,
} from './withdrawal-store.ts';

/** A proposal counts so long: what somebody signed long ago takes nothing back one day. */
const standsMs = 7 * 86_400_000;
/** Of one steward at once: nobody keeps others from proposing. */
const mostWaiting = 16;

/**
 * Takes a withdrawal under one more steward's signature: kept beside others, and once enough have signed it the
 * agreement is taken back. Page and JSON answer 404 from then on, and a Delete goes to every inbox that was ever sent
 * it, also of those who follow no more. Other software is also told that it is no longer featured. Its number is never
 * used again.
 * @throws `not-found`, `not-allowed` (no steward, or did not sign), `too-many` (that one steward proposed), `lapsed` (a
 * week old, or another one took it back), `conflict` and what `requireEnds` refuses (not about the newest version).
 */
export async function withdrawSeries(
  runtime: Runtime,
  member: string,
  series: string,
  signed: Envelope,
): Promise<Acknowledged> {
  const now = runtime.clock.now();
  const answer = await transaction(runtime.db, async (tx) => {
    const own = await ownChain(tx);
    const versions = await lockVersions(tx, series);
    const [newest] = versions;
    if (!own || !newest) throw new Refusal('not-found');
    if (!signersOf(signed, own, 'steward').has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const { row, stored, signers, complete } = await proposed(tx, own, { member, signed, newest }, now);
    const { id } = row;
    const answer = { id, signers, needed: own.newest.statement.policy.rotate, published: complete };
    if (stored?.published) {
      // Signed again with a key that took the place of another one.
      await putWithdrawal(tx, row);
      return { ...answer, published: true };
    }
    if (newest.withdrawn || row.at.getTime() <= now.getTime() - standsMs) throw new Refusal('lapsed');
    if (!complete) {
      const others = stored ? [] : await withdrawalsBy(tx, member, new Date(now.getTime() - standsMs));
      if (others.length >= mostWaiting) throw new Refusal('too-many');
      await putWithdrawal(tx, row);
      await record(tx, { actor: member, action: 'agreements.withdrawal-asked', subject: series }, now);
      return answer;
    }
    await putWithdrawal(tx, { ...row, published: now });
    await takeBack(tx, runtime.origin, versions, now);
    await record(tx, { actor: member, action: 'agreements.withdrawn', subject: series }, now);
    return answer;
  });
  runtime.wake();
  return answer;
}

/** A withdrawal with the signatures of those before and of this one, and whether they are enough. */
async function proposed(
  tx: Transaction<Database>,
  own: Chain,
  { member, signed, newest }: { member: string; signed: Envelope; newest: PublishedRow },
  now: Date,
) {
  const id = idOf(signed);
  const stored = await withdrawalById(tx, id);
  const kept = stored && withoutFormerKeys(storedEnvelope(stored.envelope), own);
  const envelope = kept ? withSignatures(kept, signed) : signed;
  const read = checkAgreementWithdrawal(envelope, own, now);
  const { series, version, at } = read.statement;
  requireEnds(read.statement, newest);
  if (version !== newest.version) throw new Refusal('conflict', 'version');
  const row: WithdrawalRow = {
    id,
    series,
    at: dateOf(at),
    envelope: JSON.stringify(envelope),
    made_by: stored?.made_by ?? member,
    published: stored?.published ?? null,
  };
  return { row, stored, signers: [...read.signers], complete: hasQuorum(read, own, rotating) };
}

async function takeBack(
  tx: Transaction<Database>,
  origin: string,
  versions: readonly PublishedRow[],
  now: Date,
): Promise<void> {
  const { series, version } = versions[0]!;
  await withdrawVersions(tx, series, now);
  await lapseDrafts(tx, { series, version: version + 1 }, now);
  await renewOwnWords(tx, series);
  await forgetSaid(
    tx,
    versions.map(({ id }) => id),
  );
  const object = articleUrl(origin, series);
  const featured = featuredObject(origin, series);
  const erase = new Map<string, ToDeliver>();
  const remove = new Map<string, ToDeliver>();
  for (const { kind, recipient: actor, inbox, audience } of await rowsOf(tx, object)) {
    const lane = 'erase' as const;
    const recipient = { actor, inbox, audience };
    erase.set(`${actor} ${inbox}`, { kind: deleteOf(kind), item: series, object, recipient, lane });
    if (kind === 'article')
      remove.set(`${actor} ${inbox}`, { kind: 'featured-remove', item: series, object: featured, recipient, lane });
  }
  // The Delete first: whoever keeps a list of what is featured loses it with the article.
  await enqueue(tx, [...erase.values(), ...remove.values()], now);
}

const deleteOf = (kind: string): string => (kind === 'article' ? 'article-delete' : 'agreement-delete');

/** What waits for more stewards, for members; `lapsed` where it can be signed no more. */
export async function withdrawalsAsJson({ db, clock }: Pick<Runtime, 'db' | 'clock'>) {
  const old = clock.now().getTime() - standsMs;
  const withdrawals = await Promise.all(
    (await withdrawalsWaiting(db)).map(async ({ id, series, at, envelope, made_by: by }) => {
      const stored = storedEnvelope(envelope);
      const [newest] = await versionsOf(db, series);
      const about = readUnverified('agreement-withdrawal', stored).statement.agreement;
      const lapsed = at.getTime() <= old || newest?.withdrawn !== null || newest.id !== about;
      return { id, by, at: timeOf(at), lapsed, envelope: stored };
    }),
  );
  return { withdrawals };
}

/** The signed statement with which a series was taken back. Refuses (`not-found`) where there is none. */
export async function withdrawalOf({ db }: Pick<Runtime, 'db'>, series: string): Promise<Envelope> {
  const row = await publishedWithdrawal(db, series);
  if (!row) throw new Refusal('not-found');
  return storedEnvelope(row.envelope);
}
