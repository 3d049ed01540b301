import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { call } from '../../src/client/api/call.ts';
import { type Keyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson, readNext, readRotation } from '../../src/client/keyring/rotation.ts';
import { draftRotation } from '../../src/client/keyring/rotation-draft.ts';
import { ownChain } from '../../src/collective/store.ts';
import { sweepProposed } from '../../src/members/rotate.ts';
import { proposedManifests } from '../../src/members/rotation-store.ts';
import { newBoxIdentity } from '../../src/protocol/age-seal.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { founded } from '../members/founders.ts';
import { startTestNode, type TestNode } from '../members/node.ts';
import { newDevice, signing, underCode, working } from '../members/people.ts';
import { nextManifest } from '../protocol/cast.ts';

const code = (code: string) => expect.objectContaining({ code });

describe('who belongs', () => {
  let node: TestNode;
  /** Rosa, Marisol and Toño; and Lu, a steward who joined, so that one of them can be removed. */
  let rosa: Keyring;
  let marisol: Keyring;
  let tono: Keyring;
  let lu: Keyring;
  beforeEach(async () => {
    node = await startTestNode();
    ({ rosa, marisol, tono } = await founded(node));
    const device = await newDevice(node, marisol, { member: null, roles: ['steward', 'accompanier'] });
    await draftRotation(await working(node, marisol), { join: [device.keyring.member] }, async () => {});
    ({ keyring: lu } = await signing(node, device.keyring, device.code));
    expect((await signing(node, tono)).accepted).toBe(true);
  });
  afterEach(async () => {
    expect(node.faults).toEqual([]);
    await node[Symbol.asyncDispose]();
  });

  const chain = async () => (await ownChain(node.runtime.db))!;
  /** Another manifest of the same people, which says nothing new but its end. */
  const anyManifest = async (by: Keyring, seconds: number): Promise<Envelope> => {
    const until = new Date(Date.now() + 300 * 86_400_000 + seconds * 1000);
    const drafted = nextManifest(await chain(), { issuedAt: timeOf(new Date()), expires: timeOf(until) });
    return signEnvelope(drafted, signingSecret(by));
  };
  const propose = async (by: Keyring, envelope: Envelope) =>
    call((await working(node, by)).api, membersContract.draftNext, { body: { envelope, boxShares: [] } });
  const signed = async (by: Keyring, envelope: Envelope) =>
    call((await working(node, by)).api, membersContract.signNext, {
      body: { envelope: signEnvelope({ ...envelope, signatures: [] }, signingSecret(by)) },
    });
  const removal = async (of: Keyring, by: Keyring): Promise<Envelope> => {
    const { read } = await draftRotation(await working(node, by), { leave: [of.member] }, async () => {});
    return draftEnvelope('manifest', read.review.next);
  };
  const members = async () => (await chain()).newest.statement.members.map(({ member }) => member);
  const waiting = async (by: Keyring) => (await readRotation((await working(node, by)).api)).proposals;

  it('is nothing to whoever holds a code, but what lists their own key', async () => {
    const device = await newDevice(node, marisol, { member: null, roles: ['steward'] });
    const other = await newDevice(node, marisol, { member: null, roles: ['accompanier'] });
    await removal(rosa, marisol);
    const { offers, proposals } = await readRotation(underCode(node, device.code));
    expect(offers.map(({ member }) => member)).toEqual([device.keyring.member]);
    expect(proposals).toEqual([]);
    await draftRotation(await working(node, marisol), { join: [other.keyring.member] }, async () => {});
    expect((await readRotation(underCode(node, device.code))).proposals).toEqual([]);
    expect((await readRotation(underCode(node, other.code))).proposals).toHaveLength(1);
  });

  it('is decided although the one who is removed keeps proposing other things', async () => {
    const { api } = await working(node, rosa);
    const without = await removal(rosa, marisol);
    const proposing = (n: number) =>
      anyManifest(rosa, n).then((envelope) =>
        call(api, membersContract.draftNext, { body: { envelope, boxShares: [] } }),
      );
    const tries = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => proposing(n)));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await signed(tono, without)).toMatchObject({ accepted: true });
    expect(await members()).not.toContain(rosa.member);
  });

  it('is proposed side by side, by person, with a limit of each alone', async () => {
    for (let n = 0; n < 4; n++) await propose(rosa, await anyManifest(rosa, n));
    await expect(propose(rosa, await anyManifest(rosa, 9))).rejects.toEqual(code('too-many'));
    await propose(marisol, await anyManifest(marisol, 20));
    const all = await waiting(lu);
    expect(all.map(({ by }) => by)).toEqual([...Array(4).fill(rosa.member), marisol.member]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    expect(all.every(({ signed, by }) => signed.join() === by)).toBe(true);
    expect(all.every(({ at, lapsed }) => at.endsWith('Z') && lapsed === null)).toBe(true);
  });

  it('keeps the first bytes and shares of a proposal when somebody proposes the same again', async () => {
    const without = await removal(rosa, marisol);
    const shares = async () => (await proposedManifests(node.runtime.db))[0]?.shares ?? '';
    const before = await shares();
    const junk = { member: tono.member, ciphertext: Buffer.from('age-encryption.org/v1\nx').toString('base64url') };
    const boxShares = JSON.parse(before).map(({ member }: { member: string }) => ({ ...junk, member }));
    const envelope = signEnvelope(without, signingSecret(lu));
    await call((await working(node, lu)).api, membersContract.draftNext, { body: { envelope, boxShares } });
    expect(await shares()).toEqual(before);
    expect(await waiting(lu)).toMatchObject([{ by: marisol.member }]);
  });

  it('has one share of a new box for each accompanier: none twice in the place of somebody’s', async () => {
    const issuedAt = timeOf(new Date());
    const { recipient } = await newBoxIdentity();
    const box = [{ recipient, notBefore: issuedAt }];
    const envelope = signEnvelope(nextManifest(await chain(), { issuedAt, box }), signingSecret(rosa));
    const ciphertext = Buffer.from('age-encryption.org/v1\nx').toString('base64url');
    const sharing = async (...whose: Keyring[]) => {
      const boxShares = whose.map(({ member }) => ({ member, ciphertext }));
      return call((await working(node, rosa)).api, membersContract.draftNext, { body: { envelope, boxShares } });
    };
    await expect(sharing(rosa, rosa, marisol)).rejects.toEqual(code('set-up-shares'));
    await sharing(rosa, marisol, lu);
    expect(await signed(marisol, envelope)).toMatchObject({ accepted: true });
  });

  it('ends the codes of whom it removes, with the keys that were given under them', async () => {
    const device = await newDevice(node, lu, { member: rosa.member, roles: [] });
    const kept = await newDevice(node, tono, { member: null, roles: ['steward'] });
    const without = await removal(lu, marisol);
    expect(await signed(tono, without)).toMatchObject({ accepted: true });
    await expect(readRotation(underCode(node, device.code))).rejects.toEqual(code('invitation'));
    const { offers } = await readRotation((await working(node, rosa)).api);
    expect(offers.map(({ member }) => member)).toEqual([kept.keyring.member]);
  });

  it('takes no signature of whom a proposal removes, by whoever it is handed in, nor lets them propose it', async () => {
    const without = await removal(rosa, marisol);
    await expect(signed(rosa, without)).rejects.toEqual(code('not-allowed'));
    const both = signEnvelope(signEnvelope(without, signingSecret(rosa)), signingSecret(tono));
    const handed = call((await working(node, tono)).api, membersContract.signNext, { body: { envelope: both } });
    await expect(handed).rejects.toEqual(code('not-allowed'));
    const { members, revoked } = (await chain()).newest.statement;
    const less = members.map((one) => (one.member === rosa.member ? { ...one, roles: ['steward' as const] } : one));
    const suspending = nextManifest(await chain(), { issuedAt: timeOf(new Date()), members: less, revoked });
    await expect(propose(rosa, signEnvelope(suspending, signingSecret(rosa)))).rejects.toEqual(code('not-allowed'));
    expect((await waiting(tono)).map(({ signed }) => signed)).toEqual([[marisol.member]]);
  });

  it('is what first reaches its quorum; what rests on the old chain lapses, is shown so, and can be signed no more', async () => {
    const withoutRosa = await removal(rosa, marisol);
    const withoutMarisol = await removal(marisol, rosa);
    await signed(lu, withoutMarisol);
    expect(await members()).not.toContain(marisol.member);
    await expect(signed(tono, withoutRosa)).rejects.toEqual(code('lapsed'));
    const [one, ...others] = await waiting(tono);
    expect([one, others.length]).toMatchObject([
      { by: marisol.member, lapsed: expect.any(String), waiting: null, boxShares: [], signed: [marisol.member] },
      0,
    ]);
    expect(await members()).toContain(rosa.member);
    await expect(readNext((await working(node, tono)).api, tono, { named: one!.id })).rejects.toEqual(code('lapsed'));
    node.clock.ahead = 31 * 86_400_000;
    await sweepProposed(node.runtime);
    expect(await node.runtime.db.selectFrom('manifest_rotations').select('id').execute()).toEqual([]);
  });

  it('is named by its first characters where several stand, and nothing is signed in the place of what was read', async () => {
    await propose(rosa, await anyManifest(rosa, 1));
    await propose(marisol, await anyManifest(marisol, 2));
    const { api } = await working(node, tono);
    await expect(readNext(api, tono)).rejects.toEqual(code('several'));
    const [, second] = await waiting(tono);
    const read = await readNext(api, tono, { named: second!.id.slice(0, 8) });
    expect([read.review.id, read.by]).toEqual([second!.id, marisol.member]);
    const other = await anyManifest(tono, 3);
    await expect(signed(tono, other)).rejects.toEqual(code('manifest-draft'));
  });

  it('lets a new device in although somebody gives other keys in the same name, and nobody uses up the invitations', async () => {
    const device = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const { api } = await working(node, tono);
    let codes = 0;
    for (let n = 0; n < 40; n++)
      await invitePerson(api, { member: null, roles: ['steward'] }).then(
        () => codes++,
        () => {},
      );
    expect(codes).toBe(16);
    await newDevice(node, lu, { member: rosa.member, roles: [] });
    const wanted = { replace: [rosa.member] };
    await expect(draftRotation(await working(node, marisol), wanted, async () => {})).rejects.toEqual(code('several'));
    const named = { replace: [`${rosa.member}/${signingKey(device.keyring).slice(0, 8)}`] };
    const { read } = await draftRotation(await working(node, marisol), named, async () => {});
    await signing(node, device.keyring, device.code);
    expect((await signing(node, tono, undefined, read.review.id)).accepted).toBe(true);
  });
});
