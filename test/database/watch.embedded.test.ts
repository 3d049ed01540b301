import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { transaction } from '../../src/database/database.ts';
import { whenStopped } from '../../src/database/watch.ts';
import { freshDatabase } from '../support/databases.ts';

test('a database that does not answer three times in a row has stopped, and one that does again has not', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const given = { everyMs: 100, withinMs: 200, tries: 3, signal: new AbortController().signal };
  let stopped = false;
  const watching = whenStopped(db, given).then(() => {
    stopped = true;
  });
  // Its one connection is taken: nobody else is answered.
  const held = (ms: number) => transaction(db, async () => void (await wait(ms)));
  await held(450);
  await wait(400);
  expect(stopped).toBe(false);
  await held(1_500);
  expect(stopped).toBe(true);
  await watching;
});

test('nothing is watched any more once the node stops', async () => {
  await using database = await freshDatabase();
  const controller = new AbortController();
  const { signal } = controller;
  const watching = whenStopped(database.db, { everyMs: 10_000, withinMs: 100, tries: 1, signal });
  controller.abort();
  await expect(watching).rejects.toMatchObject({ name: 'AbortError' });
});
