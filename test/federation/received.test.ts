import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { pruneKeys, storedKey, storeKey } from '../../src/federation/key-store.ts';
import { firstTime, pruneReceived } from '../../src/federation/received.ts';
import { freshDatabase } from '../support/databases.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const [lu, rosa] = ['https://a.example/users/lu', 'https://a.example/users/rosa'];
const activity = 'https://a.example/activities/1';

test('an activity takes effect once per actor, and again only when it was rolled back', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const take = (actor: string, fail = false) =>
    db.transaction().execute(async (tx) => {
      const first = await firstTime(tx, actor, activity, now);
      if (fail) throw new Error('rolled back');
      return first;
    });
  await expect(take(lu, true)).rejects.toThrow('rolled back');
  expect([await take(lu), await take(lu), await take(rosa), await take(rosa)]).toEqual([true, false, true, false]);
  await pruneReceived(db, now);
  expect(await take(lu)).toBe(false);
  await pruneReceived(db, later(1));
  expect(await take(lu)).toBe(true);
});

test('the longest actor and id that the guard lets through are remembered', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  // Random, so that the database cannot pack them into less.
  const long = (bytes: number) => `https://a.example/${randomBytes(bytes).toString('base64url')}`.slice(0, bytes);
  const [actor, id] = [long(1024), long(1024)];
  const take = () => db.transaction().execute((tx) => firstTime(tx, actor, id, now));
  expect([await take(), await take()]).toEqual([true, false]);
});

test('a stored key ends after an hour and is replaced by a newer one', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const of = { actor: lu, keyId: `${lu}#main-key` };
  const key = { ...of, publicKey: 'one' };
  await storeKey(db, key, now);
  await storeKey(db, { ...key, publicKey: 'two' }, later(1));
  expect(await storedKey(db, of, later(3_600_000))).toEqual({ keyId: of.keyId, publicKey: 'two' });
  expect(await storedKey(db, of, later(3_600_001))).toBeNull();
  expect(await storedKey(db, { ...of, actor: rosa }, now)).toBeNull();
  await pruneKeys(db, later(3_600_001));
  expect(await db.selectFrom('kv').select('key').execute()).toEqual([]);
});
