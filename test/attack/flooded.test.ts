import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/database/database.ts';
import { enqueue } from '../../src/deliveries/enqueue.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { doctor } from '../../src/upkeep/doctor.ts';
import { minute, moveTheClock, pass } from '../chores/clock.ts';
import { enterAs } from '../support/browser-session.ts';
import { type Collective, found } from '../support/world.ts';

/* While somebody floods a node, its people read that they need do nothing, and it ends by itself. */

moveTheClock();

let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

/** Whatever else it says: a clock that is moved leaves the worker behind. */
const calm = async () => ((await (await fetch(`${ceiba.origin}/readyz`)).json()) as { calm: boolean }).calm;
async function told(): Promise<string> {
  const lines: string[] = [];
  await doctor({ env: { DATA: ceiba.place.folder }, i18n: i18nFor('en'), print: (line) => void lines.push(line) }, []);
  return lines.join('\n');
}
async function shown(): Promise<string> {
  const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[1]!);
  const answer = await fetch(`${ceiba.origin}/node-state?lang=en`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer.text();
}
const forged = () =>
  fetch(`${ceiba.origin}/actors/self/inbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/activity+json' },
    body: JSON.stringify({ type: 'Follow', id: 'https://x.test/1', actor: 'https://x.test/u', object: ceiba.origin }),
  });

test('a flood is said on a page and by the doctor, while it lasts', async () => {
  expect(await calm()).toBe(true);
  for (let n = 0; n < 150; n++) expect((await forged()).status).toBeGreaterThanOrEqual(400);
  expect(await calm()).toBe(true);
  expect(await told()).not.toContain('flooding');
  for (let n = 0; n < 50; n++) await forged();
  expect(await calm()).toBe(false);
  expect(await told()).toContain('Somebody is flooding this node');
  expect(await shown()).toMatch(
    /Somebody is flooding this node[^<]*nothing to do[^<]*20\d within the last ten minutes/,
  );
  pass(11 * minute);
  expect(await calm()).toBe(true);
  expect(await told()).not.toContain('flooding');
  expect(await shown()).not.toContain('flooding');
});

test('what a member asks in vain, and what anybody only reads, is no flood', async () => {
  const { form } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  for (let n = 0; n < 200; n++) {
    await fetch(`${ceiba.origin}/nowhere-${n}`);
    await fetch(`${ceiba.origin}/followers/dismissed`, { method: 'POST', headers: form, body: 'x' });
  }
  expect(await calm()).toBe(true);
});

test('the page says how many were refused by a cap, and how they come in again', async () => {
  expect(await shown()).not.toContain('Follows that were refused');
  const { db } = ceiba.node!.app.runtime;
  const recipient = { actor: 'http://127.0.0.1:1/u', inbox: 'http://127.0.0.1:1/inbox', audience: 'follower' as const };
  const item = { kind: 'follow-full', item: 'x', object: 'x', recipient };
  await transaction(db, (tx) => enqueue(tx, [item], new Date()));
  await db
    .updateTable('deliveries')
    .set({ state: 'sent', sent: new Date(), lease: null })
    .where('kind', '=', 'follow-full')
    .execute();
  expect(await shown()).toMatch(/1 address was told since yesterday[^<]*500 of one domain[^<]*FOLLOWERS_PER_DOMAIN/);
});

test('only members see it', async () => {
  expect((await fetch(`${ceiba.origin}/node-state`)).status).toBe(401);
});
