import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson, offerKeys, readNext, readRotation } from '../../src/client/keyring/rotation.ts';
import { reviewNext } from '../../src/client/keyring/rotation-review.ts';
import { ownChain } from '../../src/collective/store.ts';
import { fromB64u, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, keyidOf, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { nextManifest } from '../protocol/cast.ts';
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

const chain = async () => (await ownChain(node.runtime.db))!;
const code = (code: string) => expect.objectContaining({ code });
const actions = async () =>
  (await node.runtime.db.selectFrom('record').select(['action']).orderBy('seq').execute()).map(({ action }) => action);

describe('a lost device', () => {
  it('becomes a new key of the same person: two stewards and the new key sign', async () => {
    const { rosa, marisol, tono } = people;
    const before = await working(node, rosa);
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    expect(lost.keyring).toMatchObject({ member: rosa.member, roles: rosa.roles });
    const drafted = await drafting(node, marisol, { replace: [rosa.member] });
    expect(drafted.read.review.changes.map(({ what }) => what).slice(0, 2)).toEqual(['key', 'box']);
    expect((await readRotation(underCode(node, lost.code))).proposals[0]?.waiting).toBe('rotate-threshold-old');
    expect(await signing(node, tono)).toMatchObject({
      accepted: false,
      state: { proposals: [{ waiting: 'no-proof-of-possession' }] },
    });
    const { accepted, keyring } = await signing(node, lost.keyring, lost.code);
    expect(accepted).toBe(true);
    expect((await chain()).newest.statement).toMatchObject({ version: 2, revoked: [{ reason: 'rotated' }] });

    await expect(call(before.api, membersContract.me)).rejects.toEqual(code('sign-in-needed'));
    await expect(signIn(connect(node.origin), rosa)).rejects.toEqual(code('signature'));
    const back = await working(node, keyring);
    expect(back.keyring).toMatchObject({ manifest: { version: 2 }, collective: rosa.collective });
    expect(back.keyring.boxes).toHaveLength(1);
    const colleague = await working(node, drafted.keyring);
    expect(colleague.keyring.boxes[0]).toEqual(back.keyring.boxes[0]);
    expect(colleague.keyring.boxes).toHaveLength(2);
    expect((await working(node, tono)).keyring.boxes).toEqual([]);
    await expect(readRotation(underCode(node, lost.code))).rejects.toEqual(code('invitation'));
    expect(await actions()).toEqual(
      expect.arrayContaining(['keys.invited', 'keys.offered', 'manifest.drafted', 'manifest.accepted']),
    );
  });

  it('waits for the old stewards, for the new ones, and for the new key itself', async () => {
    const { rosa, marisol, tono } = people;
    const lost = await newDevice(node, tono, { member: rosa.member, roles: [] });
    await drafting(node, marisol, { replace: [rosa.member] });
    const proven = await signing(node, lost.keyring, lost.code);
    // Marisol alone has signed as an old steward; Rosa's new key is none of the old ones.
    expect(proven.state.proposals[0]).toMatchObject({ waiting: 'rotate-threshold-old', signed: expect.any(Array) });
    expect((await chain()).newest.version).toBe(1);
    expect((await signing(node, tono)).accepted).toBe(true);
    expect((await chain()).newest.version).toBe(2);
  });

  it('does not let the one who lost it sign the code’s draft with another key, nor use the code twice', async () => {
    const { rosa, marisol } = people;
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const other = await newKeyring(rosa.roles, wordsOf(newSecret(), 'es'), rosa.member);
    await expect(offerKeys(underCode(node, lost.code), other)).rejects.toEqual(code('invitation'));
    await drafting(node, marisol, { replace: [rosa.member] });
    await expect(signing(node, other, lost.code)).rejects.toEqual(code('manifest-members'));
    const [draft] = (await readRotation(underCode(node, lost.code))).proposals;
    const forged = signEnvelope({ ...draft!.envelope, signatures: [] }, signingSecret(other));
    const posted = call(underCode(node, lost.code), membersContract.signNext, { body: { envelope: forged } });
    await expect(posted).rejects.toEqual(code('signature'));
  });
});

describe('at the same moment', () => {
  it('two last signatures make one new version', async () => {
    const { rosa, marisol, tono } = people;
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    await drafting(node, marisol, { replace: [rosa.member] });
    const both = await Promise.all([signing(node, tono), signing(node, lost.keyring, lost.code)]);
    expect(both.map(({ accepted }) => accepted).sort()).toEqual([false, true]);
    expect((await chain()).newest.version).toBe(2);
  });

  it('a sign-in with the key that is being replaced leaves no session behind', async () => {
    const { rosa, marisol, tono } = people;
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    await drafting(node, marisol, { replace: [rosa.member] });
    await signing(node, tono);
    const tries = [0, 1, 2, 3].map(() => signIn(connect(node.origin), rosa));
    const [signed] = await Promise.all([signing(node, lost.keyring, lost.code), Promise.allSettled(tries)]);
    expect(signed.accepted).toBe(true);
    const sessions = await node.runtime.db.selectFrom('sessions').select('member').execute();
    expect(sessions.map(({ member }) => member)).not.toContain(rosa.member);
  });
});

describe('somebody who joins', () => {
  it('gets keys, roles and their share of the box that stands', async () => {
    const { marisol, tono } = people;
    const lu = await newDevice(node, marisol, { member: null, roles: ['accompanier'] });
    const drafted = await drafting(node, marisol, { join: [lu.keyring.member] });
    expect(drafted.read.review.changes[0]).toMatchObject({ what: 'joined', roles: ['accompanier'] });
    const { keyring } = await signing(node, lu.keyring, lu.code);
    expect((await signing(node, tono)).accepted).toBe(true);
    expect((await working(node, keyring)).keyring.boxes).toEqual(drafted.keyring.boxes);
  });

  it('and leaves again: their key is revoked, their session over, the box is new and not theirs', async () => {
    const { marisol, tono } = people;
    const lu = await newDevice(node, marisol, { member: null, roles: ['accompanier'] });
    await drafting(node, marisol, { join: [lu.keyring.member] });
    const joined = await signing(node, lu.keyring, lu.code);
    expect((await signing(node, tono)).accepted).toBe(true);
    const there = await working(node, joined.keyring);
    await typedBy(lu.keyring.member, marisol.member);
    const { keyring } = await drafting(node, marisol, { leave: [lu.keyring.member] });
    expect((await signing(node, tono)).accepted).toBe(true);
    expect((await chain()).newest.statement.revoked).toMatchObject([{ reason: 'left' }]);
    await expect(readRotation(there.api)).rejects.toEqual(code('sign-in-needed'));
    await expect(signIn(connect(node.origin), lu.keyring)).rejects.toEqual(code('signature'));
    const recipient = (await chain()).newest.statement.box[0]?.recipient;
    expect(keyring.boxes[0]?.recipient).toBe(recipient);
    const shares = await node.runtime.db.selectFrom('box_shares').select(['member', 'recipient']).execute();
    expect(shares.map(({ member }) => member).sort()).toEqual([people.rosa.member, marisol.member].sort());
    expect(new Set(shares.map((share) => share.recipient))).toEqual(new Set([recipient]));
    const unsaved = await node.runtime.db.selectFrom('typed').select('member').execute();
    expect(unsaved).toEqual([{ member: marisol.member }]);
  });
});

describe('somebody whose roles change', () => {
  it('opens the box that stands once two stewards have signed, and does what the new role does', async () => {
    const { rosa, marisol, tono } = people;
    const roles = { [tono.member]: ['accompanier', 'steward'] as const };
    const drafted = await drafting(node, marisol, { roles });
    expect(drafted.read.review.changes[0]).toEqual({
      what: 'roles',
      member: tono.member,
      roles: ['steward', 'accompanier'],
    });
    expect(drafted.read.review.changes.map(({ what }) => what)).not.toContain('box');
    expect((await signing(node, rosa)).accepted).toBe(true);
    const { keyring, root } = await working(node, tono);
    expect(keyring).toMatchObject({ roles: ['steward', 'accompanier'], boxes: marisol.boxes });
    expect(root.chain.newest.statement.revoked).toEqual([]);
  });

  it('and the box is new where an accompanier is none any more, who does not sign that', async () => {
    const { rosa, marisol, tono } = people;
    const lu = await newDevice(node, marisol, { member: null, roles: ['steward', 'accompanier'] });
    await drafting(node, marisol, { join: [lu.keyring.member] });
    const joined = await signing(node, lu.keyring, lu.code);
    expect((await signing(node, tono)).accepted).toBe(true);
    const wanted = { roles: { [lu.keyring.member]: ['steward'] as const } };
    await expect(drafting(node, joined.keyring, wanted)).rejects.toEqual(code('not-allowed'));
    await expect(drafting(node, tono, wanted)).rejects.toEqual(code('not-allowed'));
    const { read } = await drafting(node, marisol, wanted);
    // Until when it holds may be the same second.
    expect(read.review.changes.map(({ what }) => what).slice(0, 2)).toEqual(['roles', 'box']);
    await expect(signing(node, joined.keyring)).rejects.toEqual(code('not-allowed'));
    expect((await signing(node, rosa)).accepted).toBe(true);
    const after = await working(node, joined.keyring);
    expect(after.keyring.roles).toEqual(['steward']);
    expect(after.keyring.boxes.map(({ recipient }) => recipient)).not.toContain(read.review.next.box[0]!.recipient);
  });

  it('is nothing that one steward does alone, nor to somebody who is not listed', async () => {
    const { rosa, marisol } = people;
    const { member } = await newKeyring(['steward'], wordsOf(newSecret(), 'es'));
    await expect(drafting(node, marisol, { roles: { [member]: ['steward'] } })).rejects.toEqual(
      code('manifest-members'),
    );
    await drafting(node, marisol, { roles: { [people.tono.member]: ['steward', 'accompanier'] } });
    expect((await working(node, rosa)).root.chain.newest.version).toBe(1);
    expect((await working(node, people.tono)).keyring.roles).toEqual(['steward']);
  });
});

/** What each of them typed into a form and has not sent. */
async function typedBy(...members: string[]): Promise<void> {
  const typed = { place: '/agreements/rounds/x#question', content: '{}', at: new Date() };
  for (const member of members)
    await node.runtime.db
      .insertInto('typed')
      .values({ ...typed, member })
      .execute();
}

describe('a drafted manifest is refused', () => {
  const next = async (changes: Parameters<typeof nextManifest>[1], ...signers: Keyring[]): Promise<Envelope> =>
    signers.reduce(
      (signed, one) => signEnvelope(signed, signingSecret(one)),
      nextManifest(await chain(), { issuedAt: timeOf(new Date()), ...changes }),
    );
  const draft = async (by: Keyring, envelope: Envelope) =>
    call((await working(node, by)).api, membersContract.draftNext, { body: { envelope, boxShares: [] } });

  it('as roll-back, gap, fork and un-revocation, each with its code', async () => {
    const { rosa, marisol, tono } = people;
    const v1 = (await chain()).newest;
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    await drafting(node, marisol, { replace: [rosa.member] });
    await signing(node, lost.keyring, lost.code);
    await signing(node, tono);
    await expect(draft(tono, v1.envelope)).rejects.toEqual(code('manifest-rollback'));
    await expect(draft(tono, await next({ version: 4 }, tono))).rejects.toEqual(code('chain'));
    await expect(draft(tono, await next({ prev: v1.id }, tono))).rejects.toEqual(code('equivocation'));
    const fork = draftEnvelope('manifest', { ...v1.statement, version: 2, collective: v1.id, prev: v1.id });
    await expect(draft(tono, signEnvelope(fork, signingSecret(tono)))).rejects.toEqual(code('equivocation'));
    await expect(draft(tono, await next({ revoked: [] }, tono))).rejects.toEqual(code('unrevoke'));
    await expect(draft(tono, (await chain()).newest.envelope)).rejects.toEqual(code('manifest-draft'));
  });

  it('for another node’s keys, a key nobody gave, a key let go without being revoked, and a signature of nobody', async () => {
    const { rosa, marisol, tono } = people;
    const { node: named, members } = (await chain()).newest.statement;
    const elsewhere = { ...named, keys: named.keys.slice(0, 2).map((key) => ({ ...key, id: `${key.id}-b` })) };
    await expect(draft(tono, await next({ node: elsewhere }, tono))).rejects.toEqual(code('from-mismatch'));
    const stranger = await newKeyring(['steward'], wordsOf(newSecret(), 'es'));
    const publicKey = signingKey(stranger);
    const swapped = members.map((one) => (one.member === rosa.member ? { ...one, sign: [publicKey] } : one));
    await expect(draft(tono, await next({ members: swapped }, tono))).rejects.toEqual(code('manifest-members'));
    const joined = [...members, { member: stranger.member, roles: ['steward' as const], sign: [publicKey] }];
    await expect(draft(tono, await next({ members: joined }, tono))).rejects.toEqual(code('manifest-members'));
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const kept = members.map((one) =>
      one.member === rosa.member ? { ...one, sign: [signingKey(lost.keyring)] } : one,
    );
    await expect(draft(tono, await next({ members: kept }, tono))).rejects.toEqual(code('manifest-rule'));
    await expect(draft(tono, await next({}, tono, stranger))).rejects.toEqual(code('signature'));
    await expect(draft(tono, await next({}, marisol))).rejects.toEqual(code('not-allowed'));
  });

  it('when it is read: by whoever finds another key than their own under their name, and by a keyring that has seen more', async () => {
    const { rosa, marisol } = people;
    await newDevice(node, marisol, { member: rosa.member, roles: [] });
    await drafting(node, marisol, { replace: [rosa.member] });
    const { api } = await working(node, rosa);
    await expect(readNext(api, rosa)).rejects.toEqual(code('manifest-members'));
    const seen = { ...marisol, manifest: { version: 3, id: rosa.collective! } };
    await expect(readNext((await working(node, marisol)).api, seen)).rejects.toEqual(code('manifest-rollback'));
  });
});

it('shows whoever signs that a box stays which somebody who goes can open', async () => {
  const { rosa, marisol, tono } = people;
  const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
  const { statement } = (await chain()).newest;
  const members = statement.members.map((one) =>
    one.member === rosa.member ? { ...one, sign: [signingKey(lost.keyring)] } : one,
  );
  const revoked = [{ keyid: keyidOf(fromB64u(signingKey(rosa), 32)), at: timeOf(new Date()), reason: 'left' as const }];
  const draft = nextManifest(await chain(), { issuedAt: timeOf(new Date()), members, revoked });
  const { changes } = reviewNext(await chain(), draft, tono);
  const key = { what: 'key', member: rosa.member, reason: 'left', keys: [signingKey(lost.keyring)] };
  expect(changes).toEqual([key, { what: 'box-stays' }]);
});

describe('an invitation', () => {
  it('is replaced by a second one for the same device, which gives the same key again', async () => {
    const { rosa, marisol } = people;
    const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const { code } = await invitePerson((await working(node, marisol)).api, { member: rosa.member, roles: [] });
    const { offers } = await offerKeys(underCode(node, code), lost.keyring);
    expect(offers).toHaveLength(1);
  });

  it('is a steward’s, ends after seven days, and lets nobody in', async () => {
    const { rosa, marisol } = people;
    const lu = await newDevice(node, marisol, { member: null, roles: ['accompanier'] });
    await expect(signIn(connect(node.origin), lu.keyring)).rejects.toEqual(code('signature'));
    await expect(call(underCode(node, lu.code), membersContract.sealKeys)).rejects.toEqual(code('sign-in-needed'));
    await expect(readRotation(underCode(node, 'AAAA-BBBB-CCCC-DDDD'))).rejects.toEqual(code('invitation'));
    const named = invitePerson((await working(node, rosa)).api, { member: lu.keyring.member, roles: [] });
    await expect(named).rejects.toEqual(code('not-found'));
    node.clock.ahead = 7 * 86_400_000 + 1000;
    await expect(readRotation(underCode(node, lu.code))).rejects.toEqual(code('invitation'));
  });
});
