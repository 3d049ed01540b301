import { beforeEach, describe, expect, it } from 'vitest';
import { followersOf } from '../../src/following/store.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { openStranger } from '../following/stranger.ts';
import { freshNodes } from '../peers/open-nodes.ts';

/* Strangers take no more room than is set aside for them, and none that others have. */

const { ceiba, network } = await freshNodes('ceiba');
const lu = await openStranger('a.crowd', network);
const rosa = await openStranger('quiet', network);
const minute = 60_000;

const db = () => ceiba.runtime.db;
const asks = (stranger: typeof lu) => stranger.send(ceiba, { type: 'Follow', object: ceiba.actor });
const follows = async (stranger: typeof lu) => (await followersOf(db())).some(({ actor }) => actor === stranger.actor);
const accounts = (count: number, host: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => `https://${host(at)}/users/${at}`);

/** Followers as they would be there after following one by one, since `days` ago. */
async function followers(actors: readonly string[], domain: (at: number) => string, days = 1): Promise<void> {
  const followed = new Date(Date.now() - days * 86_400_000);
  const rows = actors.map((actor, at) => {
    const about = { actor, inbox: `${actor}/inbox`, follow: `${actor}#follow`, convive: false };
    return { ...about, followed, domain: domain(at) };
  });
  for (let at = 0; at < rows.length; at += 1000)
    await db()
      .insertInto('followers')
      .values(rows.slice(at, at + 1000))
      .execute();
}

/** What went to an actor and ended so, `days` ago. */
async function went(recipient: string, state: 'failed' | 'sent', days: number): Promise<void> {
  const at = new Date(Date.now() - days * 86_400_000);
  const to = { host: new URL(recipient).origin, recipient, inbox: `${recipient}/inbox`, audience: 'follower' as const };
  const row = { ...to, id: uuidv7(at), kind: 'article', item: 'x', object: 'x', lane: 'ordinary' as const, state };
  await db()
    .insertInto('deliveries')
    .values({ ...row, created: at, next_at: at, give_up: at, sent: state === 'sent' ? at : null })
    .execute();
}

beforeEach(async () => {
  for (const table of ['followers', 'deliveries', 'lanes', 'received_activities'] as const)
    await db().deleteFrom(table).execute();
  for (const stranger of [lu, rosa]) stranger.received.length = 0;
  ceiba.ahead.ms += 2 * minute;
});

describe('followers', () => {
  it('of one domain are 500 at most, however many names it has; who comes later is told, others are taken', async () => {
    await followers(
      accounts(500, (at) => `n${at}.crowd.example`),
      () => 'crowd.example',
    );
    expect(await asks(lu)).toBe(202);
    expect(await asks(rosa)).toBe(202);
    await ceiba.drain();
    expect([await follows(lu), await follows(rosa)]).toEqual([false, true]);
    expect(lu.received).toMatchObject([
      { type: 'Reject', object: { type: 'Follow', actor: lu.actor }, summary: expect.stringMatching(/\w+ \w+ \w+/) },
    ]);
    expect(rosa.received.map(({ type }) => type)).toEqual(['Accept']);
    // Who was told so may follow as soon as there is a place.
    await db().deleteFrom('followers').where('actor', 'like', 'https://n7.crowd.example/%').execute();
    expect(await asks(lu)).toBe(202);
    await ceiba.drain();
    expect(await follows(lu)).toBe(true);
    expect(lu.received.map(({ type }) => type)).toEqual(['Reject', 'Accept']);
  });

  it('are 10,000 at most in all, and each of them who follows anew keeps the place', async () => {
    const others = accounts(9_999, (at) => `host-${at}.example`);
    await followers(others, (at) => `host-${at}.example`);
    expect(await asks(lu)).toBe(202);
    expect(await asks(rosa)).toBe(202);
    expect([await follows(lu), await follows(rosa)]).toEqual([true, false]);
    ceiba.ahead.ms += 31 * minute;
    expect(await asks(lu)).toBe(202);
    await ceiba.drain();
    expect(lu.received.map(({ type }) => type)).not.toContain('Reject');
    expect(rosa.received.map(({ type }) => type)).toEqual(['Reject']);
  }, 60_000);

  it('to whom nothing could be sent for a week go first, and nobody else', async () => {
    const crowd = accounts(500, (at) => `n${at}.crowd.example`);
    await followers(crowd, () => 'crowd.example');
    const [gone, back, fine] = crowd as [string, string, string];
    await went(back, 'failed', 9);
    await went(back, 'sent', 1);
    await went(fine, 'sent', 9);
    expect(await asks(lu)).toBe(202);
    expect(await follows(lu)).toBe(false);
    await went(gone, 'failed', 1);
    // Nobody is looked for again within a minute, however many knock.
    expect(await asks(lu)).toBe(202);
    expect(await follows(lu)).toBe(false);
    ceiba.ahead.ms += 2 * minute;
    expect(await asks(lu)).toBe(202);
    expect(await follows(lu)).toBe(true);
    const left = (await followersOf(db())).map(({ actor }) => actor);
    expect([left.includes(gone), left.includes(back), left.includes(fine)]).toEqual([false, true, true]);
  });

  it('who come and go again and again leave two rows each for two hours, and a lane for as long', async () => {
    for (let round = 0; round < 5; round++) {
      expect(await lu.send(ceiba, { type: 'Follow', object: ceiba.actor })).toBe(202);
      expect(await lu.send(ceiba, { type: 'Undo', object: ceiba.actor })).toBe(202);
      // Without effect: nobody follows.
      for (let at = 0; at < 5; at++) expect(await lu.send(ceiba, { type: 'Undo', object: ceiba.actor })).toBe(202);
    }
    const rows = await db().selectFrom('received_activities').select('activity').execute();
    expect(rows).toHaveLength(10);
    expect(rows.every(({ activity }) => activity.startsWith('signature:'))).toBe(true);
  });
});
