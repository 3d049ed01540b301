import { beforeEach, describe, expect, it } from 'vitest';
import { formerKey, nodeIdentity, nodeKeysReplaced, proposedPair, signingKey } from '../../src/collective/node-keys.ts';
import { insertManifest, insertNodeKeys, replaceNodeKeys } from '../../src/collective/store.ts';
import { activityStreams } from '../../src/federation/contexts.ts';
import { activityType, signAndPost } from '../../src/federation/sign-and-post.ts';
import { announceManifests, forgetFormerKey, pullManifest } from '../../src/peers/manifest.ts';
import { peerChain, peerOf } from '../../src/peers/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { type Chain, extendChain } from '../../src/protocol/manifest.ts';
import { nextManifest, signedBy } from '../protocol/cast.ts';
import { freshNodes } from './open-nodes.ts';
import { trusted } from './trust.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const hour = 3_600_000;

/** Maguey's chain as it goes on. */
let chain: Chain;
beforeEach(async () => {
  chain = maguey.chain;
  await trusted(ceiba, maguey);
  await trusted(maguey, ceiba);
  await maguey.drain();
  ceiba.asked.length = 0;
});

/** Puts another pair and the manifest that lists it in place, as the last signature does. */
async function replaced({ with: others = 0 } = {}): Promise<void> {
  const { runtime, people } = maguey;
  const now = runtime.clock.now();
  const rows = await proposedPair(runtime, now);
  const node = {
    actor: maguey.actor,
    keys: rows.map(({ id, use, public_multibase: publicKeyMultibase }) => ({ id, use, publicKeyMultibase })),
  };
  await runtime.db.transaction().execute(async (tx) => {
    for (let at = 0; at <= others; at++) {
      const changes = { issuedAt: timeOf(now), ...(at === others && { node }) };
      const next = signedBy(nextManifest(chain, changes), people.rosa, people.lu);
      chain = extendChain(chain, next, now);
      const { version, id } = chain.newest;
      await insertManifest(tx, { version, id, envelope: JSON.stringify(next) }, now);
    }
    await insertNodeKeys(tx, rows);
    await replaceNodeKeys(tx, rows[0]!.pair);
  });
  nodeKeysReplaced(runtime);
}

type Key = Pick<Awaited<ReturnType<typeof signingKey>>, 'keyId' | 'privateKey'>;

/** What Maguey sends to Ceiba under one of its keys. */
function posted({ keyId, privateKey }: Key) {
  const id = `${maguey.actor}/${Math.random()}`;
  const like = { '@context': activityStreams, id, type: 'Like', actor: maguey.actor, object: ceiba.actor };
  const inbox = `${new URL(ceiba.actor).origin}/actors/self/inbox`;
  return signAndPost(maguey.runtime.egress, { inbox, body: JSON.stringify(like), keyId, privateKey }, new Date());
}

const known = async () => (await peerChain(ceiba.runtime.db, maguey.id))?.newest.version;
const state = async () => (await peerOf(ceiba.runtime.db, maguey.id))?.state;

describe('a partner whose node has other keys', () => {
  it('pushes the manifest that says so under the key before, and everything else under the new one', async () => {
    await replaced();
    await announceManifests(maguey.runtime);
    await forgetFormerKey(maguey.runtime);
    expect(await formerKey(maguey.runtime)).not.toBeNull();
    await maguey.drain();
    expect([await known(), await state()]).toEqual([2, 'trusted']);
    // Ceiba had nothing to look up.
    expect(ceiba.asked).toEqual([]);
    expect(await posted(await signingKey(maguey.runtime))).toMatchObject({ status: 202 });
    expect(await posted((await formerKey(maguey.runtime))!)).toMatchObject({ status: 401 });

    await forgetFormerKey(maguey.runtime);
    expect(await formerKey(maguey.runtime)).toBeNull();
    expect((await nodeIdentity(maguey.runtime)).keys).toHaveLength(2);
  });

  it('keeps the key before for whoever is away, until nobody waits for the manifest', async () => {
    network.delete(new URL(ceiba.actor).origin);
    await replaced();
    await announceManifests(maguey.runtime);
    await maguey.drain();
    await forgetFormerKey(maguey.runtime);
    expect(await formerKey(maguey.runtime)).not.toBeNull();
    expect(await known()).toBe(1);
    maguey.ahead.ms = 32 * 24 * hour;
    await maguey.drain();
    await forgetFormerKey(maguey.runtime);
    expect(await formerKey(maguey.runtime)).toBeNull();
  });

  it('is believed by a pull, also when the keys are replaced between two answers', async () => {
    const origin = new URL(maguey.actor).origin;
    const serve = network.get(origin)!;
    let once = true;
    network.set(origin, async (request) => {
      const answer = await serve(request);
      // The actor was asked, the chain was not yet.
      if (once && new URL(request.url).pathname === '/actor') {
        once = false;
        await replaced();
      }
      return answer;
    });
    ceiba.ahead.ms = hour + 1;
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(true);
    expect([await known(), await state()]).toEqual([2, 'trusted']);
    // The key before is no answer any more once the chain that replaced it is known.
    const actor = await (await serve(new Request(maguey.actor, { headers: { accept: activityType } }))).text();
    const former = (await formerKey(maguey.runtime))!;
    const present = await signingKey(maguey.runtime);
    const shown = actor.replaceAll(present.keyId, former.keyId);
    network.set(origin, async (request) =>
      new URL(request.url).pathname === '/actor'
        ? new Response(shown.replace(pemIn(actor), JSON.stringify(former.publicPem)), json)
        : serve(request),
    );
    ceiba.ahead.ms = 3 * hour;
    await pullManifest(ceiba.runtime, maguey.id);
    expect(await state()).toBe('paused');
  });

  it('is believed also when it takes two pulls to read up to the manifest that says so', async () => {
    await replaced({ with: 12 });
    ceiba.ahead.ms = hour + 1;
    await pullManifest(ceiba.runtime, maguey.id);
    expect([await known(), await state()]).toEqual([11, 'trusted']);
    ceiba.ahead.ms = 3 * hour;
    await pullManifest(ceiba.runtime, maguey.id);
    expect([await known(), await state()]).toEqual([14, 'trusted']);
  });

  it('is asked by whoever did not hear of it, at the first request under a key that they do not know', async () => {
    await replaced();
    expect(await posted(await signingKey(maguey.runtime))).toMatchObject({ status: 202 });
    expect([await known(), await state()]).toEqual([2, 'trusted']);
  });
});

const json = { headers: { 'content-type': activityType } };
const pemIn = (actor: string) => /"publicKeyPem":("[^"]+")/.exec(actor)?.[1] ?? 'nothing';
