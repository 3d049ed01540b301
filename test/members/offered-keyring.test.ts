import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signedIn } from '../../src/client/api/sign-in.ts';
import { moveIn, openAtNode } from '../../src/client/keyring/at-node.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson, keyringFor, offerKeys, readNext, signRotation } from '../../src/client/keyring/rotation.ts';
import { invitedKept, keepUnderCode, openUnderCode, sealedFor } from '../../src/client/keyring/under-code.ts';
import { b64u, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, phraseSignInKeyOf, secretFrom, wordsOf } from '../../src/protocol/secrets.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, proofBy, signing, underCode, working } from './people.ts';

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
const stored = async () => (await node.runtime.db.selectFrom('offered_keyrings').select('code_hash').execute()).length;
const keysLeft = async () => (await node.runtime.db.selectFrom('row_keys').select('id').execute()).length;

type Invited = { code: string; api: Api; words: string; keyring: Keyring };

/** A code of Marisol's, and a keyring made for it in a browser; nothing is given yet. */
async function invited(who: { member: string | null; roles: Role[] }): Promise<Invited> {
  const { code } = await invitePerson((await working(node, people.marisol)).api, who);
  const words = newWords();
  const api = underCode(node, code);
  return { code, api, words, keyring: await keyringFor(api, words) };
}

/** Lu, who gave the key with the keyring. */
async function luJoins(roles: Role[] = ['accompanier']): Promise<Invited> {
  const lu = await invited({ member: null, roles });
  await offerKeys(lu.api, lu.keyring, now(), lu.words);
  return lu;
}
const opened = ({ api, words }: Pick<Invited, 'api' | 'words'>) => openUnderCode(api, invitedKept, words, now());

/** Everything that comes along with a key, as it is given in a browser. */
async function given({ api, keyring, words }: Pick<Invited, 'api' | 'keyring' | 'words'>) {
  const statement = {
    type: 'seal-key' as const,
    member: keyring.member,
    recipient: keyring.recipient,
    at: timeOf(now()),
  };
  const sealKey = signEnvelope(draftEnvelope('seal-key', statement), signingSecret(keyring));
  const { secret } = phraseSignInKeyOf(secretFrom(words));
  const proof = signEnvelope(await signedIn(api, signingSecret(keyring), now()), secret);
  return { publicKey: signingKey(keyring), sealKey, keyring: { ...(await sealedFor(keyring, words)), proof } };
}
const offer = (api: Api, body: Awaited<ReturnType<typeof given>>) =>
  code(call(api, membersContract.offerKey, { body }));

describe('somebody who was invited', () => {
  it('finds their keyring again with code and words, and neither alone opens it', async () => {
    const lu = await luJoins();
    expect(await opened(lu)).toEqual({ keyring: lu.keyring, revision: 1 });
    expect(await code(opened({ ...lu, words: newWords() }))).toBe('signature');
    const { code: other } = await invitePerson((await working(node, people.marisol)).api, { member: null, roles: [] });
    expect(await code(opened({ ...lu, api: underCode(node, other) }))).toBe('signature');
    expect(await code(opened({ ...lu, api: underCode(node, 'AAAA-BBBB-CCCC-DDDD') }))).toBe('invitation');
    expect(await code(openUnderCode(connect(node.origin), invitedKept, lu.words, now()))).toBe('sign-in-needed');
    // It lets nobody in yet.
    expect(await code(openAtNode(connect(node.origin), lu.words, now()))).toBe('keyring-phrase');
    const row = await node.runtime.db.selectFrom('offered_keyrings').selectAll().execute();
    const kept = JSON.stringify(row) + node.logged.join();
    for (const secret of [lu.keyring.signing, lu.keyring.identity, lu.words, lu.code])
      expect(kept).not.toContain(secret);
  });

  it('keeps a changed one in the place of the revision that was read, with a statement that is good once, here', async () => {
    const lu = await luJoins();
    const keyring = { ...lu.keyring, collective: people.rosa.collective };
    const keep = (revision: number) =>
      code(keepUnderCode(lu.api, invitedKept, { keyring, words: lu.words, revision }, now()));
    expect(await keep(1)).toBe('accepted');
    expect(await keep(1)).toBe('conflict');
    expect(await opened(lu)).toEqual({ keyring, revision: 2 });
    const { secret } = phraseSignInKeyOf(secretFrom(lu.words));
    const ask = (envelope: Envelope) => code(call(lu.api, membersContract.offeredKeyring, { body: { envelope } }));
    const once = await signedIn(lu.api, secret, now());
    expect([await ask(once), await ask(once)]).toEqual(['accepted', 'nonce']);
    expect(await ask(await signedIn({ ...lu.api, origin: 'https://other.example' }, secret, now()))).toBe('origin');
    expect(await ask(await signedIn(lu.api, signingSecret(lu.keyring), now()))).toBe('signature');
  });

  it('signs in with the words alone from the moment that the manifest holds; the code is gone', async () => {
    const lu = await luJoins();
    await drafting(node, people.marisol, { join: [lu.keyring.member] });
    expect((await signing(node, people.tono)).accepted).toBe(false);
    const { keyring, revision } = await opened(lu);
    const save = async (changed: Keyring) =>
      void (await keepUnderCode(lu.api, invitedKept, { keyring: changed, words: lu.words, revision }, now()));
    expect((await signRotation(lu.api, keyring, await readNext(lu.api, keyring), save)).accepted).toBe(true);
    expect(await stored()).toBe(0);
    expect(await code(opened(lu))).toBe('invitation');
    const held = await openAtNode(connect(node.origin), lu.words, now());
    expect(held).toMatchObject({
      revision: 1,
      keyring: { member: lu.keyring.member, collective: keyring.collective ?? people.rosa.collective },
    });
    expect(held.keyring.boxes).toHaveLength(1);
  });

  it('with a new phrase of a member: the old words open nothing from then on', async () => {
    const words = newWords();
    const rosa = { ...people.rosa, phrase: (await newKeyring([], words)).phrase };
    await moveIn((await working(node, rosa)).api, rosa, words, now());
    const anew = await invited({ member: rosa.member, roles: [] });
    await offerKeys(anew.api, anew.keyring, now(), anew.words);
    expect((await openAtNode(connect(node.origin), words, now())).keyring.member).toBe(rosa.member);
    await drafting(node, people.marisol, { replace: [rosa.member], because: 'compromised' });
    await signing(node, people.tono);
    expect((await signing(node, anew.keyring, anew.code)).accepted).toBe(true);
    expect(await code(openAtNode(connect(node.origin), words, now()))).toBe('keyring-phrase');
    expect((await openAtNode(connect(node.origin), anew.words, now())).keyring.signing).toBe(anew.keyring.signing);
  });
});

describe('a keyring is refused', () => {
  it('without the proof that key and words are one person’s', async () => {
    const lu = await invited({ member: null, roles: ['accompanier'] });
    const body = await given(lu);
    const { secret } = phraseSignInKeyOf(secretFrom(lu.words));
    const proofs = {
      'words alone': await signedIn(lu.api, secret, now()),
      'key alone': await signedIn(lu.api, signingSecret(lu.keyring), now()),
      'somebody else’s key': signEnvelope(await signedIn(lu.api, signingSecret(people.tono), now()), secret),
      nobody: { ...body.keyring.proof, signatures: [] },
    };
    for (const [what, proof] of Object.entries(proofs))
      expect([what, await offer(lu.api, { ...body, keyring: { ...body.keyring, proof } })]).toEqual([
        what,
        what === 'nobody' ? expect.any(String) : 'signature',
      ]);
    const elsewhere = signEnvelope(
      await signedIn({ ...lu.api, origin: 'https://other.example' }, signingSecret(lu.keyring), now()),
      secret,
    );
    expect(await offer(lu.api, { ...body, keyring: { ...body.keyring, proof: elsewhere } })).toBe('origin');
    expect(await stored()).toBe(0);
    expect(await offer(lu.api, body)).toBe('accepted');
  });

  it('under somebody else’s key, by whoever reads what is public of it', async () => {
    const lu = await luJoins();
    // Marisol knows the code that she gave, and every seal-key; the words she puts under it are her own.
    const { publicKey, sealKey } = await given(lu);
    const words = newWords();
    const { keyring } = await given({ api: lu.api, words, keyring: await newKeyring([], words) });
    expect(await offer(lu.api, { publicKey, sealKey, keyring })).toBe('accepted');
    expect((await opened(lu)).keyring).toEqual(lu.keyring);
    // Nor under another code of hers: the key stays where its keyring lies.
    const { api } = await working(node, people.marisol);
    const { code: second } = await invitePerson(api, { member: null, roles: ['steward'] });
    const bareKey = await newDevice(node, people.marisol, { member: null, roles: ['steward'] });
    const { offers } = await call((await working(node, people.marisol)).api, membersContract.rotation);
    const its = offers.find(({ member }) => member === bareKey.keyring.member)!;
    const taken = { publicKey: its.publicKey, sealKey: its.sealKey, keyring };
    expect(await offer(underCode(node, second), taken)).toBe('signature');
    expect(await offer(underCode(node, second), { publicKey, sealKey, keyring })).toBe('duplicate-key');
    const bare = call(underCode(node, second), membersContract.offerKey, { body: { publicKey, sealKey } });
    expect(await code(bare)).toBe('duplicate-key');
    expect((await opened(lu)).keyring).toEqual(lu.keyring);
  });

  it('where the words give a key that is somebody’s, and a weak one', async () => {
    const lu = await luJoins();
    const second = await invited({ member: null, roles: ['steward'] });
    expect(await code(offerKeys(second.api, await newKeyring(['steward'], lu.words), now(), lu.words))).toBe(
      'duplicate-key',
    );
    const words = newWords();
    const rosa = { ...people.rosa, phrase: (await newKeyring([], words)).phrase };
    await moveIn((await working(node, rosa)).api, rosa, words, now());
    expect(await code(offerKeys(second.api, await newKeyring(['steward'], words), now(), words))).toBe('duplicate-key');
    const body = await given(second);
    const weak = { ...body, keyring: { ...body.keyring, signInKey: b64u(new Uint8Array(32)) } };
    expect(await offer(second.api, weak)).toBe('weak-key');
    // A member cannot take the words of somebody who was invited either.
    const { api } = await working(node, people.tono);
    const sealed = await sealedFor(lu.keyring, lu.words);
    const proof = await proofBy(api, signingSecret(people.tono), phraseSignInKeyOf(secretFrom(lu.words)).secret);
    const put = call(api, membersContract.keepKeyring, { body: { ...sealed, passkeys: [], proof, revision: 0 } });
    expect(await code(put)).toBe('duplicate-key');
    expect(await stored()).toBe(1);
  });

  it('under a code that is used, of another member, over or ended', async () => {
    const lu = await luJoins();
    const words = newWords();
    const other = await newKeyring(['accompanier'], words);
    expect(
      await code(offerKeys(lu.api, await newKeyring(['accompanier'], words, lu.keyring.member), now(), words)),
    ).toBe('invitation');
    expect(await code(offerKeys(lu.api, other, now(), words))).toBe('invitation');
    const forRosa = await invited({ member: people.rosa.member, roles: [] });
    expect(await code(offerKeys(forRosa.api, other, now(), words))).toBe('not-allowed');
    expect(await stored()).toBe(1);
    node.clock.ahead = 7 * 86_400_000 + 1000;
    const late = new Date(Date.now() + node.clock.ahead);
    expect(await code(openUnderCode(lu.api, invitedKept, lu.words, late))).toBe('invitation');
    expect(await code(offerKeys(lu.api, lu.keyring, late, lu.words))).toBe('invitation');
  });
});

describe('an invitation', () => {
  it('is seen by stewards until it ends, and ended by whoever made it: with it goes what was given, its row key too', async () => {
    const keys = await keysLeft();
    const lu = await luJoins();
    const [marisol, tono] = [await working(node, people.marisol), await working(node, people.tono)];
    const { invitations } = await call(tono.api, membersContract.invitations);
    expect(invitations).toEqual([
      {
        id: expect.any(String),
        member: null,
        roles: ['accompanier'],
        invitedBy: people.marisol.member,
        expires: expect.any(String),
        keeper: false,
        given: lu.keyring.member,
      },
    ]);
    const params = { id: invitations[0]!.id };
    expect(JSON.stringify(invitations)).not.toContain(lu.code);
    expect(await code(call(tono.api, membersContract.endInvitation, { params }))).toBe('not-found');
    expect(await code(opened(lu))).toBe('accepted');
    expect(await code(call(marisol.api, membersContract.endInvitation, { params }))).toBe('accepted');
    expect(await code(call(marisol.api, membersContract.endInvitation, { params }))).toBe('not-found');
    expect(await code(opened(lu))).toBe('invitation');
    expect([await stored(), await keysLeft()]).toEqual([0, keys]);
    expect((await call(marisol.api, membersContract.invitations)).invitations).toEqual([]);
  });

  it('is not seen by whoever is no steward', async () => {
    const lu = await newDevice(node, people.marisol, { member: null, roles: ['accompanier'] });
    await drafting(node, people.marisol, { join: [lu.keyring.member] });
    const joined = await signing(node, lu.keyring, lu.code);
    await signing(node, people.tono);
    const { api } = await working(node, joined.keyring);
    expect(await code(call(api, membersContract.invitations))).toBe('not-allowed');
    expect(await code(invitePerson(api, { member: null, roles: ['steward'] }))).toBe('not-allowed');
  });

  it('gives its own roles and no others to whoever joins', async () => {
    const lu = await luJoins(['accompanier']);
    const { api, root } = await working(node, people.marisol);
    const old = root.chain.newest.statement;
    const joining = { member: lu.keyring.member, roles: ['steward' as const], sign: [signingKey(lu.keyring)] };
    const next = {
      ...old,
      collective: root.chain.collective,
      version: 2,
      prev: root.chain.newest.id,
      issuedAt: timeOf(now()),
      members: [...old.members, joining],
    };
    const envelope = signEnvelope(draftEnvelope('manifest', next), signingSecret(people.marisol));
    const put = call(api, membersContract.draftNext, { body: { envelope, boxShares: [] } });
    await expect(put).rejects.toEqual(expect.objectContaining({ code: 'manifest-members', where: 'members.roles' }));
  });
});
