import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Page } from '../database/page-of.ts';
import type { Database } from '../database/schema.ts';
import type { FollowersTable, FollowsTable } from '../database/tables/following.ts';
import type { KnownKey } from '../federation/verify.ts';
import { domainOf } from '../platform/addresses.ts';

/* The only queries of this room. */

export type Follower = Pick<Selectable<FollowersTable>, 'actor' | 'inbox' | 'convive'>;
export type Follow = Selectable<FollowsTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Everyone who follows us. Only stewards may ask for the list; to everybody else only its length is told. */
export function followersOf(db: Db): Promise<Follower[]> {
  return db.selectFrom('followers').select(['actor', 'inbox', 'convive']).orderBy('actor').execute();
}

export async function countFollowers(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('followers')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Followers by address with the day since when, for people: as many as one page shows and one more. */
export function followersAfter(
  db: Db,
  { after, most }: Page,
): Promise<Pick<Selectable<FollowersTable>, 'actor' | 'convive' | 'followed'>[]> {
  const page = db
    .selectFrom('followers')
    .select(['actor', 'convive', 'followed'])
    .where('actor', '>', after ?? '');
  return page
    .orderBy('actor')
    .limit(most + 1)
    .execute();
}

/** The Follow under which an actor follows us and since when, or null. */
export async function followerBy(
  db: Db,
  actor: string,
): Promise<(Follower & Pick<Selectable<FollowersTable>, 'follow' | 'followed'>) | null> {
  const row = await db
    .selectFrom('followers')
    .select(['actor', 'inbox', 'convive', 'follow', 'followed'])
    .where('actor', '=', actor)
    .executeTakeFirst();
  return row ?? null;
}

/** How many follow us, in all and of one domain, counted no further than up to the most there may be. */
export async function followersUpTo(
  db: Db,
  domain: string,
  most: { all: number; domain: number },
): Promise<{ all: number; domain: number }> {
  const followers = db.selectFrom('followers').select('actor');
  const all = followers.limit(most.all).as('everybody');
  const ofDomain = followers.where('domain', '=', domain).limit(most.domain).as('of_domain');
  const count = db.fn.countAll<string>().as('count');
  const counted = await Promise.all([
    db.selectFrom(all).select(count).executeTakeFirstOrThrow(),
    db.selectFrom(ofDomain).select(count).executeTakeFirstOrThrow(),
  ]);
  return { all: Number(counted[0].count), domain: Number(counted[1].count) };
}

/**
 * A follower to whom a delivery was given up after its week and none has come through since, or null; the one who
 * followed first. With `domain`, of that domain.
 */
export async function failingFollower(db: Db, domain: string | null): Promise<string | null> {
  let failing = db
    .selectFrom('followers as f')
    .select('f.actor')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries as d')
          .select('d.id')
          .whereRef('d.recipient', '=', 'f.actor')
          .where('d.audience', '=', 'follower')
          .where('d.state', '=', 'failed')
          .where(({ not, exists: found, selectFrom: from }) =>
            not(
              found(
                from('deliveries as s')
                  .select('s.id')
                  .whereRef('s.recipient', '=', 'f.actor')
                  .where('s.state', '=', 'sent')
                  .whereRef('s.id', '>', 'd.id'),
              ),
            ),
          ),
      ),
    );
  if (domain !== null) failing = failing.where('f.domain', '=', domain);
  return (await failing.orderBy('f.followed').limit(1).executeTakeFirst())?.actor ?? null;
}

/** Adds a follower with the key that signed, or notes the newer Follow, inbox and key of one we have. */
export async function putFollower(
  tx: Tx,
  { key, ...follower }: Follower & { follow: string; key: KnownKey | null },
  now: Date,
): Promise<void> {
  const { actor, ...stated } = follower;
  const kept = { domain: domainOf(actor), key_id: key?.keyId ?? null, public_key: key?.publicKey ?? null };
  const rest = { ...stated, ...kept };
  await tx
    .insertInto('followers')
    .values({ actor, ...rest, followed: now })
    .onConflict((conflict) => conflict.column('actor').doUpdateSet(rest))
    .execute();
}

/** The key that is kept of a follower, or null. */
export async function keptKey(db: Db, actor: string): Promise<KnownKey | null> {
  const row = await db
    .selectFrom('followers')
    .select(['key_id', 'public_key'])
    .where('actor', '=', actor)
    .executeTakeFirst();
  return row?.key_id && row.public_key ? { keyId: row.key_id, publicKey: row.public_key } : null;
}

/** Keeps the newest key of whoever follows us in place of the one before. Nothing is written when it is the same. */
export async function keepKey(db: Db, actor: string, { keyId, publicKey }: KnownKey): Promise<void> {
  const row = await db.selectFrom('followers').select('public_key').where('actor', '=', actor).executeTakeFirst();
  if (row === undefined || row.public_key === publicKey) return;
  await db.updateTable('followers').set({ key_id: keyId, public_key: publicKey }).where('actor', '=', actor).execute();
}

/** Forgets a follower; with `follow`, only when they still follow under that Follow. True when one was there. */
export async function removeFollower(tx: Tx, actor: string, follow?: string): Promise<boolean> {
  let gone = tx.deleteFrom('followers').where('actor', '=', actor);
  if (follow !== undefined) gone = gone.where('follow', '=', follow);
  return (await gone.executeTakeFirst()).numDeletedRows > 0n;
}

export function followsOf(db: Db): Promise<Follow[]> {
  return db.selectFrom('follows').selectAll().orderBy('asked').orderBy('actor').execute();
}

/** Whom we follow by address, as many as one page shows and one more. */
export function followsAfter(db: Db, { after, most }: Page): Promise<Follow[]> {
  const page = db
    .selectFrom('follows')
    .selectAll()
    .where('actor', '>', after ?? '');
  return page
    .orderBy('actor')
    .limit(most + 1)
    .execute();
}

/** Our Follow of an actor, or null. Asking counts: what they send before their Accept arrives is theirs to send. */
export async function followOf(db: Db, actor: string): Promise<Follow | null> {
  return (await db.selectFrom('follows').selectAll().where('actor', '=', actor).executeTakeFirst()) ?? null;
}

export async function followById(db: Db, follow: string): Promise<Follow | null> {
  return (await db.selectFrom('follows').selectAll().where('follow', '=', follow).executeTakeFirst()) ?? null;
}

/** Notes that we ask to follow; false when we already did. */
export async function addFollow(
  tx: Tx,
  follow: Pick<Follow, 'actor' | 'inbox' | 'follow'>,
  now: Date,
): Promise<boolean> {
  const added = await tx
    .insertInto('follows')
    .values({ ...follow, asked: now })
    .onConflict((conflict) => conflict.column('actor').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Notes their answer to our Follow; false when it is not theirs to answer. */
export async function answerFollow(
  tx: Tx,
  answered: { actor: string; follow: string },
  answer: 'accepted' | 'refused',
  now: Date,
): Promise<boolean> {
  const done = await tx
    .updateTable('follows')
    .set(answer === 'accepted' ? { accepted: now, refused: null } : { refused: now, accepted: null })
    .where('actor', '=', answered.actor)
    .where('follow', '=', answered.follow)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function removeFollow(tx: Tx, actor: string): Promise<void> {
  await tx.deleteFrom('follows').where('actor', '=', actor).execute();
}

/** How many we follow and were not refused by. Only the number is ever told. */
export async function countFollows(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('follows')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('refused', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether anybody at this origin is pinned, follows us or is followed: they are not crowded out by strangers. */
export async function knownOrigin(db: Db, origin: string): Promise<boolean> {
  const pinned = await db.selectFrom('peers').select('actor').where('origin', '=', origin).executeTakeFirst();
  if (pinned) return true;
  for (const table of ['follows', 'followers'] as const) {
    const known = await db
      .selectFrom(table)
      .select('actor')
      .where((eb) => eb.fn<boolean>('starts_with', ['actor', eb.val(`${origin}/`)]))
      .limit(1)
      .executeTakeFirst();
    if (known) return true;
  }
  return false;
}
