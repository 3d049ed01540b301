import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { askToEnter } from '../../src/client/api/enter.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { listPlain, removePlain } from '../../src/client/keyring/plain.ts';
import { invitePerson, keyringFor, offerKeys, readNext, signRotation } from '../../src/client/keyring/rotation.ts';
import { ownChain } from '../../src/collective/store.ts';
import { verifyAgreementWithdrawal } from '../../src/protocol/agreement-withdrawal.ts';
import { randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { judgeNext, keysOf } from '../../src/protocol/manifest.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { type PlainMember, plainAt } from '../support/plain-member.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, signing, underCode, working } from './people.ts';

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
const newWords = () => wordsOf(newSecret(), 'es');
const now = () => new Date();
const as = async (keyring: Keyring): Promise<Api> => (await working(node, keyring)).api;

type Plain = { code: string; words: string; keyring: Keyring };

/** Lu, whom a steward invited without a role, and who made their keyring. */
async function invitedPlain(): Promise<Plain> {
  const { code } = await invitePerson(await as(people.marisol), { member: null, roles: [] });
  const words = newWords();
  return { code, words, keyring: await keyringFor(underCode(node, code), words) };
}
const gives = ({ code, keyring, words }: Plain) => offerKeys(underCode(node, code), keyring, now(), words);

async function luIsIn(): Promise<PlainMember & { api: Api }> {
  const lu = await plainAt(node.origin, people.marisol);
  return { ...lu, api: (await lu.open()).api };
}

describe('a plain member', () => {
  it('is in once they gave their keys: no manifest changes, the code is used up, and words sign in', async () => {
    const lu = await invitedPlain();
    const before = (await ownChain(node.runtime.db))?.newest.id;
    // Reading under the code uses nothing up.
    expect((await call(underCode(node, lu.code), membersContract.rotation)).invited).toEqual({
      member: null,
      roles: [],
      keeper: false,
    });
    await gives(lu);
    expect((await ownChain(node.runtime.db))?.newest.id).toBe(before);
    expect(await code(gives(lu))).toBe('invitation');
    const held = await openAtNode(connect(node.origin), lu.words, now());
    expect(held.keyring).toEqual(lu.keyring);
    expect(await call(held.api, membersContract.me)).toEqual({ member: lu.keyring.member, roles: [] });
    // Their client starts from the chain that it found, and lists nobody else's keys than the manifest does.
    const root = await ownRoot(held.api, held.keyring);
    expect([...root.recipients.keys()].sort()).toEqual(
      Object.values(people)
        .map(({ member }) => member)
        .sort(),
    );
    expect((await listPlain(await as(people.rosa))).map(({ member }) => member)).toEqual([lu.keyring.member]);
    expect(await code(listPlain(connect(node.origin)))).toBe('sign-in-needed');
    expect((await askToEnter(held.api)).link).toContain('/enter/');
    // Their key itself is none that signs in: only the manifest's do.
    expect(await code(signIn(connect(node.origin), lu.keyring))).toBe('signature');
  });

  it('comes in with a keyring alone, under other words and keys than anybody has, a hundred at most', async () => {
    const lu = await luIsIn();
    const other = await invitedPlain();
    const api = underCode(node, other.code);
    expect(await code(offerKeys(api, other.keyring, now()))).toBe('not-allowed');
    expect(await code(offerKeys(api, { ...other.keyring, signing: lu.keyring.signing }, now(), other.words))).toBe(
      'duplicate-key',
    );
    expect(await code(offerKeys(api, { ...other.keyring, member: lu.keyring.member }, now(), other.words))).toBe(
      'not-allowed',
    );
    expect(await code(offerKeys(api, await newKeyring([], lu.words), now(), lu.words))).toBe('duplicate-key');
    let alike = randomId();
    while (calledBy(alike, 'es') !== calledBy(lu.keyring.member, 'es')) alike = randomId();
    expect(await code(offerKeys(api, { ...other.keyring, member: alike }, now(), other.words))).toBe('called-alike');
    await node.runtime.db.transaction().execute(async (tx) => {
      for (let n = 0; n < 99; n++) {
        const member = randomId();
        const one = { member, public_key: `key-${n}`, roles: [], joined: now(), plain: true };
        await tx.insertInto('members').values(one).execute();
        await tx.insertInto('seal_keys').values({ member, recipient: 'r', envelope: '{}', at: now() }).execute();
      }
    });
    expect(await code(gives(other))).toBe('too-many');
  });

  it('signs nothing that counts: neither their node nor a client takes it', async () => {
    const lu = await luIsIn();
    const chain = (await ownChain(node.runtime.db))!;
    expect(keysOf(chain).map(({ publicKey }) => publicKey)).not.toContain(signingKey(lu.keyring));
    // A manifest of their own making, with a role for themselves.
    const { statement, version, id } = chain.newest;
    const members = [...statement.members];
    members.push({ member: lu.keyring.member, roles: ['steward'], sign: [signingKey(lu.keyring)] });
    const next = {
      ...statement,
      collective: chain.collective,
      version: version + 1,
      prev: id,
      issuedAt: timeOf(now()),
    };
    const envelope = signEnvelope(draftEnvelope('manifest', { ...next, members }), signingSecret(lu.keyring));
    const draft = call(lu.api, membersContract.draftNext, { body: { envelope, boxShares: [] } });
    expect(await code(draft)).toBe('not-allowed');
    expect(await code(call(lu.api, membersContract.signNext, { body: { envelope } }))).toBe('manifest-draft');
    expect(judgeNext(chain, envelope, now())).toHaveProperty('waiting');
    // What a steward proposes and somebody listed signs is not completed by Lu, who is none of those.
    await drafting(node, people.marisol, { roles: { [people.rosa.member]: ['accompanier', 'steward'] }, newBox: true });
    const [proposed] = (await call(await as(people.marisol), membersContract.rotation)).proposals;
    const theirs = signEnvelope(
      draftEnvelope('manifest', readUnverified('manifest', proposed!.envelope).statement),
      signingSecret(lu.keyring),
    );
    expect(await code(call(lu.api, membersContract.signNext, { body: { envelope: theirs } }))).toBe('signature');
    const { waiting } = (await call(await as(people.marisol), membersContract.rotation)).proposals[0]!;
    expect(waiting).not.toBe(null);
    // Nor anywhere else: whoever reads a statement looks for its keys in the manifest.
    const ended = {
      type: 'agreement-withdrawal' as const,
      issuer: chain.collective,
      series: randomId(),
      version: 1,
      agreement: 'A'.repeat(43),
      at: timeOf(now()),
    };
    const one = signEnvelope(draftEnvelope('agreement-withdrawal', ended), signingSecret(people.rosa));
    const two = (keyring: Keyring) =>
      code((async () => verifyAgreementWithdrawal(signEnvelope(one, signingSecret(keyring)), chain, now()))());
    expect([await two(people.marisol), await two(lu.keyring)]).toEqual(['accepted', 'signature']);
    // They invite nobody.
    expect(await code(invitePerson(lu.api, { member: null, roles: [] }))).toBe('not-allowed');
  });

  it('is removed by one steward: sessions, links and keyring are gone at once, and nobody else', async () => {
    const lu = await luIsIn();
    const { link } = await askToEnter((await openAtNode(connect(node.origin), lu.words, now())).api);
    const { db } = node.runtime;
    const keys = async () => (await db.selectFrom('row_keys').select('id').execute()).length;
    const before = await keys();
    expect(await code(removePlain(lu.api, people.rosa.member))).toBe('not-allowed');
    const steward = await as(people.tono);
    expect(await code(removePlain(steward, people.rosa.member))).toBe('not-found');
    await removePlain(steward, lu.keyring.member);
    expect(await code(call(lu.api, membersContract.me))).toBe('sign-in-needed');
    expect(await code(openAtNode(connect(node.origin), lu.words, now()))).toBe('keyring-phrase');
    const post = { method: 'POST', headers: { origin: node.origin, 'sec-fetch-site': 'same-origin' } };
    expect((await fetch(link, post)).status).toBeGreaterThanOrEqual(400);
    expect(await keys()).toBe(before - 1);
    for (const table of ['sessions', 'entries', 'keyrings', 'seal_keys', 'members'] as const)
      expect(await db.selectFrom(table).select('member').where('member', '=', lu.keyring.member).execute()).toEqual([]);
    expect(await code(removePlain(steward, lu.keyring.member))).toBe('not-found');
    expect(await code(as(people.rosa))).toBe('accepted');
  });

  it('is removed by no single steward once two others signed that they get a role; what one proposed ends', async () => {
    const lu = await luIsIn();
    const named = `${lu.keyring.member}/${signingKey(lu.keyring)}`;
    const join = { join: [named], roles: { [lu.keyring.member]: ['accompanier' as const] } };
    await drafting(node, people.rosa, join);
    await signing(node, people.marisol);
    const tono = await as(people.tono);
    expect(await code(removePlain(tono, lu.keyring.member))).toBe('proposed-together');
    expect(await code(call(lu.api, membersContract.me))).toBe('accepted');
    // Who signed it may; so may everybody of what one steward alone proposed.
    await removePlain(await as(people.marisol), lu.keyring.member);
    const mara = await luIsIn();
    const hers = { [mara.keyring.member]: ['accompanier' as const] };
    await drafting(node, people.rosa, { join: [`${mara.keyring.member}/${signingKey(mara.keyring)}`], roles: hers });
    await removePlain(tono, mara.keyring.member);
    const { proposals } = await call(tono, membersContract.rotation);
    expect(proposals.map(({ lapsed }) => lapsed !== null)).toEqual([true, true]);
    const { db } = node.runtime;
    const lapsed = db.selectFrom('record').select(['actor', 'subject']).where('action', '=', 'manifest.lapsed');
    expect(await lapsed.orderBy('seq').execute()).toEqual([
      { actor: people.marisol.member, subject: proposals[0]!.id },
      { actor: people.tono.member, subject: proposals[1]!.id },
    ]);
    expect(await code(signing(node, people.marisol, undefined, proposals[1]!.id))).toBe('lapsed');
  });

  it('reads of next manifests those that list them, and nothing of keys that others gave', async () => {
    const lu = await luIsIn();
    const given = await newDevice(node, people.marisol, { member: null, roles: ['accompanier'] });
    await drafting(node, people.rosa, { join: [given.keyring.member], leave: [] });
    const waits = async (api: Api) => {
      const { offers, proposals } = await call(api, membersContract.rotation);
      return { offers: offers.length, proposals: proposals.length };
    };
    expect(await waits(await as(people.tono))).toEqual({ offers: 1, proposals: 1 });
    expect(await waits(lu.api)).toEqual({ offers: 0, proposals: 0 });
    const named = `${lu.keyring.member}/${signingKey(lu.keyring)}`;
    await drafting(node, people.rosa, { join: [named], roles: { [lu.keyring.member]: ['accompanier'] } });
    expect(await waits(lu.api)).toEqual({ offers: 0, proposals: 1 });
    expect((await readNext(lu.api, lu.keyring)).review.next.members.at(-1)?.member).toBe(lu.keyring.member);
  });

  it('stays when a manifest changes, and gets a role by one that two stewards and their own key sign', async () => {
    const lu = await luIsIn();
    const gone = await newDevice(node, people.marisol, { member: people.tono.member, roles: [] });
    await drafting(node, people.rosa, { replace: [people.tono.member] });
    await signing(node, people.marisol);
    expect((await signing(node, gone.keyring, gone.code)).accepted).toBe(true);
    expect(await code(call(lu.api, membersContract.me))).toBe('accepted');
    const named = `${lu.keyring.member}/${signingKey(lu.keyring)}`;
    await drafting(node, people.rosa, { join: [named], roles: { [lu.keyring.member]: ['accompanier'] } });
    expect((await signing(node, people.marisol)).accepted).toBe(false);
    // Lu reads it at their own desk, signed in, and needs no code.
    const { keyring } = await openAtNode(connect(node.origin), lu.words, now());
    const read = await readNext(lu.api, keyring);
    let kept = keyring;
    const save = async (changed: Keyring) => {
      kept = changed;
    };
    expect((await signRotation(lu.api, keyring, read, save)).accepted).toBe(true);
    expect(kept.boxes).toHaveLength(1);
    expect(await call(lu.api, membersContract.me)).toEqual({ member: keyring.member, roles: ['accompanier'] });
    expect(await listPlain(lu.api)).toEqual([]);
    // The same file, by the same words; and one steward alone removes them no more.
    expect((await openAtNode(connect(node.origin), lu.words, now())).revision).toBe(1);
    expect(await code(removePlain(await as(people.marisol), keyring.member))).toBe('not-found');
    expect(await code(signIn(connect(node.origin), keyring))).toBe('accepted');
  });
});
