import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { membersPeopleContract } from '../../schemas/routes/members-people.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { readNicknames, removePlain } from '../../src/client/keyring/plain.ts';
import { invitePerson, keyringFor, offerKeys } from '../../src/client/keyring/rotation.ts';
import { keepNickname } from '../../src/members/nickname.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { enterAs } from '../support/browser-session.ts';
import { plainAt } from '../support/plain-member.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { underCode, working } from './people.ts';

let node: TestNode;
let people: { rosa: Keyring; marisol: Keyring; tono: Keyring };
beforeEach(async () => {
  node = await startTestNode();
  people = await founded(node);
});
afterEach(async () => {
  expect(node.faults).toEqual([]);
  await node[Symbol.asyncDispose]();
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const choose = (keyring: Keyring, nickname: string) => keepNickname(node.runtime, keyring.member, nickname);
const all = async () => Object.fromEntries(await readNicknames((await working(node, people.rosa)).api));

/** A member's browser, at the page where one chooses. */
async function browserOf(keyring: Keyring) {
  const { form } = await enterAs(node.origin, keyring);
  const headers = { ...form, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  return {
    page: async () => (await fetch(`${node.origin}/people`, { headers })).text(),
    send: async (nickname: string) => {
      const body = new URLSearchParams({ nickname });
      const answer = await fetch(`${node.origin}/people`, { method: 'POST', redirect: 'manual', headers, body });
      return { status: answer.status, text: await answer.text() };
    },
  };
}

describe('a nickname', () => {
  it('is chosen on one page by a form, shown to members beside the two words, and taken back', async () => {
    const rosa = await browserOf(people.rosa);
    expect((await rosa.send('  Chayo ')).status).toBe(303);
    expect(await all()).toEqual({ [people.rosa.member]: 'Chayo' });
    const seen = await (await browserOf(people.tono)).page();
    for (const { member } of Object.values(people)) expect(seen).toContain(calledBy(member, 'en'));
    expect(seen).toContain('<bdi>Chayo</bdi>');
    expect((await rosa.send('')).status).toBe(303);
    expect(await all()).toEqual({});
    // The record says that, and no word of it.
    const rows = await node.runtime.db.selectFrom('record').selectAll().execute();
    expect(rows.filter(({ action }) => action === 'nickname.changed')).toHaveLength(2);
    expect(JSON.stringify(rows) + node.logged.join()).not.toContain('Chayo');
  });

  it('is told to nobody else', async () => {
    await choose(people.rosa, 'Chayo');
    expect(await code(call(connect(node.origin), membersPeopleContract.nicknames))).toBe('sign-in-needed');
    expect((await fetch(`${node.origin}/people`)).status).toBe(401);
    const { code: given } = await invitePerson((await working(node, people.rosa)).api, { member: null, roles: [] });
    expect(JSON.stringify(await call(underCode(node, given), membersContract.rotation))).not.toContain('Chayo');
    expect(await (await fetch(`${node.origin}/manifest`)).text()).not.toContain('Chayo');
  });

  it('looks like nothing that somebody else is called, in either language, order or look of letters', async () => {
    await choose(people.rosa, 'Chayo');
    const [es, en] = ['es', 'en'].map((language) => calledBy(people.tono.member, language));
    const alike = ['chayo', 'CHÁYO', 'Сhayo', 'c-h-a y o', es!, en!.toUpperCase(), es!.split(' ').reverse().join(' ')];
    const marisol = await browserOf(people.marisol);
    const more = [`${es} +`, `${en} steward`, `la de ${es}`, 'Ch-a+yo ✓', 'Tú', 'you', 'steward'];
    for (const one of [...alike, ...more]) {
      const { status, text } = await marisol.send(one);
      expect([one, status]).toEqual([one, 409]);
      // What was typed stands there again.
      expect(text).toContain(`value="${one}"`);
      expect(text).toContain('Somebody here has a name like this one.');
    }
    // One's own two words, and one's own nickname again.
    expect(await code(choose(people.rosa, calledBy(people.rosa.member, 'es')))).toBe('accepted');
    expect(await code(choose(people.rosa, calledBy(people.rosa.member, 'es')))).toBe('accepted');
    for (const [one, status] of [
      ['Lu\u202Ez', 400],
      ['Lu\u200B', 400],
      ['a'.repeat(41), 400],
      ['<b>Lu</b>', 303],
    ] as const)
      expect([one, (await marisol.send(one)).status]).toEqual([one, status]);
    expect(await marisol.page()).not.toContain('<b>Lu');
  });

  it('keeps whoever comes new from being called by it, who then makes another id', async () => {
    const { code: given } = await invitePerson((await working(node, people.rosa)).api, { member: null, roles: [] });
    const api = underCode(node, given);
    const words = (await plainAt(node.origin, people.marisol)).words;
    const keyring = await keyringFor(api, words);
    await choose(people.rosa, calledBy(keyring.member, 'es'));
    expect(await code(offerKeys(api, keyring, new Date(), words))).toBe('called-alike');
  });

  it('goes with whoever leaves', async () => {
    const lu = await plainAt(node.origin, people.marisol);
    await choose(lu.keyring, 'Luz');
    expect(await all()).toEqual({ [lu.keyring.member]: 'Luz' });
    await removePlain((await working(node, people.tono)).api, lu.keyring.member);
    expect(await all()).toEqual({});
    expect(await code(choose(people.tono, 'Luz'))).toBe('accepted');
  });
});
