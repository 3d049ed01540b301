import { describe, expect, it } from 'vitest';
import { actorChanged } from '../../src/peers/actor-changed.ts';
import { addPeer } from '../../src/peers/add.ts';
import { summaryOf } from '../../src/peers/as-json.ts';
import { addComparison } from '../../src/peers/compare.ts';
import { pullManifest } from '../../src/peers/manifest.ts';
import { peerOf, peersOf } from '../../src/peers/store.ts';
import type { Node } from '../peers/nodes.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { compareAgain, compared, comparisonOf } from '../peers/trust.ts';
import type { Person } from '../protocol/cast.ts';

/* What a server says that a collective is called, and what members take it for (decision 0018). */

const { ceiba, maguey, copy } = await freshNodes('ceiba', 'maguey', 'copy');
const { rosa, lu } = ceiba.people;
const host = new URL(maguey.runtime.origin).host;

const callItself = async (node: Node, name: string) =>
  void (await node.runtime.db.updateTable('node').set({ name }).execute());
const actorOf = async (node: Node): Promise<unknown> => (await node.get('/actor', 'application/activity+json')).json();
const add = (node: Node, name?: string) => addPeer(ceiba.runtime, rosa.member, node.actor, name);
const shownAs = async (node: Node) => {
  const { name, called, calledAlike, state } = summaryOf((await peerOf(ceiba.runtime.db, node.id))!);
  return { name, called, calledAlike, state };
};
const hand = async (by: Person, shown: { name: string; host: string }, ...signers: Person[]) => {
  const at = ceiba.runtime.clock.now();
  const envelope = await comparisonOf(ceiba, maguey, { at, shown }, ...signers);
  return addComparison(ceiba.runtime, by.member, maguey.id, envelope);
};
const bothSign = async (shown: { name: string; host: string }) => {
  ceiba.ahead.ms += 2000;
  const at = ceiba.runtime.clock.now();
  for (const one of [rosa, lu])
    await addComparison(ceiba.runtime, one.member, maguey.id, await comparisonOf(ceiba, maguey, { at, shown }, one));
};

describe('adding a collective', () => {
  it.each(['Maguey', 'MAGUEY ', 'M\u0430guey', 'Mag uey', 'Ma\u200bguey', 'Magüey', '𝐌aguey'])(
    'is refused for one that calls itself %j, which looks like a partner',
    async (name) => {
      await callItself(maguey, 'Maguey');
      await callItself(copy, name);
      await add(maguey);
      await expect(add(copy)).rejects.toMatchObject({ code: 'name-alike' });
      expect(await peersOf(ceiba.runtime.db)).toHaveLength(1);
    },
  );

  it('is refused for one that calls itself like us', async () => {
    await callItself(copy, 'С\u0435iba');
    await expect(add(copy)).rejects.toMatchObject({ code: 'name-alike' });
  });

  it('of two that look alike takes one, also when both come at once', async () => {
    await callItself(maguey, 'Agave');
    await callItself(copy, 'AGAVE');
    const tries = await Promise.allSettled([add(maguey), add(copy)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await peersOf(ceiba.runtime.db)).toHaveLength(1);
  });

  it('goes under a name of our own, which may not look like another one either', async () => {
    await callItself(maguey, 'Maguey');
    await callItself(copy, 'Maguey');
    await add(maguey);
    await expect(add(copy, 'MAGUEY')).rejects.toMatchObject({ code: 'name-alike' });
    await add(copy, 'Maguey of the coast');
    expect(await shownAs(copy)).toMatchObject({
      name: 'Maguey of the coast',
      called: 'Maguey',
      calledAlike: maguey.id,
    });
  });
});

describe('another name', () => {
  const ways: [string, () => Promise<unknown>][] = [
    ['pushed', async () => actorChanged(ceiba.runtime, maguey.id, await actorOf(maguey))],
    [
      'found when its node is asked',
      () => {
        ceiba.ahead.ms += 3_700_000;
        return pullManifest(ceiba.runtime, maguey.id);
      },
    ],
  ];

  it.each(ways)('%s is said and not taken over; the old one again is no other', async (_, hear) => {
    await callItself(maguey, 'Maguey');
    await compared(ceiba, maguey);
    await callItself(maguey, 'Agave');
    await hear();
    await hear();
    expect(await shownAs(maguey)).toEqual({ name: 'Maguey', called: 'Agave', calledAlike: null, state: 'compared' });
    await callItself(maguey, 'Maguey');
    await hear();
    expect(await shownAs(maguey)).toEqual({ name: 'Maguey', called: null, calledAlike: null, state: 'compared' });
  });

  it.each(ways)('%s is marked where it looks like another one, ours included', async (_, hear) => {
    await callItself(maguey, 'Maguey');
    await callItself(copy, 'Hawthorn');
    await add(maguey);
    await add(copy);
    await callItself(maguey, 'H\u0430wthorn');
    await hear();
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey', called: 'H\u0430wthorn', calledAlike: copy.id });
    await callItself(maguey, 'CEIBA');
    await hear();
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey', called: 'CEIBA', calledAlike: ceiba.id });
  });

  it('is taken over once two of ours have signed it, and by neither alone', async () => {
    await callItself(maguey, 'Maguey');
    await compared(ceiba, maguey);
    await callItself(maguey, 'Agave');
    await actorChanged(ceiba.runtime, maguey.id, await actorOf(maguey));
    ceiba.ahead.ms += 2000;
    await hand(rosa, { name: 'Agave', host }, rosa);
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey', called: 'Agave' });
    await bothSign({ name: 'Agave', host });
    expect(await shownAs(maguey)).toMatchObject({ name: 'Agave', called: null });
  });

  it('of our own making can be signed, and what they call themselves is said beside it', async () => {
    await callItself(maguey, 'Maguey');
    await add(maguey);
    await bothSign({ name: 'Maguey of the coast', host });
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey of the coast', called: 'Maguey' });
    await bothSign({ name: 'Maguey', host });
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey', called: null });
  });

  it('is not signed when it looks like another one, nor beside another host', async () => {
    await callItself(maguey, 'Maguey');
    await callItself(copy, 'Hawthorn');
    await add(maguey);
    await add(copy);
    for (const name of ['hawthorn', 'H\u0430wthorn', 'Ceiba'])
      await expect(hand(rosa, { name, host }, rosa)).rejects.toMatchObject({ code: 'name-alike' });
    const elsewhere = { name: 'Maguey', host: new URL(copy.runtime.origin).host };
    await expect(hand(rosa, elsewhere, rosa)).rejects.toMatchObject({ code: 'from-mismatch' });
    expect(await shownAs(maguey)).toMatchObject({ name: 'Maguey', state: 'pinned' });
  });

  it('changes nothing where a comparison names nobody, as those of before', async () => {
    await callItself(maguey, 'Maguey');
    await compared(ceiba, maguey);
    await bothSign({ name: 'Agave', host });
    ceiba.ahead.ms += 2000;
    await compareAgain(ceiba, maguey);
    expect(await shownAs(maguey)).toMatchObject({ name: 'Agave', called: 'Maguey', state: 'compared' });
  });
});
