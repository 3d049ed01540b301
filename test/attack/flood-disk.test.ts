import { beforeEach, describe, expect, it } from 'vitest';
import { statementType } from '../../src/agreements/wire/activity.ts';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { growth } from '../../src/database/schema.ts';
import { mostOfPeer } from '../../src/database/tables/growth.ts';
import { mostOfGone, pruneLanes, pruneStrangers } from '../../src/deliveries/store.ts';
import { generateKeyPair, publicPem } from '../../src/federation/key-pairs.ts';
import { pruneSignatures } from '../../src/federation/received.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { leftBy } from '../../src/peers/left-store.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { compared } from '../peers/trust.ts';
import { diskOf, grownBy } from './disk.ts';

/* What strangers and partners can make grow, flooded through the inbox: rows and bytes on disk, before and after. */

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const pair = await generateKeyPair('rsa');
const pem = await publicPem(pair.publicKey);
const minute = 60_000;
const hour = 60 * minute;
let count = 0;

const db = () => ceiba.runtime.db;
const now = () => ceiba.runtime.clock.now();
const inbox = () => `${ceiba.runtime.origin}/actors/self/inbox`;

/** Somebody on a host of their own, as a server with a wildcard name makes up as many as it likes. */
function madeUp(host: string): { actor: string; send: (type: string) => Promise<number | null> } {
  const actor = `https://${host}/users/lu`;
  const keyId = `${actor}#main-key`;
  const publicKey = { id: keyId, owner: actor, publicKeyPem: pem };
  network.set(new URL(actor).origin, async (request) =>
    request.method === 'POST'
      ? new Response(null, { status: 202 })
      : Response.json(
          { id: actor, type: 'Person', inbox: `${actor}/inbox`, publicKey },
          { headers: { 'content-type': 'application/activity+json' } },
        ),
  );
  return {
    actor,
    async send(type) {
      const activity = { id: `${actor}/${++count}`, type, actor, object: ceiba.actor };
      const body = JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', ...activity });
      const post = { inbox: inbox(), body, keyId, privateKey: pair.privateKey };
      const outcome = await signAndPost(ceiba.runtime.egress, post, now());
      return outcome.kind === 'answered' ? outcome.status : null;
    },
  };
}

/** Maguey's node says something, as it says what it publishes. */
async function says(object: object, type = 'Create'): Promise<number | null> {
  const { keyId, privateKey } = await nodeKey(maguey.runtime, 'http');
  const activity = { id: `${maguey.actor}/${++count}`, type, actor: maguey.actor, object };
  const body = JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', ...activity });
  const outcome = await signAndPost(ceiba.runtime.egress, { inbox: inbox(), body, keyId, privateKey }, now());
  return outcome.kind === 'answered' ? outcome.status : null;
}

const article = (name: string) => {
  const id = `${maguey.runtime.origin}/articles/${name}`;
  const statement = { type: 'Document', mediaType: statementType, url: `${id}/statement`, digestMultibase: digest };
  return { id, type: 'Article', attributedTo: maguey.actor, attachment: [statement] };
};
const digest = `z${'1'.repeat(46)}`;

describe('strangers', () => {
  it('of one domain with a thousand names take 500 places and a bounded ledger, and leave nothing when they go', async () => {
    const crowd = Array.from({ length: 520 }, (_, at) => madeUp(`n${at}.crowd.example`));
    const answers = new Map<number | null, number>();
    const { rows, bytes } = await grownBy(db(), async () => {
      for (const one of crowd) {
        const status = await one.send('Follow');
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    });
    expect(answers.get(429)).toBeGreaterThan(0);
    expect(rows.followers).toBe(500);
    expect(rows.received_activities).toBeLessThan(520);
    expect(rows.deliveries).toBeLessThan(520);
    expect(rows.lanes).toBeLessThan(520);
    expect(rows.kv).toBeLessThanOrEqual(520);
    expect(bytes).toBeLessThan(5_000_000);
    await ceiba.drain();
    for (const one of crowd) await one.send('Undo');
    ceiba.ahead.ms += 31 * 24 * hour;
    await pruneSignatures(db(), new Date(now().getTime() - 2 * hour));
    await db().deleteFrom('deliveries').where('kind', 'in', ['follow-accept', 'follow-full']).execute();
    await pruneStrangers(db(), new Date(now().getTime() - 7 * 24 * hour));
    await pruneLanes(db(), now());
    const left = (await diskOf(db())).rows;
    expect([left.followers, left.received_activities, left.deliveries, left.lanes]).toEqual([0, 0, 0, 0]);
  }, 240_000);

  it('who follow no more are remembered by a bounded number of rows of one domain, the newest', async () => {
    const gone = Array.from({ length: mostOfGone + 200 }, (_, at) => {
      const recipient = `https://n${at}.crowd.example/users/lu`;
      const to = {
        host: 'https://crowd.example',
        recipient,
        inbox: `${recipient}/inbox`,
        audience: 'follower' as const,
      };
      const times = { created: now(), next_at: now(), give_up: now(), sent: now() };
      const row = { kind: 'article', item: `${at}`, object: 'x', lane: 'ordinary' as const, state: 'sent' as const };
      return { ...to, ...times, ...row, id: uuidv7(new Date(now().getTime() + at)) };
    });
    await db().insertInto('deliveries').values(gone).execute();
    await pruneStrangers(db(), new Date(now().getTime() - 7 * 24 * hour));
    const left = await db().selectFrom('deliveries').select('item').orderBy('id').execute();
    expect([left.length, left[0]?.item]).toEqual([mostOfGone, '200']);
  });

  it('of whom a follower cannot be reached leave the newest row that was given up, and no other', async () => {
    const stays = madeUp('stays.example');
    const { actor } = stays;
    await db()
      .insertInto('followers')
      .values({ actor, inbox: actor, convive: false, follow: 'f', followed: now(), domain: 'stays.example' })
      .execute();
    const old = new Date(now().getTime() - 9 * 24 * hour);
    const to = { host: 'https://stays.example', recipient: actor, inbox: actor, audience: 'follower' as const };
    const times = { created: old, next_at: old, give_up: old };
    const failed = ['1', '2', '3'].map((item, at) => {
      const row = { kind: 'article', item, object: item, lane: 'ordinary' as const, state: 'failed' as const };
      return { ...to, ...times, ...row, id: uuidv7(new Date(old.getTime() + at)) };
    });
    await db().insertInto('deliveries').values(failed).execute();
    await pruneStrangers(db(), new Date(now().getTime() - 7 * 24 * hour));
    const left = await db().selectFrom('deliveries').select('item').execute();
    expect(left).toEqual([{ item: '3' }]);
  });

  it('whose keys were looked up fill no more than their part of the cache: the ones that end first go', async () => {
    const { most } = growth.kv as { most: { rows: number } };
    const rows = Array.from({ length: most.rows }, (_, at) => {
      return { key: `key:${at}`, value: pem, expires: new Date(now().getTime() + 1000 + at) };
    });
    await db().insertInto('kv').values(rows).execute();
    await grownBy(db(), async () => {
      for (let at = 0; at < 12; at++) await madeUp(`k${at}.keys${at}.example`).send('Like');
    });
    const left = await db().selectFrom('kv').select('key').execute();
    expect(left.length).toBeLessThanOrEqual(most.rows);
    expect(left.map(({ key }) => key)).not.toContain('key:0');
    expect(left.map(({ key }) => key)).toContain(`key:${most.rows - 1}`);
  });
});

describe('a partner', () => {
  beforeEach(async () => {
    await compared(ceiba, maguey);
    const follow = { actor: maguey.actor, inbox: `${maguey.actor}/inbox`, follow: 'f', asked: now(), accepted: now() };
    await db().insertInto('follows').values(follow).execute();
  });

  /** Marks of what came, as they would be there after so much did. */
  async function came(rows: number) {
    const marks = Array.from({ length: rows }, (_, at) => ({
      actor: maguey.actor,
      activity: `a${at}`,
      received: now(),
    }));
    for (let at = 0; at < rows; at += 1000)
      await db()
        .insertInto('received_activities')
        .values(marks.slice(at, at + 1000))
        .execute();
  }

  it('announces agreements until its share is full, and takes them back all the same', async () => {
    expect(await says(article('first'))).toBe(202);
    const here = await leftBy(db(), { peer: maguey.id, actor: maguey.actor });
    await came(mostOfPeer.rows - here.rows - 8);
    const statuses: (number | null)[] = [];
    const { bytes } = await grownBy(db(), async () => {
      for (let at = 0; at < 30; at++) statuses.push(await says(article(`a${at}`)));
    });
    expect(statuses.filter((status) => status === 202)).toHaveLength(4);
    expect(statuses.at(-1)).toBe(429);
    expect(bytes).toBeLessThan(1_000_000);
    expect(await says({ id: article('first').id, type: 'Tombstone' }, 'Delete')).toBe(202);
    const kept = await db().selectFrom('agreements_received').select('object').execute();
    expect(kept.map(({ object }) => object)).not.toContain(article('first').id);
  });

  it('says something of our agreements until twenty wait, and until its share is full', async () => {
    const said = (name: string) => {
      const url = `${maguey.runtime.origin}/acknowledgements/${name}`;
      const mediaType = 'application/vnd.convive.acknowledgement.v1+json';
      return { type: 'Document', mediaType, url, digestMultibase: `z${`${name}z`.padEnd(46, '1')}` };
    };
    const statuses: (number | null)[] = [];
    await grownBy(db(), async () => {
      for (let at = 0; at < 30; at++) statuses.push(await says(said(`${at}`.replaceAll('0', 'x'))));
    });
    expect([statuses.filter((status) => status === 202).length, statuses.at(-1)]).toEqual([20, 429]);
    await db().deleteFrom('acknowledgements_pending').execute();
    const here = await leftBy(db(), { peer: maguey.id, actor: maguey.actor });
    await came(mostOfPeer.rows - here.rows);
    expect(await says(said('more'))).toBe(429);
  });
});
