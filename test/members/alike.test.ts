import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson, keyringFor, offerKeys } from '../../src/client/keyring/rotation.ts';
import { reviewNext } from '../../src/client/keyring/rotation-review.ts';
import { draftManifest, enrol, readSetUp, reviewDraft, signManifest } from '../../src/client/set-up/set-up.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, idOf, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { calledBy, isCalledAlike, newMemberId } from '../../src/protocol/two-word-name.ts';
import { collective, entryOf, extended, founders, nextManifest, now, person } from '../protocol/cast.ts';
import { enrolled, founded, founder, keep, profile, withCode } from './founders.ts';
import { startTestNode } from './node.ts';
import { drafting, newDevice, signing, underCode, working } from './people.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const words = () => wordsOf(newSecret(), 'es');

/** As somebody does who wants to be taken for another: ids are made until one has the same two words. */
function copyOf(member: string): string {
  for (;;) {
    const id = randomId();
    if (isCalledAlike(id, [member])) return id;
  }
}

test('two are called alike by the same two words, in whatever order and language; nobody is like themselves', () => {
  const rosa = randomId();
  const orders = new Set<string>();
  while (orders.size < 2) {
    const copy = copyOf(rosa);
    for (const language of ['es', 'en'])
      expect(calledBy(copy, language).split(' ').sort()).toEqual(calledBy(rosa, language).split(' ').sort());
    orders.add(calledBy(copy, 'es'));
  }
  expect(isCalledAlike(rosa, [rosa])).toBe(false);
  const many: string[] = [];
  for (let n = 0; n < 100; n++) many.push(newMemberId(many));
  expect(new Set(many.map((one) => calledBy(one, 'es').split(' ').sort().join(' '))).size).toBe(100);
});

test('no founder gives keys under the two words of another one, and none of them signs such a first manifest', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const copy = await newKeyring(['steward', 'accompanier'], words(), copyOf(rosa.member));
  expect(await code(enrol(withCode(node), copy))).toBe('called-alike');
  expect((await readSetUp(withCode(node))).members).toHaveLength(3);
  expect(await code(enrol(withCode(node), rosa))).toBe('accepted');

  // A node that lets one in all the same, and a founder who drafts with them.
  await draftManifest(withCode(node), rosa, { profile }, keep);
  const draft = await node.runtime.db.selectFrom('manifest_drafts').selectAll().executeTakeFirstOrThrow();
  const { statement } = readUnverified('manifest', JSON.parse(draft.envelope));
  const members = [...statement.members, { member: copy.member, roles: copy.roles, sign: [signingKey(copy)] }];
  const envelope = signEnvelope(draftEnvelope('manifest', { ...statement, members }), signingSecret(marisol));
  const other = { ...draft, id: idOf(envelope), drafted_by: marisol.member, envelope: JSON.stringify(envelope) };
  await node.runtime.db.insertInto('manifest_drafts').values(other).execute();
  const review = reviewDraft(await readSetUp(withCode(node)), tono, other.id);
  expect(await code(signManifest(withCode(node), tono, review, keep))).toBe('called-alike');
  const { db } = node.runtime;
  for (const table of ['members', 'seal_keys'] as const) {
    const row = await db.selectFrom(table).selectAll().where('member', '=', tono.member).executeTakeFirstOrThrow();
    const values = { ...row, member: copy.member, ...('public_key' in row && { public_key: signingKey(copy) }) };
    await db
      .insertInto(table)
      .values(values as never)
      .execute();
  }
  const state = await readSetUp(withCode(node));
  expect(state.members.map(({ member }) => member)).toContain(copy.member);
  expect(await code(draftManifest(withCode(node), rosa, { profile }, keep))).toBe('called-alike');
});

test('nobody joins under the two words of a member, or of somebody else who is coming; a device of a member comes', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await founded(node);
  const invited = async (member: string) => {
    const { api } = await working(node, rosa);
    const { code: given } = await invitePerson(api, { member: null, roles: ['steward'] });
    return offerKeys(underCode(node, given), await newKeyring(['steward'], words(), member));
  };
  expect(await code(invited(copyOf(marisol.member)))).toBe('called-alike');
  const lu = await newDevice(node, rosa, { member: null, roles: ['steward'] });
  expect(await code(invited(copyOf(lu.keyring.member)))).toBe('called-alike');
  expect(await code(newDevice(node, rosa, { member: tono.member, roles: [] }))).toBe('accepted');
  // What the program makes for somebody who comes is called otherwise.
  const { code: given } = await invitePerson((await working(node, rosa)).api, { member: null, roles: ['steward'] });
  const made = await keyringFor(underCode(node, given), words());
  expect(isCalledAlike(made.member, [rosa.member, marisol.member, tono.member])).toBe(false);
  await drafting(node, marisol, { join: [lu.keyring.member] });
  await signing(node, rosa);
  expect((await signing(node, lu.keyring, lu.code)).accepted).toBe(true);
});

test('no client signs a manifest with somebody new who is called as another one; two who were there before stay', async () => {
  const { rosa, lu, marisol } = founders();
  const ceiba = await collective('ceiba', undefined, { rosa, lu, marisol });
  const keyring = { ...(await founder(['steward'])), member: rosa.member };
  const reading = (chain: typeof ceiba.chain, ...joining: ReturnType<typeof entryOf>[]) => {
    const members = [...chain.newest.statement.members, ...joining];
    const own = members.map((one) => (one.member === rosa.member ? { ...one, sign: [signingKey(keyring)] } : one));
    return () => reviewNext(chain, nextManifest(chain, { members: own }), keyring, now).id;
  };
  const alike = { ...person('Nobody', ['steward']), member: copyOf(lu.member) };
  const refused = expect.objectContaining({ code: 'called-alike', where: 'members' });
  expect(reading(ceiba.chain, entryOf(alike))).toThrow(refused);
  expect(reading(ceiba.chain, entryOf(person('Nobody', ['steward'])))).not.toThrow(refused);
  // Of before it was refused.
  const members = [...ceiba.chain.newest.statement.members, entryOf(alike)];
  const both = extended(ceiba.chain, { members }, rosa, marisol, alike);
  expect(reading(both)).not.toThrow(refused);
});
