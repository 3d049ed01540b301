import { beforeEach, describe, expect, it } from 'vitest';
import { articleUrl } from '../../../src/agreements/versions/addresses.ts';
import { addPeer } from '../../../src/peers/add.ts';
import { openStranger } from '../../following/stranger.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { fileOf, publishFile, takeBack } from '../words.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const lu = await openStranger('social', network);
beforeEach(async () => {
  lu.received.length = 0;
  lu.answers.status = 202;
});

const followed = () => lu.send(ceiba, { type: 'Follow', object: ceiba.actor });
const types = () => lu.received.map(({ type }) => type).filter((type) => type !== 'Accept');
const featured = async () =>
  (await (await ceiba.get('/actors/self/featured', 'application/activity+json')).json()) as Record<string, unknown>;

describe('what the actor shows first', () => {
  it('is told with the first version and when it is taken back, as addresses, and not with later versions', async () => {
    await followed();
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await ceiba.drain();
    const object = articleUrl(ceiba.runtime.origin, series);
    const target = `${ceiba.runtime.origin}/actors/self/featured`;
    expect(await featured()).toMatchObject({ id: target, totalItems: 1, orderedItems: [object] });
    await takeBack(ceiba, series);
    await ceiba.drain();
    expect(types()).toEqual(['Create', 'Add', 'Update', 'Delete', 'Remove']);
    for (const type of ['Add', 'Remove'])
      expect(lu.received.find((one) => one.type === type)).toEqual({
        '@context': 'https://www.w3.org/ns/activitystreams',
        id: expect.stringMatching(/\/activities\/[0-9a-f-]{36}$/),
        type,
        actor: ceiba.actor,
        to: ['https://www.w3.org/ns/activitystreams#Public'],
        cc: [`${ceiba.runtime.origin}/actors/self/followers`],
        object,
        target,
      });
    expect(await featured()).toMatchObject({ totalItems: 0, orderedItems: [] });
    expect(await featured()).not.toHaveProperty('first');
  });

  it('is no news of what was taken back before it went out, and Remove goes to who left too', async () => {
    await followed();
    const gone = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await takeBack(ceiba, gone.series);
    await ceiba.drain();
    expect(types()).not.toContain('Add');
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    await lu.send(ceiba, { type: 'Undo', object: ceiba.actor });
    await takeBack(ceiba, series);
    await ceiba.drain();
    expect(types().slice(-4)).toEqual(['Create', 'Add', 'Delete', 'Remove']);
  });

  it('a server that fails at Add still gets the versions and the Delete', async () => {
    await followed();
    await ceiba.drain();
    lu.answers.refuse = (type) => (type === 'Add' || type === 'Remove' ? 500 : null);
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await takeBack(ceiba, series);
    await ceiba.drain();
    lu.answers.refuse = () => null;
    expect(types()[0]).toBe('Create');
    expect(types().at(-1)).toBe('Delete');
  });

  it('is not told to collectives of this network: they show what they checked', async () => {
    await addPeer(ceiba.runtime, ceiba.people.rosa.member, maguey.actor);
    await addPeer(maguey.runtime, maguey.people.rosa.member, ceiba.actor);
    await ceiba.runtime.db
      .insertInto('followers')
      .values({
        actor: maguey.actor,
        inbox: `${maguey.runtime.origin}/actors/self/inbox`,
        convive: true,
        follow: `${maguey.runtime.origin}/follows/1`,
        followed: new Date(),
      })
      .execute();
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    await takeBack(ceiba, series);
    const kinds = await ceiba.runtime.db.selectFrom('deliveries').select('kind').orderBy('id').execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['agreement', 'agreement-delete']);
  });
});
