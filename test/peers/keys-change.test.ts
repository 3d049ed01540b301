import { beforeEach, describe, expect, it } from 'vitest';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { insertManifest } from '../../src/collective/store.ts';
import { generateKeyPair } from '../../src/federation/key-pairs.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { addComparison } from '../../src/peers/compare.ts';
import { announceManifests, pullForUnknownKey, pullManifest, receiveManifest } from '../../src/peers/manifest.ts';
import { pinnedKey } from '../../src/peers/pinned-key.ts';
import { standingWith } from '../../src/peers/standing.ts';
import { chainAt, peerChain, peerOf } from '../../src/peers/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { type Envelope, idOf } from '../../src/protocol/envelope.ts';
import { extendChain } from '../../src/protocol/manifest.ts';
import { nextManifest, type Person, signedBy } from '../protocol/cast.ts';
import { freshNodes } from './open-nodes.ts';
import { compareAgain, comparison, trusted } from './trust.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
beforeEach(async () => {
  await trusted(ceiba, maguey);
});

const state = async () => (await peerOf(ceiba.runtime.db, maguey.id))?.state;
const version = async () => (await peerChain(ceiba.runtime.db, maguey.id))?.newest.version;
const second = (changes: Parameters<typeof nextManifest>[1], ...signers: Person[]): Envelope =>
  signedBy(nextManifest(maguey.chain, { issuedAt: timeOf(new Date()), ...changes }), ...signers);
const receive = (envelope: Envelope) =>
  ceiba.runtime.db
    .transaction()
    .execute((tx) => receiveManifest(tx, { peer: maguey.id }, envelope, ceiba.runtime.clock.now()));
/** Maguey's own node accepts it, so that it serves and pushes it. */
async function adopt(envelope: Envelope): Promise<void> {
  const now = maguey.runtime.clock.now();
  const { newest } = extendChain(maguey.chain, envelope, now);
  const row = { version: newest.version, id: newest.id, envelope: JSON.stringify(envelope) };
  await maguey.runtime.db.transaction().execute((tx) => insertManifest(tx, row, now));
}

describe('a peer’s manifest', () => {
  it('that the chain explains is kept, and trust goes on', async () => {
    const { rosa, lu } = maguey.people;
    const next = second({}, rosa, lu);
    expect(await receive(next)).toEqual({ code: null });
    expect(await receive(next)).toEqual({ code: null });
    expect(await receive(maguey.chain.newest.envelope)).toEqual({ code: null });
    expect([await version(), await state()]).toEqual([2, 'trusted']);
  });

  it('is checked by itself: the links before it are not verified again', async () => {
    const { rosa, lu } = maguey.people;
    // Its own end, so that it is no other test's manifest of the same second.
    const next = second({ expires: timeOf(new Date(Date.now() + 99 * 86_400_000)) }, rosa, lu);
    const id = idOf(next);
    expect(chainAt(id)).toBeNull();
    const before = (await peerChain(ceiba.runtime.db, maguey.id))!.newest;
    expect(await receive(next)).toEqual({ code: null });
    expect(chainAt(id)?.all[0]).toBe(before);
    expect(await peerChain(ceiba.runtime.db, maguey.id)).toBe(chainAt(id));
    // One chain of each collective is remembered.
    expect(chainAt(before.id)).toBeNull();
  });

  it('that too few stewards signed pauses everything until two of us compare again', async () => {
    expect(await receive(second({}, maguey.people.rosa))).toEqual({ code: 'rotate-threshold-old' });
    expect([await version(), await state()]).toEqual([1, 'paused']);
    expect(await standingWith(ceiba.runtime.db, maguey.id, new Date())).toEqual({ accepts: [], sends: [] });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await compareAgain(ceiba, maguey);
    expect(await state()).toBe('trusted');
    expect((await standingWith(ceiba.runtime.db, maguey.id, new Date())).sends).toEqual(['alerts']);
  });

  it('pauses, and no comparison from before ends that', async () => {
    const { runtime, people } = ceiba;
    const now = runtime.clock.now();
    const before = new Date(now.getTime() - 11 * 60_000);
    const begun = await comparison(ceiba, maguey, new Date(now.getTime() + 5_000), people.lu);
    await addComparison(runtime, people.lu.member, maguey.id, begun);
    await receive(second({}, maguey.people.rosa));
    expect(await state()).toBe('paused');
    const finished = await comparison(ceiba, maguey, new Date(now.getTime() + 5_000), people.rosa);
    expect(await addComparison(runtime, people.rosa.member, maguey.id, finished)).toMatchObject({
      statement: { complete: false },
    });
    await runtime.db.deleteFrom('peer_statements').where('kind', '=', 'comparison').execute();
    const kept = await comparison(ceiba, maguey, before, people.rosa, people.lu);
    await expect(addComparison(runtime, people.rosa.member, maguey.id, kept)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await state()).toBe('paused');
    await compareAgain(ceiba, maguey);
    expect(await state()).toBe('trusted');
  });

  it('in the place of another one pauses', async () => {
    const { rosa, lu } = maguey.people;
    await receive(second({}, rosa, lu));
    const fork = second({ policy: { rotate: 2, attest: 3, consentWitnesses: 1 } }, rosa, lu);
    expect(await receive(fork)).toEqual({ code: 'equivocation' });
    expect(await state()).toBe('paused');
  });

  it('is pushed to those who hold an older one', async () => {
    const { rosa, lu } = maguey.people;
    await trusted(maguey, ceiba);
    await maguey.drain();
    await announceManifests(maguey.runtime);
    await adopt(second({}, rosa, lu));
    await announceManifests(maguey.runtime);
    await announceManifests(maguey.runtime);
    await maguey.drain();
    expect(await version()).toBe(2);
    const rows = await maguey.runtime.db
      .selectFrom('deliveries')
      .select('kind')
      .where('kind', '=', 'manifest')
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('is pulled at most once per hour', async () => {
    const { rosa, lu } = maguey.people;
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(false);
    await adopt(second({}, rosa, lu));
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(false);
    ceiba.ahead.ms = 3_600_001;
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(true);
    expect([await version(), await state()]).toEqual([2, 'trusted']);
  });

  it('is pulled ten at a time', async () => {
    const { rosa, lu } = maguey.people;
    let { chain } = maguey;
    for (let at = 0; at < 12; at++) {
      const next = signedBy(nextManifest(chain, { issuedAt: timeOf(new Date()) }), rosa, lu);
      chain = extendChain(chain, next, new Date());
      const { version: number, id } = chain.newest;
      const row = { version: number, id, envelope: JSON.stringify(next) };
      await maguey.runtime.db.transaction().execute((tx) => insertManifest(tx, row, new Date()));
    }
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(true);
    expect(await version()).toBe(11);
    ceiba.ahead.ms = 3_600_001;
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(true);
    expect([await version(), await state()]).toEqual([13, 'trusted']);
  });
});

describe('a key that nobody pinned', () => {
  const keyId = () => `${maguey.actor}#main-key`;
  const posted = async (privateKey: CryptoKey, name = keyId()) => {
    const activity = {
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${maguey.runtime.origin}/activities/1`,
      type: 'Follow',
      actor: maguey.actor,
      object: ceiba.actor,
    };
    const inbox = `${ceiba.runtime.origin}/actors/self/inbox`;
    const post = { inbox, body: JSON.stringify(activity), keyId: name, privateKey };
    const outcome = await signAndPost(maguey.runtime.egress, post, new Date());
    return outcome.kind === 'answered' ? outcome.status : null;
  };

  it('under the pinned name is refused without a look at that node', async () => {
    const { privateKey } = await generateKeyPair('rsa');
    const before = ceiba.asked.length;
    expect(await posted(privateKey)).toBe(401);
    expect(ceiba.asked.length).toBe(before);
    expect(await state()).toBe('trusted');
  });

  it('under a new name costs one look at the actor, and changes nothing while the actor shows what we pinned', async () => {
    const { privateKey } = await generateKeyPair('rsa');
    const before = ceiba.asked.length;
    expect(await posted(privateKey, `${maguey.actor}#other`)).toBe(401);
    expect(await posted(privateKey, `${maguey.actor}#other`)).toBe(401);
    expect(ceiba.asked.slice(before)).toEqual([maguey.actor]);
    expect(await pinnedKey(ceiba.runtime.db, maguey.actor, `${maguey.actor}#other`)).toBe('unknown-key');
    expect(await state()).toBe('trusted');
    // What a stranger claims does not take the turn that keeps up with an honest chain.
    const { rosa, lu } = maguey.people;
    await adopt(second({}, rosa, lu));
    expect(await pullManifest(ceiba.runtime, maguey.id)).toBe(true);
    expect(await version()).toBe(2);
  });

  it('that the actor shows and its chain does not list pauses', async () => {
    const honest = network.get(maguey.runtime.origin)!;
    const other = await nodeKey(ceiba.runtime, 'http');
    network.set(maguey.runtime.origin, async (request) => {
      const answer = await honest(request);
      if (new URL(request.url).pathname !== '/actor') return answer;
      const document = (await answer.json()) as { publicKey: object };
      return Response.json({ ...document, publicKey: { ...document.publicKey, publicKeyPem: other.publicPem } });
    });
    expect(await pullForUnknownKey(ceiba.runtime, maguey.id)).toBe(false);
    expect(await state()).toBe('paused');
  });

  it('is taken once the chain lists it: the sender’s retry passes', async () => {
    const { rosa, lu } = maguey.people;
    const key = await nodeKey(maguey.runtime, 'http');
    const honest = network.get(maguey.runtime.origin)!;
    const other = await nodeKey(ceiba.runtime, 'http');
    const { keys, actor } = maguey.chain.newest.statement.node;
    const rotated = keys.map((one) =>
      one.use === 'http' ? { ...one, id: `${actor}#second-key`, publicKeyMultibase: other.publicMultibase } : one,
    );
    await adopt(second({ node: { actor, keys: rotated } }, rosa, lu));
    network.set(maguey.runtime.origin, async (request) => {
      const answer = await honest(request);
      if (new URL(request.url).pathname !== '/actor') return answer;
      const document = (await answer.json()) as { publicKey: object };
      const publicKey = { ...document.publicKey, id: `${actor}#second-key`, publicKeyPem: other.publicPem };
      return Response.json({ ...document, publicKey });
    });
    expect(await posted(other.privateKey, `${actor}#second-key`)).toBe(202);
    expect([await version(), await state()]).toEqual([2, 'trusted']);
    expect(await posted(key.privateKey)).toBe(401);
  });
});

describe('a peer that says it is another', () => {
  const send = async (activity: Record<string, unknown>) => {
    const { keyId, privateKey } = await nodeKey(maguey.runtime, 'http');
    const id = `${maguey.runtime.origin}/activities/${String(activity.type)}`;
    const body = JSON.stringify({
      '@context': 'https://www.w3.org/ns/activitystreams',
      id,
      actor: maguey.actor,
      ...activity,
    });
    const inbox = `${ceiba.runtime.origin}/actors/self/inbox`;
    return signAndPost(maguey.runtime.egress, { inbox, body, keyId, privateKey }, new Date());
  };
  const actorNow = async () => {
    const document = (await (await maguey.get('/actor', 'application/activity+json')).json()) as Record<
      string,
      unknown
    >;
    const { '@context': _, ...object } = document;
    return object;
  };

  it('pauses with a Move', async () => {
    expect(await send({ type: 'Move', object: maguey.actor, target: 'https://else.test/actor' })).toMatchObject({
      status: 202,
    });
    expect(await state()).toBe('paused');
  });

  it('pauses with an Update to other keys, and not with another name', async () => {
    expect(await send({ type: 'Update', object: { ...(await actorNow()), name: 'Otro' } })).toMatchObject({
      status: 202,
    });
    expect(await state()).toBe('trusted');
    const publicKey = {
      id: `${maguey.actor}#new`,
      owner: maguey.actor,
      publicKeyPem: (await nodeKey(ceiba.runtime, 'http')).publicPem,
    };
    const body = {
      type: 'Update',
      id: `${maguey.runtime.origin}/activities/again`,
      object: { ...(await actorNow()), publicKey },
    };
    await send(body);
    expect(await state()).toBe('paused');
  });
});
