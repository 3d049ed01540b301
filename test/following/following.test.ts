import { beforeEach, describe, expect, it } from 'vitest';
import { follow, unfollow } from '../../src/following/follow.ts';
import { countFollowers, followersOf, followsOf, knownOrigin } from '../../src/following/store.ts';
import { addPeer } from '../../src/peers/add.ts';
import { peersOf } from '../../src/peers/store.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { openStranger } from './stranger.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const lu = await openStranger('social', network);
beforeEach(async () => {
  lu.received.length = 0;
  lu.answers.status = 202;
});

const followId = 'https://social.example/follows/1';
const asks = () => lu.send(ceiba, { type: 'Follow', object: ceiba.actor }, followId);
const followers = () => followersOf(ceiba.runtime.db);

describe('being followed', () => {
  it('accepts with the Follow embedded, once', async () => {
    expect(await asks()).toBe(202);
    expect(await asks()).toBe(202);
    expect(await followers()).toEqual([{ actor: lu.actor, inbox: `${lu.actor}/inbox`, convive: false }]);
    await ceiba.drain();
    expect(lu.received).toHaveLength(1);
    expect(lu.received[0]).toMatchObject({
      type: 'Accept',
      actor: ceiba.actor,
      to: [lu.actor],
      object: { id: followId, type: 'Follow', actor: lu.actor, object: ceiba.actor },
    });
  });

  it('accepts the same Follow again when it comes half an hour later: they did not hear of it, or we of its end', async () => {
    expect(await asks()).toBe(202);
    await ceiba.drain();
    for (const [minutes, accepts] of [
      [29, 1],
      [31, 2],
    ] as const) {
      ceiba.ahead.ms = minutes * 60_000;
      // Within one second of the machine's clock the same bytes would be the very same request.
      const anew = { type: 'Follow', object: ceiba.actor, published: `${minutes} minutes later` };
      expect(await lu.send(ceiba, anew, followId)).toBe(202);
      await ceiba.drain();
      expect(lu.received.map(({ type }) => type)).toEqual(Array(accepts).fill('Accept'));
    }
    expect(await countFollowers(ceiba.runtime.db)).toBe(1);
  });

  it('ends with a Block, and so does what we asked of them', async () => {
    await asks();
    await follow(ceiba.runtime, 'AAAAAAAAAAAAAAAAAAAAAA', { actor: lu.actor });
    await lu.send(ceiba, { type: 'Block', object: maguey.actor });
    expect([await countFollowers(ceiba.runtime.db), (await followsOf(ceiba.runtime.db))[0]?.refused]).toEqual([
      1,
      null,
    ]);
    await lu.send(ceiba, { type: 'Block', object: ceiba.actor });
    expect(await countFollowers(ceiba.runtime.db)).toBe(0);
    expect((await followsOf(ceiba.runtime.db))[0]?.refused).toBeInstanceOf(Date);
  });

  it('keeps no row of what changes nothing, and slows down who follows without end', async () => {
    const rows = async () => (await ceiba.runtime.db.selectFrom('received_activities').selectAll().execute()).length;
    const crowd = await openStranger('crowd', network);
    for (const [type, object] of [
      ['Undo', { type: 'Follow', actor: crowd.actor, object: ceiba.actor }],
      ['Accept', 'https://crowd.example/follows/none'],
      ['Reject', 'https://crowd.example/follows/none'],
      ['Delete', crowd.actor],
      ['Delete', 'https://crowd.example/notes/1'],
    ] as const)
      expect(await crowd.send(ceiba, { type, object })).toBe(202);
    expect(await rows()).toBe(0);
    const many = Array.from({ length: 80 }, () => crowd.send(ceiba, { type: 'Follow', object: ceiba.actor }));
    const statuses = await Promise.all(many);
    expect(statuses).toContain(429);
    expect(await rows()).toBe(statuses.filter((status) => status === 202).length);
    expect(await asks()).toBe(202);
  });

  it('tells how many, and never who', async () => {
    await asks();
    const collection = await (await ceiba.get('/actors/self/followers', 'application/activity+json')).json();
    expect(collection).toMatchObject({ totalItems: 1 });
    expect(JSON.stringify(collection)).not.toContain('social.example');
    expect(await knownOrigin(ceiba.runtime.db, 'https://social.example')).toBe(true);
    expect(await knownOrigin(ceiba.runtime.db, 'https://social.example.evil.example')).toBe(false);
  });

  it('ends with an Undo in each of its three forms', async () => {
    const forms = [
      { id: followId, type: 'Follow', actor: lu.actor, object: ceiba.actor },
      followId,
      ceiba.actor,
      { type: 'Follow', actor: lu.actor, object: ceiba.actor },
    ];
    for (const [index, object] of forms.entries()) {
      expect(await lu.send(ceiba, { type: 'Follow', object: ceiba.actor }, index === 1 ? followId : undefined)).toBe(
        202,
      );
      expect(await countFollowers(ceiba.runtime.db)).toBe(1);
      expect(await lu.send(ceiba, { type: 'Undo', object })).toBe(202);
      expect(await countFollowers(ceiba.runtime.db)).toBe(0);
    }
  });

  it('goes on after an Undo of something else, and after somebody else’s', async () => {
    const other = await openStranger('elsewhere', network);
    await asks();
    await lu.send(ceiba, { type: 'Undo', object: { type: 'Like', actor: lu.actor, object: ceiba.actor } });
    await lu.send(ceiba, { type: 'Undo', object: 'https://social.example/follows/other' });
    await lu.send(ceiba, { type: 'Undo', object: { type: 'Follow', actor: lu.actor, object: maguey.actor } });
    await other.send(ceiba, { type: 'Undo', object: followId });
    await other.send(ceiba, {
      type: 'Undo',
      object: { id: followId, type: 'Follow', actor: lu.actor, object: ceiba.actor },
    });
    expect(await followers()).toHaveLength(1);
  });

  it('sends no Accept to who left before it went out, and forgets an inbox that is gone', async () => {
    await asks();
    await lu.send(ceiba, { type: 'Undo', object: followId });
    await ceiba.drain();
    expect(lu.received).toEqual([]);
    await lu.send(ceiba, { type: 'Follow', object: ceiba.actor });
    lu.answers.status = 410;
    await ceiba.drain();
    expect(await followers()).toEqual([]);
  });

  it('ignores a Follow of something else', async () => {
    expect(await lu.send(ceiba, { type: 'Follow', object: `${ceiba.runtime.origin}/agreements/x` })).toBe(202);
    expect(await followers()).toEqual([]);
  });
});

describe('following', () => {
  const { member } = { member: 'AAAAAAAAAAAAAAAAAAAAAA' };

  it('a peer: asked, accepted, and a follower there that is known as a node of ours', async () => {
    const peer = await addPeer(ceiba.runtime, member, maguey.actor);
    await addPeer(maguey.runtime, member, ceiba.actor);
    await follow(ceiba.runtime, member, { peer: peer.peer });
    await follow(ceiba.runtime, member, { peer: peer.peer });
    await ceiba.drain();
    expect(await followersOf(maguey.runtime.db)).toMatchObject([{ actor: ceiba.actor, convive: true }]);
    await maguey.drain();
    expect((await followsOf(ceiba.runtime.db))[0]?.accepted).toBeInstanceOf(Date);
  });

  it('pins a node of ours first; other software is only followed', async () => {
    await follow(ceiba.runtime, member, { actor: maguey.actor });
    await follow(ceiba.runtime, member, { actor: lu.actor });
    expect((await peersOf(ceiba.runtime.db)).map(({ peer }) => peer)).toEqual([maguey.id]);
    expect((await followsOf(ceiba.runtime.db)).map(({ actor }) => actor).sort()).toEqual(
      [maguey.actor, lu.actor].sort(),
    );
  });

  it('takes an answer only from whom it asked', async () => {
    const { follow: id } = await follow(ceiba.runtime, member, { actor: lu.actor });
    const other = await openStranger('elsewhere', network);
    await other.send(ceiba, { type: 'Accept', object: id });
    const stands = async () => (await followsOf(ceiba.runtime.db))[0];
    expect(await stands()).toMatchObject({ accepted: null, refused: null });
    await lu.send(ceiba, { type: 'Accept', object: { type: 'Follow', actor: ceiba.actor, object: lu.actor } });
    expect((await stands())?.accepted).toBeInstanceOf(Date);
    await lu.send(ceiba, { type: 'Reject', object: { id, type: 'Follow', actor: ceiba.actor, object: lu.actor } });
    expect(await stands()).toMatchObject({ accepted: null, refused: expect.any(Date) });
  });

  it('ends with an Undo that embeds our Follow', async () => {
    const { follow: id } = await follow(ceiba.runtime, member, { actor: lu.actor });
    await unfollow(ceiba.runtime, member, id);
    await expect(unfollow(ceiba.runtime, member, id)).rejects.toMatchObject({ code: 'not-found' });
    await ceiba.drain();
    expect(lu.received.map(({ type }) => type)).toEqual(['Follow', 'Undo']);
    expect(lu.received[0]).toMatchObject({ id, object: lu.actor });
    expect(lu.received[1]).toMatchObject({ object: { id, type: 'Follow', actor: ceiba.actor, object: lu.actor } });
  });
});
