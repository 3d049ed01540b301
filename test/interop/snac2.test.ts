import { expect, test } from 'vitest';
import { proveObject } from '../../src/federation/object-proof.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { activityStreams, startNode, untilEnd } from '../federation/stage.ts';
import { snac as installed } from '../support/needs.ts';
import { eventually, startSnac } from './snac.ts';

const everyone = 'https://www.w3.org/ns/activitystreams#Public';

test.runIf(installed)(
  'a person elsewhere follows, reads, sees the change, and loses what was taken back',
  { timeout: 150_000 },
  async () => {
    const node = await startNode();
    const snac = untilEnd(await startSnac());
    const actor = `${node.origin}/actor`;
    const arrived = (type: string) => node.received.find(({ activity }) => activity.type === type);
    const send = async (activity: Record<string, unknown>) => {
      const body = JSON.stringify({ '@context': activityStreams, actor, ...activity });
      const outcome = await signAndPost(node.egress, { ...node.key, inbox: `${snac.actor}/inbox`, body }, new Date());
      expect(outcome).toMatchObject({ kind: 'answered', status: 202, signature: 'cavage' });
    };

    await snac.follow(actor);
    await eventually(() => arrived('Follow') !== undefined);
    expect(arrived('Follow')?.from).toEqual({ actor: snac.actor, peer: null });
    expect(snac.following(actor)?.type).toBe('Follow');
    await send({
      id: `${node.origin}/activities/1`,
      type: 'Accept',
      to: [snac.actor],
      object: arrived('Follow')?.activity,
    });
    await eventually(() => snac.following(actor)?.type === 'Accept');

    const id = `${node.origin}/agreements/1`;
    const article = async (content: string, updated: string) =>
      proveObject(
        {
          id,
          type: 'Article',
          attributedTo: actor,
          name: 'Agreement',
          content,
          contentMap: { es: content },
          url: id,
          published: '2026-11-22T10:00:00Z',
          updated,
          to: [everyone],
          cc: [`${node.origin}/actors/self/followers`],
        },
        { keyId: `${actor}#object-key`, privateKey: node.objectPair.privateKey },
        new Date(),
      );
    const audience = { to: [everyone], cc: [`${node.origin}/actors/self/followers`] };
    const first = await article('<p>One</p>', '2026-11-22T10:00:00Z');
    await send({ id: `${node.origin}/activities/2`, type: 'Create', ...audience, object: first });
    await eventually(() => snac.stored(id) !== null);
    expect(snac.stored(id)).toMatchObject({ type: 'Article', content: '<p>One</p>', attributedTo: actor });

    const second = await article('<p>Two</p>', '2026-11-22T11:00:00Z');
    await send({ id: `${node.origin}/activities/3`, type: 'Update', ...audience, object: second });
    await eventually(() => snac.stored(id)?.content === '<p>Two</p>');

    await send({ id: `${node.origin}/activities/4`, type: 'Delete', ...audience, object: { id, type: 'Tombstone' } });
    await eventually(() => snac.stored(id) === null);

    await snac.unfollow(actor);
    await eventually(() => arrived('Undo') !== undefined);
    expect(arrived('Undo')?.activity.object).toMatchObject({ type: 'Follow', actor: snac.actor });
  },
);
