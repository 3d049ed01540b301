import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { ownNode } from '../../src/collective/store.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { deliveryActivity } from '../../src/peers/activity.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { mondayBefore } from '../../src/protocol/delivery.ts';
import { randomId, timeOf } from '../../src/protocol/encoding.ts';
import { dropCommitOf } from '../../src/protocol/secrets.ts';
import { eventually } from '../support/world.ts';
import { day, earlier, hour, moveTheClock, pass } from './clock.ts';
import { done } from './done.ts';
import { namesIn } from './erased.ts';
import { openPartners, type Partners, runtimeOf } from './partners.ts';

/* Two nodes run, their clock is moved, and each does by itself what its chores are for. */

moveTheClock();

let partners: Partners;
beforeAll(async () => {
  partners = await openPartners();
}, 120_000);
afterAll(() => partners?.[Symbol.asyncDispose]());

test.each(Object.entries(done))('the chore %s', async (_chore, see) => see(partners));

test('a late copy of what was taken back is refused after 30 days, as it was on the first', async () => {
  const { ceiba, maguey, egress } = partners;
  const { db } = runtimeOf(maguey);
  const [from, to] = await Promise.all(
    [ceiba, maguey].map(async (one) => (await ownNode(runtimeOf(one).db))?.collective),
  );
  const token = randomId();
  const header = { v: 1, delivery: randomId(), edition: 1, from: from!, to: to! } as const;
  const dropAfter = mondayBefore(timeOf(earlier(new Date(), -90 * day)));
  const drop = { header: { ...header, kind: 'drop', dropCommit: null, dropAfter: null }, body: token } as const;
  const copy = {
    header: { ...header, kind: 'alert', dropCommit: dropCommitOf(token), dropAfter },
    body: 'YWdl',
  } as const;
  const send = async (delivery: typeof drop | typeof copy) => {
    const { keyId, privateKey } = await nodeKey(runtimeOf(ceiba), 'http');
    const activity = { id: uuidv7(new Date()), recipient: `${maguey.origin}/actor` };
    const body = deliveryActivity(ceiba.origin, activity, delivery);
    const answer = await signAndPost(
      egress,
      { inbox: `${maguey.origin}/actors/self/inbox`, body, keyId, privateKey },
      new Date(),
    );
    return answer.kind === 'answered' ? [answer.status, answer.code] : [];
  };
  expect(await send(drop)).toEqual([202, null]);
  expect(await send(copy)).toEqual([409, 'tombstone']);
  const old = { direction: 'in', peer: 'x', delivery: 'put-old', ending: 'withdrawn' } as const;
  await db
    .insertInto('tombstones')
    .values({ ...old, ended: earlier(new Date(), 731 * day) })
    .execute();
  const known = { table: 'tombstones', column: 'delivery' } as const;
  const swept = (names: string[]) => names.length === 0;
  pass(30 * day + hour);
  await eventually(() => namesIn(db, known, 'put-old'), swept);
  expect(await send(copy)).toEqual([409, 'tombstone']);
});
