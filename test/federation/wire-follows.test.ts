import { expect, test } from 'vitest';
import { dismissFollower } from '../../src/following/dismiss.ts';
import { follow, unfollow } from '../../src/following/follow.ts';
import { openStranger } from '../following/stranger.ts';
import { type Network, openNode } from '../peers/nodes.ts';

/*
 * Follows as they leave a node, in the same files as the other documents (wire.pure.test.ts): what is random in them is
 * named in its place.
 */

test('follows, their answers and their ends go out as they always did', async () => {
  const network: Network = new Map();
  await using ceiba = await openNode('ceiba', network);
  const lu = await openStranger('social', network);
  const { member } = ceiba.people.rosa;
  const stands = await follow(ceiba.runtime, member, { actor: lu.actor });
  await lu.send(ceiba, { type: 'Follow', object: ceiba.actor }, 'https://social.example/follows/1');
  await ceiba.drain();
  await unfollow(ceiba.runtime, member, stands.follow);
  await dismissFollower(ceiba.runtime, member, lu.actor);
  await ceiba.drain();
  const sent = new Map(lu.received.map((one) => [nameOf(one), one]));
  expect([...sent.keys()].sort()).toEqual(['accept', 'block', 'follow', 'reject', 'undo-block', 'undo-follow']);
  for (const [name, activity] of sent) {
    const text = JSON.stringify(activity, null, 2)
      .replaceAll(ceiba.runtime.origin, 'https://ceiba.example')
      .replaceAll(stands.follow.slice(-22), '(ours)')
      .replaceAll(/\/blocks\/[\w-]{22}"/g, '/blocks/(random)"')
      .replaceAll(/\/activities\/[0-9a-f-]{36}"/g, '/activities/(random)"');
    await expect(`${text}\n`).toMatchFileSnapshot(`wire/${name}.json.txt`);
  }
});

function nameOf({ type, object }: { type: string; object: unknown }): string {
  const of = type === 'Undo' && typeof object === 'object' && object !== null && 'type' in object ? object.type : null;
  return [type, of].filter(Boolean).join('-').toLowerCase();
}
