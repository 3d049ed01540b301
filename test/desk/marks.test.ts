import { expect, it } from 'vitest';
import { openDesk } from '../../src/client/desk/at-desk.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { peerRoot } from '../../src/client/keyring/peer-trust.ts';
import { checkPeer, signStanding } from '../../src/client/peers/peers.ts';
import { atWork, compareWords, meet, stand } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { movedIn } from '../support/moved-in.ts';
import { type Collective, found } from '../support/world.ts';

const standings = ({ node }: Collective) =>
  node!.app.runtime.db.selectFrom('peer_statements').selectAll().where('kind', '=', 'standing').execute();

it('a desk that read that trust ended keeps it before it answers: closed at once, another device believes nothing older', async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  const id = await meet(ceiba, maguey);
  await meet(maguey, ceiba);
  await compareWords(ceiba, maguey, 'es');
  await stand(ceiba, maguey, { accepts: ['alerts'], sends: ['alerts'] });
  const words = await movedIn(ceiba, 0);
  const before = await standings(ceiba);
  const at = new Date(Date.now() + 2000);
  for (const who of [0, 1]) {
    const here = await atWork(ceiba, who);
    const peer = await checkPeer(here, id);
    const ended = { ...peer.root.standing!, at: timeOf(at), accepts: [], sends: [], ended: timeOf(at) };
    await signStanding(here, peer, ended);
  }

  // One page is read. The desk is closed without a word, as a tab is.
  const first = deskTasks(ceiba.origin, i18nFor('en'));
  await first.unlock(words);
  expect((await first.partner(id)).stands[0]).toMatch(/^It ends trust/);

  // From then on the node says what it said before.
  const { db } = ceiba.node!.app.runtime;
  await db.deleteFrom('peer_statements').where('kind', '=', 'standing').execute();
  await db.insertInto('peer_statements').values(before).execute();
  const { api, keyring, root } = await openDesk(ceiba.origin, words, () => new Date());
  expect(keyring.standings[id]).toBe(timeOf(at));
  const read = await peerRoot({ api, keyring, own: root.chain, now: new Date() }, id);
  expect(read.root.refusal).toBe('manifest-rollback');
  const second = deskTasks(ceiba.origin, i18nFor('en'));
  await second.unlock(words);
  expect((await second.form(null)).partners).toEqual([]);
}, 120_000);

it('two desks of one member that read side by side both work on, and what both saw is kept', async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  await using hawthorn = await found('Hawthorn');
  const words = await movedIn(ceiba, 0);
  const [phone, computer] = [deskTasks(ceiba.origin, i18nFor('en')), deskTasks(ceiba.origin, i18nFor('en'))];
  await phone.unlock(words);
  await computer.unlock(words);
  const [one, other] = [await meet(ceiba, maguey), await meet(ceiba, hawthorn)];
  await phone.partner(one);
  const read = await computer.partner(other);
  await computer.compareWith({ opening: read.opening, heard: read.words });
  const third = await phone.partner(one);
  await phone.compareWith({ opening: third.opening, heard: third.words });
  const { keyring } = await openDesk(ceiba.origin, words, () => new Date());
  expect(Object.keys(keyring.peers).toSorted()).toEqual([one, other].toSorted());
}, 120_000);

it('a node that takes no keyring keeps nobody from working, and it is said once', async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  const id = await meet(ceiba, maguey);
  const words = await movedIn(ceiba, 0);
  const desk = await openDesk(ceiba.origin, words, () => new Date());
  const { db } = ceiba.node!.app.runtime;
  await db.deleteFrom('keyrings').execute();
  const asking = { api: desk.api, keyring: desk.keyring, root: desk.root };
  expect((await checkPeer(asking, id)).chain.collective).toBe(id);
  await desk.kept.settled();
  expect([desk.kept.lost(), desk.kept.lost()]).toEqual([true, false]);
  expect(desk.keyring.peers[id]).toBeDefined();
}, 120_000);
