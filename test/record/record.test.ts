import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRecord } from '../../src/client/api/record.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { record } from '../../src/record/append.ts';
import { plainAt } from '../support/plain-member.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';

let ceiba: Collective & AsyncDisposable;
const db = () => ceiba.node!.app.runtime.db;
const rows = () => db().selectFrom('record').selectAll().orderBy('seq').execute();
const head = async () => (await fetch(`${ceiba.origin}/record/head`)).json();
const check = async (kept: unknown = null) => {
  const { api, root } = await atWork(ceiba, 2);
  return checkRecord(api, root.chain, kept, ceiba.keyrings[2]!.member);
};

/** Damages the record, checks it, and puts everything back. */
async function damaged(damage: () => Promise<unknown>, kept: unknown = null) {
  const before = await rows();
  const newest = await db().selectFrom('record_head').selectAll().executeTakeFirstOrThrow();
  await damage();
  const verdict = await check(kept);
  await db().updateTable('record_head').set(newest).execute();
  await db().deleteFrom('record').execute();
  await db().insertInto('record').values(before).execute();
  return verdict;
}

beforeAll(async () => {
  ceiba = await found('Ceiba');
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
});
afterAll(() => ceiba[Symbol.asyncDispose]());

describe('the record of who did what', () => {
  it('is whole, and says how many rows lie above a head kept from earlier', async () => {
    const kept = await head();
    const { length } = await rows();
    expect(length).toBeGreaterThan(8);
    // Signing in to look is one row more.
    expect(await check(kept)).toEqual({ ok: true, rows: length + 1, above: 1, withheld: 0 });
    expect(await check(kept)).toEqual({ ok: true, rows: length + 2, above: 2, withheld: 0 });
  });

  it('keeps no content: only ids, codes and words of the code', async () => {
    for (const { actor, action, subject } of await rows()) {
      expect(actor).toMatch(/^(node|setup|person|peer:[\w-]{43}|[\w-]{22})$/);
      expect(action).toMatch(/^[a-z][a-z.-]{2,60}$/);
      expect(subject ?? '').toMatch(/^[\w-]{0,43}$/);
    }
  });

  it('shows a row that was changed', async () => {
    const change = () => db().updateTable('record').set({ action: 'keys.invited' }).where('seq', '=', 3).execute();
    expect(await damaged(change)).toEqual({ ok: false, at: 3, because: 'changed' });
  });

  it('shows a row that is missing', async () => {
    const remove = () => db().deleteFrom('record').where('seq', '=', 3).execute();
    expect(await damaged(remove)).toEqual({ ok: false, at: 3, because: 'missing' });
  });

  it('shows rows that changed places', async () => {
    const swap = async () => {
      for (const [from, to] of [
        [3, 100_000],
        [4, 3],
        [100_000, 4],
      ] as const)
        await db().updateTable('record').set({ seq: to }).where('seq', '=', from).execute();
    };
    expect(await damaged(swap)).toMatchObject({ ok: false, at: 3 });
  });

  it('shows a tail that was cut, to whoever kept a head', async () => {
    const kept = await head();
    const { length } = await rows();
    const session = await atWork(ceiba, 2);
    const before = await rows();
    await db()
      .deleteFrom('record')
      .where('seq', '>', length - 2)
      .execute();
    const verdict = await checkRecord(session.api, session.root.chain, kept);
    await db().deleteFrom('record').execute();
    await db().insertInto('record').values(before).execute();
    expect(verdict).toEqual({ ok: false, at: length - 1, because: 'cut' });
  });

  it('shows a chain that was computed anew from a changed row on, to whoever kept a head', async () => {
    const kept = await head();
    const rewrite = async () => {
      const all = await rows();
      await db().deleteFrom('record').execute();
      await db().updateTable('record_head').set({ seq: 0, prev: '', hash: '' }).execute();
      for (const row of all) {
        const action = row.seq === 2 ? 'keys.invited' : row.action;
        await db()
          .transaction()
          .execute((tx) => record(tx, { actor: row.actor, action, subject: row.subject }, row.at));
      }
    };
    expect(await damaged(rewrite)).toMatchObject({ ok: true });
    expect(await damaged(rewrite, kept)).toMatchObject({ ok: false, because: 'changed' });
  });

  it('takes no head that another node signed', async () => {
    await using maguey = await found('Maguey');
    const foreign = await (await fetch(`${maguey.origin}/record/head`)).json();
    await expect(check(foreign)).rejects.toMatchObject({ code: 'record-head' });
  });

  it('answers its rows to members only, and its head to everybody', async () => {
    expect((await fetch(`${ceiba.origin}/record`, { headers: { accept: 'application/json' } })).status).toBe(401);
    expect((await fetch(`${ceiba.origin}/record/head`)).status).toBe(200);
  });

  it('has its head beside the database after a stop', async () => {
    const { length } = await rows();
    await ceiba.stop();
    const kept: unknown = JSON.parse(await readFile(join(ceiba.place.folder, 'record-head.json'), 'utf8'));
    await ceiba.start();
    expect(await check(kept)).toEqual({ ok: true, rows: length + 1, above: 1, withheld: 0 });
  });

  it('has no fork when many things happen at once', async () => {
    await Promise.all(
      Array.from({ length: 12 }, () =>
        db()
          .transaction()
          .execute((tx) => record(tx, { actor: 'node', action: 'signed-in' }, new Date())),
      ),
    );
    expect(await check()).toMatchObject({ ok: true });
  });

  it('tells what concerns sealed things to accompaniers, and shows everybody else that nothing of it is missing', async () => {
    const happened = [
      { actor: 'node', action: 'alert.handed-in', subject: 'delivery-of-somebody' },
      { actor: 'person', action: 'consent.withdrawn', subject: 'delivery-of-somebody' },
    ];
    for (const one of happened)
      await db()
        .transaction()
        .execute((tx) => record(tx, one, new Date()));
    const told = async (who: number) => {
      const { api, root } = await atWork(ceiba, who);
      const shown = await api.send('GET', '/record?after=0');
      return { shown, checked: await checkRecord(api, root.chain, null, ceiba.keyrings[who]!.member) };
    };
    const accompanier = await told(0);
    expect(accompanier.shown).toContain('delivery-of-somebody');
    expect(accompanier.checked).toMatchObject({ ok: true, withheld: 0 });
    const steward = await told(2);
    expect(steward.shown).not.toMatch(/delivery-of-somebody|handed-in|consent/);
    expect(steward.checked).toMatchObject({ ok: true, withheld: 2 });
    // A node may not hold back from an accompanier, whom nobody counts on to see less.
    const { api, root } = await atWork(ceiba, 2);
    expect(await checkRecord(api, root.chain, null, ceiba.keyrings[0]!.member)).toMatchObject({ because: 'changed' });
  });

  it('tells a plain member nothing of partners, and everybody whom the manifest lists', async () => {
    const happened = { actor: 'node', action: 'peers.standing-granted', subject: 'a-partner' };
    await db()
      .transaction()
      .execute((tx) => record(tx, happened, new Date()));
    const { api, root } = await atWork(ceiba, 2);
    expect(await api.send('GET', '/record?after=0')).toContain('a-partner');
    const lu = await (await plainAt(ceiba.origin, ceiba.keyrings[2]!)).open();
    expect(await lu.api.send('GET', '/record?after=0')).not.toMatch(/a-partner|peers\./);
    expect(await checkRecord(lu.api, root.chain, null, lu.keyring.member)).toMatchObject({ ok: true, withheld: 3 });
  });

  it('finds a withheld row in another place, and one with another hash', async () => {
    const swapped = () =>
      db()
        .updateTable('record')
        .set({ hash: 'A'.repeat(43) })
        .where('action', '=', 'alert.handed-in')
        .execute();
    expect(await damaged(swapped)).toMatchObject({ ok: false, because: 'changed' });
  });
});
