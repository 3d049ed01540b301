import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import type { SigningKey } from '../../src/federation/signing.ts';
import {
  actorOf,
  answerJson,
  follow,
  forThisFile,
  post,
  rawPost,
  type Stranger,
  sharedPair,
  signed,
  startStranger,
} from '../federation/stage.ts';
import { type Attacked, foundUnderAttack } from '../support/under-attack.ts';

/*
 * The inbox takes what real servers send (test/federation/real-servers.test.ts), and nothing that somebody sends in
 * another's name: not by an id, a context, a signature inside, a key from before, or the same request again.
 */

let ceiba: Attacked;
/** Two people of one server, each with a key, and what their server says in place of an actor. */
let host: Stranger;
let lu: SigningKey & { actor: string };
let rosa: SigningKey & { actor: string };
const answers = new Map<string, number | JsonObject>();

beforeAll(async () => {
  ceiba = await foundUnderAttack('Ceiba');
  host = await forThisFile(() => startStranger());
  const other = await sharedPair('rosa');
  lu = { ...host.key, actor: host.actor };
  rosa = {
    actor: `${host.origin}/users/rosa`,
    keyId: `${host.origin}/users/rosa#main-key`,
    privateKey: other.privateKey,
  };
  const rosaDocument = actorOf(rosa.actor, rosa.keyId, await pem('rosa'));
  host.answer = (path, _request, response) => {
    const said = answers.get(path) ?? (path === '/users/rosa' ? rosaDocument : undefined);
    if (typeof said === 'number') response.writeHead(said).end();
    else if (said !== undefined) answerJson(response, said);
    else if (path.endsWith('/inbox')) answerJson(response, {});
    else return false;
    return true;
  };
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());
beforeEach(async () => {
  answers.clear();
  // Its hosts cost us twenty look-ups at once: a new start counts anew.
  await ceiba.stop();
  await ceiba.start();
  for (const table of ['followers', 'kv', 'received_activities'] as const) await db().deleteFrom(table).execute();
  // Somebody of that server follows all the while.
  const actor = `${host.origin}/users/tono`;
  const row = { actor, inbox: `${actor}/inbox`, follow: `${actor}/follow`, convive: false, followed: new Date() };
  await db().insertInto('followers').values(row).execute();
});

const pem = async (name: string) => (await forThisFile(() => startStranger(name))).publicKeyPem;
const db = () => ceiba.node!.app.runtime.db;
const us = () => `${ceiba.origin}/actor`;
const says = (activity: JsonObject, by: SigningKey) => post(ceiba.inbox, activity, by);
const followers = async () =>
  (await db().selectFrom('followers').select('actor').orderBy('actor').execute())
    .map(({ actor }) => actor)
    .filter((actor) => !actor.endsWith('/tono'));
/** Both follow, and an hour passes: their keys are no longer remembered from look-ups. */
async function bothFollow(): Promise<{ lu: string; rosa: string }> {
  const [first, second] = [follow(lu.actor, us()), follow(rosa.actor, us())];
  expect(await says(first, lu)).toMatchObject({ status: 202 });
  expect(await says(second, rosa)).toMatchObject({ status: 202 });
  await db().deleteFrom('kv').execute();
  return { lu: first.id, rosa: second.id };
}
const ends = (actor: string, type: string, object: unknown): JsonObject & { id: string } => ({
  ...follow(actor, us()),
  type,
  object,
});
const forged = { status: 401, code: 'signature' };
const taken = { status: 202 };

describe('a key that is kept of a follower', () => {
  it.each([
    ['is gone', 410],
    ['knows nobody of that name', 404],
    ['is broken', 500],
  ])('verifies the Delete and the Undo of who left, when the server %s', async (_what, status) => {
    for (const type of ['Delete', 'Undo']) {
      await bothFollow();
      answers.set('/users/lu', status);
      expect(await says(ends(lu.actor, type, type === 'Delete' ? lu.actor : us()), lu)).toMatchObject(taken);
      expect(await followers()).toEqual([rosa.actor]);
      answers.clear();
    }
  });

  it('verifies nothing else, no other key passes for it, and it is gone with the follower', async () => {
    await bothFollow();
    answers.set('/users/lu', 503);
    for (const type of ['Create', 'Follow', 'Accept', 'Update', 'Block'])
      expect([type, await says(ends(lu.actor, type, us()), lu)]).toEqual([type, forged]);
    const mallory = { ...lu, privateKey: rosa.privateKey };
    expect(await says(ends(lu.actor, 'Delete', lu.actor), mallory)).toEqual(forged);
    expect(await says(ends(lu.actor, 'Undo', us()), { ...lu, keyId: `${lu.actor}#other` })).toEqual(forged);
    expect(await followers()).toEqual([lu.actor, rosa.actor]);
    expect(await says(ends(lu.actor, 'Undo', us()), lu)).toMatchObject(taken);
    expect(await says(ends(lu.actor, 'Undo', us()), lu)).toEqual(forged);
    const kept = await db().selectFrom('followers').select('public_key').where('public_key', 'is not', null).execute();
    expect(kept).toEqual([{ public_key: await pem('rosa') }]);
  });

  it('yields to the document: a stolen key that was replaced ends nothing, and the new one is kept', async () => {
    await bothFollow();
    const next = await pem('replaced');
    answers.set('/users/lu', actorOf(lu.actor, lu.keyId, next));
    for (const [type, object] of [
      ['Delete', lu.actor],
      ['Undo', us()],
    ])
      expect(await says(ends(lu.actor, type!, object), lu)).toEqual(forged);
    const renewed = { ...lu, privateKey: (await sharedPair('replaced')).privateKey };
    expect(await says(ends(lu.actor, 'Like', us()), renewed)).toMatchObject(taken);
    await db().deleteFrom('kv').execute();
    answers.set('/users/lu', 500);
    expect(await says(ends(lu.actor, 'Undo', us()), lu)).toEqual(forged);
    expect(await followers()).toEqual([lu.actor, rosa.actor]);
    expect(await says(ends(lu.actor, 'Undo', us()), renewed)).toMatchObject(taken);
  });
});

describe('an actor that is gone', () => {
  it('is forgotten when its own server says so, whoever made us ask; its Delete is done with', async () => {
    const tombstone = { id: lu.actor, type: 'Tombstone' };
    for (const [type, answer, said] of [
      ['Create', forged, 410],
      ['Delete', taken, 410],
      ['Delete', taken, tombstone],
    ] as const) {
      await bothFollow();
      answers.set('/users/lu', said);
      const before = ceiba.fetched.length;
      const object = type === 'Delete' ? lu.actor : us();
      expect(await says(ends(lu.actor, type, object), { ...lu, privateKey: rosa.privateKey })).toMatchObject(answer);
      expect(ceiba.fetched.slice(before)).toEqual([lu.actor]);
      expect(await followers()).toEqual([rosa.actor]);
      answers.clear();
    }
  });

  it('is not taken for gone because another page is, or because it is not to be had', async () => {
    await bothFollow();
    answers.set('/keys/old', 410);
    expect(await says(ends(lu.actor, 'Create', us()), { ...lu, keyId: `${host.origin}/keys/old` })).toEqual(forged);
    for (const said of [404, 500, { id: rosa.actor, type: 'Tombstone' }]) {
      answers.set('/users/lu', said);
      expect(await says(ends(lu.actor, 'Create', us()), lu)).toEqual(forged);
    }
    answers.set('/users/lu', 410);
    expect(await says(ends(rosa.actor, 'Delete', rosa.actor), lu)).toEqual(forged);
    expect(await followers()).toEqual([lu.actor, rosa.actor]);
  });
});

describe('Undo, Block and Delete', () => {
  it('end what is named of who signs, in every form, whatever their own id', async () => {
    const forms: ((named: string) => [string, unknown, string?])[] = [
      () => ['Undo', us(), `${us()}/Undo_1763661730.518306`],
      (named) => ['Undo', named],
      (named) => ['Undo', [named]],
      (named) => ['Undo', { id: named, type: 'Follow' }],
      () => ['Undo', { type: ['Follow'], actor: { id: lu.actor, type: 'Person' }, object: { id: us() } }],
      () => ['Undo', { id: `${host.origin}/never/seen`, type: 'Follow', actor: lu.actor, object: us() }],
      () => ['Undo', { id: `${us()}/minted`, type: 'Follow', actor: lu.actor, object: [us()] }],
      () => ['Block', us(), 'https://elsewhere.example/blocks/1'],
      () => ['Block', { id: us(), type: 'Organization' }],
      () => ['Delete', lu.actor, `${us()}/Delete_1`],
      () => ['Delete', { id: lu.actor, type: 'Tombstone', formerType: 'Person' }],
      () => ['Delete', { id: lu.actor, type: 'Person' }],
    ];
    await bothFollow();
    for (const form of forms) {
      const { id: named } = follow(lu.actor, us());
      expect(await says({ ...follow(lu.actor, us()), id: named }, lu)).toMatchObject(taken);
      const [type, object, id] = form(named);
      const activity = ends(lu.actor, type, object);
      expect(await says(id ? { ...activity, id } : activity, lu)).toMatchObject(taken);
      expect([type, object, await followers()]).toEqual([type, object, [rosa.actor]]);
    }
  });

  it('end nothing of anybody else', async () => {
    const named = await bothFollow();
    const mismatch = { status: 403, code: 'origin-mismatch' };
    const theirs = { id: named.rosa, type: 'Follow', actor: rosa.actor, object: us() };
    const elsewhere = 'https://elsewhere.example/users/lu';
    for (const [type, object, answer] of [
      ['Undo', theirs, mismatch],
      ['Undo', { ...theirs, actor: { id: rosa.actor } }, mismatch],
      ['Undo', 'https://elsewhere.example/follows/1', mismatch],
      ['Delete', elsewhere, mismatch],
      ['Delete', { id: elsewhere, type: 'Tombstone' }, mismatch],
      // Of one host: who may take away whose cannot be told by an address, and who follows us is not told.
      ['Undo', named.rosa, taken],
      ['Delete', rosa.actor, taken],
      ['Delete', { id: rosa.actor, type: 'Tombstone' }, taken],
      ['Block', rosa.actor, taken],
      ['Undo', { type: 'Follow', actor: lu.actor, object: rosa.actor }, taken],
      ['Undo', { type: 'Like', actor: lu.actor, object: us() }, taken],
    ] as const)
      expect([type, object, await says(ends(lu.actor, type, object), lu)]).toMatchObject([type, object, answer]);
    for (const activity of [ends(rosa.actor, 'Undo', us()), ends(rosa.actor, 'Delete', rosa.actor)]) {
      expect(await says(activity, lu)).toEqual(forged);
      expect(await says(activity, { ...lu, keyId: rosa.keyId })).toEqual(forged);
      expect(await says(activity, { ...lu, keyId: 'https://elsewhere.example/key' })).toEqual(forged);
      expect(await says({ ...activity, actor: { id: rosa.actor, publicKey: { id: lu.keyId } } }, lu)).toEqual(forged);
    }
    expect(await followers()).toEqual([lu.actor, rosa.actor]);
  });

  it('that are the same request again end no later Follow, and begin none', async () => {
    const again = async (activity: JsonObject) => {
      const { bytes, headers } = await signed(ceiba.inbox, activity, lu);
      return () => rawPost(ceiba.inbox, headers, bytes);
    };
    const [begin, end] = [await again(follow(lu.actor, us())), await again(ends(lu.actor, 'Undo', us()))];
    for (const send of [begin, end, begin]) expect(await send()).toBe(202);
    expect(await followers()).toEqual([]);
    expect(await says(follow(lu.actor, us()), lu)).toMatchObject(taken);
    expect(await end()).toBe(202);
    expect(await followers()).toEqual([lu.actor]);
  });

  it('take no id from whoever else will use it', async () => {
    const coming = follow(rosa.actor, us());
    await bothFollow();
    for (const type of ['Undo', 'Block']) {
      expect(await says({ ...ends(lu.actor, type, us()), id: coming.id }, lu)).toMatchObject(taken);
      expect(await says(follow(lu.actor, us()), lu)).toMatchObject(taken);
    }
    await says(ends(rosa.actor, 'Undo', us()), rosa);
    expect(await followers()).toEqual([lu.actor]);
    expect(await says(coming, rosa)).toMatchObject(taken);
    expect(await followers()).toEqual([lu.actor, rosa.actor]);
  });
});

it('who signs may name its actor in place of its key, when that has one key and no other', async () => {
  const asActor = { ...lu, keyId: lu.actor };
  const document = actorOf(lu.actor, lu.keyId, host.publicKeyPem);
  const { publicKey } = document;
  for (const keys of [
    [],
    [publicKey, { id: `${lu.actor}#b`, owner: lu.actor }],
    [{ ...(publicKey as object), owner: rosa.actor }],
  ]) {
    answers.set('/users/lu', { ...document, publicKey: keys });
    expect(await says(follow(lu.actor, us()), asActor)).toEqual(forged);
  }
  answers.clear();
  expect(await says(follow(rosa.actor, us()), { ...lu, keyId: rosa.actor })).toEqual(forged);
  expect(await says(follow(lu.actor, us()), asActor)).toMatchObject(taken);
});
