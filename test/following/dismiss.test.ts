import { beforeEach, describe, expect, it } from 'vitest';
import { articleUrl } from '../../src/agreements/versions/addresses.ts';
import { dismissFollower } from '../../src/following/dismiss.ts';
import { follow } from '../../src/following/follow.ts';
import { followersOf, followsOf } from '../../src/following/store.ts';
import { addPeer } from '../../src/peers/add.ts';
import { fileOf, publishFile, takeBack } from '../agreements/words.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { openStranger } from './stranger.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const lu = await openStranger('social', network);
beforeEach(async () => {
  lu.received.length = 0;
});

const followId = 'https://social.example/follows/1';
const asks = (id = followId) => lu.send(ceiba, { type: 'Follow', object: ceiba.actor }, id);
const remove = (actor: string) => dismissFollower(ceiba.runtime, ceiba.people.rosa.member, actor);
const types = () => lu.received.map(({ type }) => type);

describe('removing a follower', () => {
  it('sends Reject, Block and its Undo in this order, then nothing new, but a Delete of what they have', async () => {
    await asks();
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    lu.received.length = 0;
    await remove(lu.actor);
    expect(await followersOf(ceiba.runtime.db)).toEqual([]);
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await ceiba.drain();
    expect(types()).toEqual(['Reject', 'Block', 'Undo']);
    const [reject, block, undo] = lu.received;
    const ours = { actor: ceiba.actor, to: [lu.actor] };
    expect(reject).toMatchObject({
      ...ours,
      object: { id: followId, type: 'Follow', actor: lu.actor, object: ceiba.actor },
    });
    expect(block).toMatchObject({ ...ours, object: lu.actor });
    expect(undo).toMatchObject({
      ...ours,
      object: { id: block!.id, type: 'Block', actor: ceiba.actor, object: lu.actor },
    });
    await takeBack(ceiba, series);
    await ceiba.drain();
    const deleted = lu.received.find(({ type }) => type === 'Delete');
    expect(deleted).toMatchObject({ object: { id: articleUrl(ceiba.runtime.origin, series) } });
  });

  it('sends our own kind no Block, which would end what we follow of theirs', async () => {
    const { member } = ceiba.people.rosa;
    await addPeer(maguey.runtime, member, ceiba.actor);
    await follow(ceiba.runtime, member, { actor: maguey.actor });
    await follow(maguey.runtime, member, { actor: ceiba.actor });
    for (const node of [ceiba, maguey, ceiba]) await node.drain();
    await remove(maguey.actor);
    await ceiba.drain();
    expect((await followersOf(maguey.runtime.db)).map(({ actor }) => actor)).toEqual([ceiba.actor]);
    expect(await followsOf(maguey.runtime.db)).toMatchObject([{ actor: ceiba.actor, refused: expect.any(Date) }]);
    expect(await followersOf(ceiba.runtime.db)).toEqual([]);
  });

  it('cancels what was waiting for them, Accept and greeting too', async () => {
    await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await asks();
    await remove(lu.actor);
    await ceiba.drain();
    expect(types()).toEqual(['Reject', 'Block', 'Undo']);
  });

  it('is no wall: who follows again is accepted, and not refused afterwards', async () => {
    await asks();
    await ceiba.drain();
    await remove(lu.actor);
    await asks('https://social.example/follows/2');
    lu.received.length = 0;
    await ceiba.drain();
    expect(types()).toEqual(['Undo', 'Accept']);
    expect(await followersOf(ceiba.runtime.db)).toHaveLength(1);
  });

  it('keeps our own follow of the same actor', async () => {
    await follow(ceiba.runtime, ceiba.people.rosa.member, { actor: lu.actor });
    await asks();
    await remove(lu.actor);
    await ceiba.drain();
    expect(types()).toContain('Follow');
    expect(await followsOf(ceiba.runtime.db)).toHaveLength(1);
  });

  it('tells a node of this network, which then knows that it was refused', async () => {
    const peer = await addPeer(ceiba.runtime, ceiba.people.rosa.member, maguey.actor);
    await addPeer(maguey.runtime, maguey.people.rosa.member, ceiba.actor);
    await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
    await maguey.drain();
    await ceiba.drain();
    await remove(maguey.actor);
    await ceiba.drain();
    expect(await followsOf(maguey.runtime.db)).toMatchObject([{ accepted: null, refused: expect.any(Date) }]);
    const record = await ceiba.runtime.db.selectFrom('record').select(['action', 'subject']).orderBy('seq').execute();
    expect(record.at(-1)).toEqual({ action: 'following.dismissed', subject: peer.peer });
  });

  it('refuses who does not follow', async () => {
    await expect(remove(lu.actor)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a whole actor that is deleted', () => {
  it('follows no more, by its own word only', async () => {
    const other = await openStranger('elsewhere', network);
    await asks();
    await other.send(ceiba, { type: 'Delete', object: lu.actor });
    expect(await followersOf(ceiba.runtime.db)).toHaveLength(1);
    await lu.send(ceiba, { type: 'Delete', object: lu.actor });
    expect(await followersOf(ceiba.runtime.db)).toEqual([]);
  });
});
