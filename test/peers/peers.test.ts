import { beforeEach, describe, expect, it } from 'vitest';
import { addPeer } from '../../src/peers/add.ts';
import { addComparison } from '../../src/peers/compare.ts';
import { receiveOffer } from '../../src/peers/receive-offer.ts';
import { grantStanding } from '../../src/peers/sign-standing.ts';
import { newestOffer, standingWith } from '../../src/peers/standing.ts';
import { peerOf, peersOf, statementsOf } from '../../src/peers/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { person, signedBy } from '../protocol/cast.ts';
import type { Node } from './nodes.ts';
import { freshNodes } from './open-nodes.ts';
import { compared, comparison, granted, trusted } from './trust.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');

const add = (own: Node, address: string) => addPeer(own.runtime, own.people.rosa.member, address);
const stateOf = async (own: Node, peer: Node) => (await peerOf(own.runtime.db, peer.id))?.state;

describe('adding a peer', () => {
  it('pins its chain, by actor, node address or handle, once', async () => {
    const peer = await add(ceiba, maguey.actor);
    expect(peer).toMatchObject({ peer: maguey.id, name: 'maguey', state: 'pinned' });
    await add(ceiba, maguey.runtime.origin);
    await add(ceiba, `@maguey@${new URL(maguey.runtime.origin).host}`);
    expect(await peersOf(ceiba.runtime.db)).toHaveLength(1);
    expect((await standingWith(ceiba.runtime.db, maguey.id, new Date())).accepts).toEqual([]);
  });

  it('refuses itself, what is no address, what does not answer, and software without the protocol', async () => {
    await expect(add(ceiba, ceiba.actor)).rejects.toMatchObject({ code: 'conflict' });
    await expect(add(ceiba, 'maguey')).rejects.toMatchObject({ code: 'malformed' });
    await expect(add(ceiba, 'https://nobody.test')).rejects.toMatchObject({ code: 'unreachable' });
    const document = { id: 'https://other.test/actor', type: 'Person', inbox: 'https://other.test/inbox' };
    network.set('https://other.test', async () => Response.json(document));
    await expect(add(ceiba, document.id)).rejects.toMatchObject({ code: 'unknown-issuer' });
  });

  it('refuses a server that shows another collective’s chain as its own', async () => {
    const actor = (await (await maguey.get('/actor', 'application/activity+json')).json()) as Record<string, unknown>;
    const copied = JSON.parse(JSON.stringify(actor).replaceAll(maguey.runtime.origin, 'https://copy.test')) as unknown;
    network.set('https://copy.test', async (request) =>
      request.url.includes('/manifest')
        ? maguey.get('/manifest?from=1', 'application/json')
        : Response.json(copied, { headers: { 'content-type': 'application/activity+json' } }),
    );
    await expect(add(ceiba, 'https://copy.test')).rejects.toMatchObject({ code: 'from-mismatch' });
    expect(await peersOf(ceiba.runtime.db)).toEqual([]);
  });
});

describe('comparing', () => {
  const hand = async (member: { member: string }, ...signers: Parameters<typeof comparison>[3][]) =>
    addComparison(ceiba.runtime, member.member, maguey.id, await comparison(ceiba, maguey, at, ...signers));
  let at: Date;
  beforeEach(async () => {
    at = new Date();
    await add(ceiba, maguey.actor);
  });

  it('takes two of our own members', async () => {
    const { rosa, lu } = ceiba.people;
    expect((await hand(rosa, rosa)).statement.complete).toBe(false);
    expect((await hand(rosa, rosa)).statement.complete).toBe(false);
    expect(await stateOf(ceiba, maguey)).toBe('pinned');
    expect((await hand(lu, lu)).statement.complete).toBe(true);
    expect(await stateOf(ceiba, maguey)).toBe('compared');
  });

  it('refuses strangers, a signature that somebody else hands in, and another collective’s statement', async () => {
    const { rosa, lu } = ceiba.people;
    await expect(hand(rosa, rosa, person('Umbral', ['steward']))).rejects.toMatchObject({ code: 'signature' });
    await expect(hand(rosa, lu)).rejects.toMatchObject({ code: 'not-allowed' });
    await add(maguey, ceiba.actor);
    const theirs = await comparison(maguey, ceiba, at, rosa, lu);
    const handed = addComparison(ceiba.runtime, rosa.member, maguey.id, theirs);
    await expect(handed).rejects.toMatchObject({ code: 'from-mismatch' });
    expect(await statementsOf(ceiba.runtime.db, maguey.id)).toEqual([]);
  });

  it('refuses one that is older than the newest', async () => {
    const { rosa, lu } = ceiba.people;
    await hand(rosa, rosa, lu);
    at = new Date(at.getTime() - 60_000);
    await expect(hand(rosa, rosa, lu)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('standing', () => {
  const now = () => ceiba.runtime.clock.now();
  const give = (member: { member: string }, given: ReturnType<typeof granted>) =>
    grantStanding(ceiba.runtime, member.member, maguey.id, given);
  const with_ = () => standingWith(ceiba.runtime.db, maguey.id, now());

  it('needs words that were compared', async () => {
    const { rosa, lu } = ceiba.people;
    await add(ceiba, maguey.actor);
    await expect(give(rosa, granted(ceiba, maguey, now(), {}, rosa, lu))).rejects.toMatchObject({
      code: 'unverified-peer',
    });
  });

  it('means nothing with one signature, or the same member’s twice', async () => {
    const { rosa } = ceiba.people;
    await compared(ceiba, maguey);
    const at = now();
    await give(rosa, granted(ceiba, maguey, at, {}, rosa));
    await give(rosa, granted(ceiba, maguey, at, {}, rosa));
    expect(await with_()).toEqual({ accepts: [], sends: [] });
    expect(await stateOf(ceiba, maguey)).toBe('compared');
    expect(await ceiba.runtime.db.selectFrom('deliveries').select('id').execute()).toEqual([]);
  });

  it('holds at two members, and the peer is told', async () => {
    const { rosa, lu } = ceiba.people;
    await compared(ceiba, maguey);
    await add(maguey, ceiba.actor);
    const at = now();
    await give(rosa, granted(ceiba, maguey, at, { accepts: ['agreements'] }, rosa));
    await give(lu, granted(ceiba, maguey, at, { accepts: ['agreements'] }, lu));
    expect(await with_()).toEqual({ accepts: ['agreements'], sends: ['alerts'] });
    await ceiba.drain();
    const offers = newestOffer(await statementsOf(maguey.runtime.db, ceiba.id), ceiba.id);
    expect(offers?.offer).toMatchObject({ accepts: ['agreements'], sends: ['alerts'], attest: 2 });
    expect(await standingWith(maguey.runtime.db, ceiba.id, now())).toEqual({ accepts: [], sends: [] });
  });

  it('can be ended while it is paused, or before any words were compared', async () => {
    const { rosa, lu } = ceiba.people;
    await trusted(ceiba, maguey);
    await ceiba.runtime.db.updateTable('peers').set({ state: 'paused' }).where('peer', '=', maguey.id).execute();
    const at = new Date(now().getTime() + 2000);
    await expect(give(rosa, granted(ceiba, maguey, at, {}, rosa, lu))).rejects.toMatchObject({
      code: 'unverified-peer',
    });
    const over = granted(ceiba, maguey, at, { accepts: [], sends: [], ended: timeOf(at) }, rosa);
    await give(rosa, over);
    expect(await stateOf(ceiba, maguey)).toBe('paused');
    await give(lu, granted(ceiba, maguey, at, { accepts: [], sends: [], ended: timeOf(at) }, lu));
    expect(await stateOf(ceiba, maguey)).toBe('ended');
    expect(await with_()).toEqual({ accepts: [], sends: [] });
  });

  it('ends with its review, and with a newer one that gives nothing', async () => {
    const { rosa, lu } = ceiba.people;
    await trusted(ceiba, maguey);
    const later = new Date(now().getTime() + 181 * 86_400_000);
    expect(await standingWith(ceiba.runtime.db, maguey.id, later)).toEqual({ accepts: [], sends: [] });
    const at = new Date(now().getTime() + 2000);
    await give(rosa, granted(ceiba, maguey, at, { accepts: [], sends: [] }, rosa, lu));
    expect(await stateOf(ceiba, maguey)).toBe('compared');
  });

  it('refuses an older one, and an offer that says something else', async () => {
    const { rosa, lu } = ceiba.people;
    await trusted(ceiba, maguey);
    const before = new Date(now().getTime() - 60_000);
    const old = granted(ceiba, maguey, before, { sends: ['status'] }, rosa, lu);
    await expect(give(rosa, old)).rejects.toMatchObject({ code: 'conflict' });
    const at = new Date(now().getTime() + 2000);
    const { standing } = granted(ceiba, maguey, at, {}, rosa, lu);
    const { offer } = granted(ceiba, maguey, at, { sends: [] }, rosa, lu);
    await expect(give(rosa, { standing, offer })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a peer’s offer', () => {
  const receive = (offer: ReturnType<typeof granted>['offer']) =>
    ceiba.runtime.db
      .transaction()
      .execute((tx) => receiveOffer(tx, { peer: maguey.id }, offer, ceiba.runtime.clock.now()));
  const held = async () => newestOffer(await statementsOf(ceiba.runtime.db, maguey.id), maguey.id)?.offer;
  beforeEach(() => add(ceiba, maguey.actor));

  // row 60
  it('counts by its newest time; an older one changes nothing', async () => {
    const { rosa, lu } = maguey.people;
    const at = new Date();
    await receive(granted(maguey, ceiba, at, { accepts: ['status'] }, rosa, lu).offer);
    await receive(granted(maguey, ceiba, new Date(at.getTime() - 5000), { accepts: [] }, rosa, lu).offer);
    expect((await held())?.accepts).toEqual(['status']);
    await receive(granted(maguey, ceiba, new Date(at.getTime() + 5000), { accepts: [] }, rosa, lu).offer);
    expect((await held())?.accepts).toEqual([]);
  });

  it('is refused from the future, from one member, for somebody else, and by strangers', async () => {
    const { rosa, lu } = maguey.people;
    const far = new Date(Date.now() + 11 * 60_000);
    await expect(receive(granted(maguey, ceiba, far, {}, rosa, lu).offer)).rejects.toMatchObject({ code: 'future' });
    const now = new Date();
    const alone = granted(maguey, ceiba, now, {}, rosa).offer;
    await expect(receive(alone)).rejects.toMatchObject({ code: 'attest-threshold' });
    const foreign = granted(maguey, ceiba, now, { audience: 'A'.repeat(43) }, rosa, lu).offer;
    await expect(receive(foreign)).rejects.toMatchObject({ code: 'not-for-me' });
    const forged = signedBy(granted(maguey, ceiba, now, {}, rosa).offer, person('Umbral', ['steward']));
    await expect(receive(forged)).rejects.toMatchObject({ code: 'signature' });
    expect(await held()).toBeUndefined();
  });
});
