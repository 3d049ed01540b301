import { beforeEach, describe, expect, it } from 'vitest';
import { insertManifest } from '../../src/collective/store.ts';
import { refreshing } from '../../src/peers/refresh.ts';
import { peerChain, peerOf } from '../../src/peers/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { extendChain } from '../../src/protocol/manifest.ts';
import { nextManifest, signedBy } from '../protocol/cast.ts';
import { freshNodes } from './open-nodes.ts';
import { trusted } from './trust.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
beforeEach(async () => {
  await trusted(ceiba, maguey);
});

const state = async () => (await peerOf(ceiba.runtime.db, maguey.id))?.state;
const version = async () => (await peerChain(ceiba.runtime.db, maguey.id))?.newest.version;

describe('before anything of a peer is shown', () => {
  it('its chain is asked for when that was not done within the hour, once however many want to read', async () => {
    const refresh = refreshing(ceiba.runtime);
    await refresh.beforeShowing();
    const answered = async () => (await peerOf(ceiba.runtime.db, maguey.id))?.answered;
    const first = await answered();
    expect(first).toBeInstanceOf(Date);
    await rotate();
    await refresh.beforeShowing();
    expect(await version()).toBe(1);
    ceiba.ahead.ms = 2 * 3_600_000;
    ceiba.asked.length = 0;
    await Promise.all([refresh.beforeShowing(), refresh.beforeShowing(), refresh.all()]);
    expect(await version()).toBe(2);
    expect(ceiba.asked.filter((url) => url.includes('/manifest'))).toHaveLength(1);
    expect((await answered())!.getTime()).toBeGreaterThan(first!.getTime());
  });

  it('one that does not answer is not waited for, and what it said last still counts', async () => {
    const { origin } = maguey.runtime;
    let answer = (): void => {};
    const silent = new Promise<Response>((resolve) => {
      answer = () => resolve(new Response(null, { status: 503 }));
    });
    const refresh = refreshing(ceiba.runtime, 20);
    network.set(origin, () => silent);
    await refresh.beforeShowing();
    expect(await state()).toBe('trusted');
    expect((await peerOf(ceiba.runtime.db, maguey.id))?.answered).toBeNull();
    answer();
    await refresh.all();
    expect((await peerOf(ceiba.runtime.db, maguey.id))?.answered).toBeNull();
  });
});

/** Maguey's own node accepts a second manifest, and serves it. */
async function rotate(): Promise<void> {
  const { rosa, lu } = maguey.people;
  const now = maguey.runtime.clock.now();
  const envelope = signedBy(nextManifest(maguey.chain, { issuedAt: timeOf(now) }), rosa, lu);
  const { newest } = extendChain(maguey.chain, envelope, now);
  const row = { version: newest.version, id: newest.id, envelope: JSON.stringify(envelope) };
  await maguey.runtime.db.transaction().execute((tx) => insertManifest(tx, row, now));
}
