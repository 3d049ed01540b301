import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { createEgress, type Egress } from '../../src/platform/egress.ts';
import { snac as installed } from '../support/needs.ts';
import { agreementText, takeBack } from '../support/trust.ts';
import { found } from '../support/world.ts';
import { eventually, startSnac } from './snac.ts';

const followers = async (origin: string): Promise<number> => {
  const answer = await fetch(`${origin}/actors/self/followers`, { headers: { accept: 'application/activity+json' } });
  return ((await answer.json()) as { totalItems: number }).totalItems;
};

test.runIf(installed)(
  'a person elsewhere follows a collective, reads its agreement, sees it change, and loses what was taken back',
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using snac = await startSnac();
    const actor = `${ceiba.origin}/actor`;
    const article = (series: string) => `${ceiba.origin}/agreements/${series}`;

    await snac.follow(actor);
    await eventually(() => snac.following(actor)?.type === 'Accept');
    expect(await followers(ceiba.origin)).toBe(1);

    const first = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    const id = article(first.series);
    await eventually(() => snac.stored(id) !== null);
    const stored = snac.stored(id);
    expect(stored).toMatchObject({ type: 'Article', attributedTo: actor, name: 'Acuerdo de convivencia de Ceiba' });
    expect(String(stored?.content)).toContain('casa con biblioteca, comedor y huerta');

    const second = await adopt(ceiba, 'ceiba-v2.es.md', agreementText('ceiba-v2.es.md'), first.series);
    expect(second.version).toBe(2);
    await eventually(() => snac.stored(id)?.content !== stored?.content);
    expect(String(snac.stored(id)?.updated) > String(stored?.published)).toBe(true);

    await takeBack(ceiba, first.series);
    await eventually(() => snac.stored(id) === null);
    for (const accept of ['application/activity+json', 'text/html'])
      expect((await fetch(id, { headers: { accept } })).status).toBe(404);

    await snac.unfollow(actor);
    await eventually(async () => (await followers(ceiba.origin)) === 0);
  },
);

test.runIf(installed)(
  'a person elsewhere who was never answered stops asking, and is no follower any more',
  { timeout: 60_000 },
  async () => {
    const way = createEgress({ allowLoopback: true, userAgent: 'Convive-test' });
    const silent: Egress = { get: way.get, post: () => Promise.reject(new Refusal('unreachable', 'connect')) };
    await using ceiba = await found('Ceiba', { replace: { egress: silent } });
    await using snac = await startSnac();
    const actor = `${ceiba.origin}/actor`;
    await snac.follow(actor);
    await eventually(async () => (await followers(ceiba.origin)) === 1);
    expect(snac.following(actor)?.type).toBe('Follow');
    await snac.unfollow(actor);
    await eventually(async () => (await followers(ceiba.origin)) === 0);
    await way[Symbol.asyncDispose]();
  },
);
