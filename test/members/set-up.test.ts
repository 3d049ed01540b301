import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { membersSetUpContract } from '../../schemas/routes/members-set-up.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { openShare } from '../../src/client/keyring/box-share.ts';
import { signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { draftManifest, enrol, readSetUp, reviewDraft, signManifest } from '../../src/client/set-up/set-up.ts';
import { ownProfile } from '../../src/collective/activity.ts';
import { ownNode } from '../../src/collective/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { enrolled, founded, founder, keep, profile, read, sign, withCode } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );

const manifestStatus = async (node: TestNode) => (await fetch(`${node.origin}/manifest`)).status;

test('founders, each on their own device, set their collective up', async () => {
  await using node = await startTestNode();
  expect(node.code()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const people = await enrolled(node);
  expect(await manifestStatus(node)).toBe(404);
  expect(await ownProfile(node.runtime)).toBeNull();

  const drafted = await draftManifest(withCode(node), people.rosa, { profile }, keep);
  expect(drafted.state.drafts[0]?.missing.toSorted()).toEqual([people.marisol.member, people.tono.member].toSorted());
  expect(await manifestStatus(node)).toBe(404);
  const marisol = await sign(node, people.marisol);
  expect(marisol.missing).toEqual([people.tono.member]);
  const tono = await sign(node, people.tono);
  expect(tono.missing).toEqual([]);

  const row = await ownNode(node.runtime.db);
  expect(row).toMatchObject({ ...profile, collective: drafted.keyring.collective, set_up_code_hash: null });
  expect(await ownProfile(node.runtime)).toMatchObject({ handle: 'ceiba', name: 'Ceiba' });
  expect(await manifestStatus(node)).toBe(200);
  // Both accompaniers hold the same box, the steward none.
  expect(marisol.keyring.boxes).toEqual(drafted.keyring.boxes);
  expect(tono.keyring.boxes).toEqual([]);

  for (const keyring of [drafted.keyring, marisol.keyring, tono.keyring]) {
    const root = await ownRoot(await signIn(connect(node.origin), keyring), keyring);
    expect(root.chain.collective).toBe(drafted.keyring.collective);
    expect([...root.recipients.keys()]).toHaveLength(3);
    expect(root.keyring.manifest).toEqual({ version: 1, id: drafted.keyring.collective });
  }
  expect(await code(readSetUp(withCode(node)))).toBe('already-set-up');
  expect(node.faults).toEqual([]);
});

test('set-up goes on after a restart, with a new code, and what was given stays', async () => {
  await using node = await startTestNode();
  const people = await enrolled(node);
  const old = node.code();
  await node.start();
  expect(node.code()).not.toBe(old);
  expect(await code(readSetUp(withCode(node, old)))).toBe('set-up-code');
  expect((await readSetUp(withCode(node))).members).toHaveLength(3);
  await draftManifest(withCode(node), people.rosa, { profile }, keep);
  await node.start();
  await sign(node, people.marisol);
  expect((await sign(node, people.tono)).missing).toEqual([]);
});

test('giving the same keys twice changes nothing, and nobody takes the place of another', async () => {
  await using node = await startTestNode();
  const rosa = await founder(['steward', 'accompanier']);
  await enrol(withCode(node), rosa);
  expect((await enrol(withCode(node), rosa)).members).toHaveLength(1);
  const other = await founder(['steward']);
  expect(await code(enrol(withCode(node), { ...other, member: rosa.member }))).toBe('conflict');
  expect(await code(enrol(withCode(node), { ...rosa, roles: ['steward'] }))).toBe('conflict');
  // A seal-key that the key did not sign.
  const statement = {
    type: 'seal-key' as const,
    member: other.member,
    recipient: other.recipient,
    at: timeOf(new Date()),
  };
  const sealKey = signEnvelope(draftEnvelope('seal-key', statement), signingSecret(rosa));
  const body = { publicKey: signingKey(other), roles: other.roles, sealKey };
  expect(await code(call(withCode(node), membersSetUpContract.enrol, { body }))).toBe('signature');
  // A key of small order.
  const weak = { ...body, publicKey: 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
  expect(await code(call(withCode(node), membersSetUpContract.enrol, { body: weak }))).toBe('weak-key');
  expect((await readSetUp(withCode(node))).members).toHaveLength(1);
});

test('wrong codes use nothing up: whoever has the code gets in', async () => {
  await using node = await startTestNode();
  const first = node.code();
  expect(await code(readSetUp(connect(node.origin)))).toBe('set-up-code');
  const guesses = Array.from({ length: 200 }, (_, at) => code(readSetUp(withCode(node, `0000-0000-0000-${at}`))));
  expect(new Set(await Promise.all(guesses))).toEqual(new Set(['set-up-code']));
  expect(await code(readSetUp(withCode(node, first.toLowerCase().replaceAll('-', ''))))).toBe('accepted');
  expect(node.printed).toEqual([first]);
  await node.start();
  expect(await code(readSetUp(withCode(node, first)))).toBe('set-up-code');
  expect(await code(readSetUp(withCode(node)))).toBe('accepted');
  // Only its hash is kept, and no code is logged.
  const row = await ownNode(node.runtime.db);
  expect(JSON.stringify(row)).not.toContain(node.code());
  expect(node.logged.join()).not.toContain(first);
});

test('manifest v1 must speak for this node, its founders and their shares', async () => {
  await using node = await startTestNode();
  const { rosa, marisol } = await enrolled(node);
  const drafted = await draftManifest(withCode(node), rosa, { profile }, keep);
  const { envelope, boxShares } = drafted.state.drafts[0]!;
  const { statement } = readUnverified('manifest', envelope);
  const post = (changed: Partial<typeof statement>, more: object = {}) => {
    const signed = signEnvelope(draftEnvelope('manifest', { ...statement, ...changed }), signingSecret(rosa));
    return code(
      call(withCode(node), membersSetUpContract.draftFirst, {
        body: { envelope: signed, profile, boxShares, ...more },
      }),
    );
  };
  const [http, receipt] = statement.node.keys;
  const stranger = await founder(['steward', 'accompanier']);
  expect(await post({ node: { ...statement.node, actor: `${node.origin}/other` } })).toBe('from-mismatch');
  expect(await post({ node: { ...statement.node, keys: [http!, { ...receipt!, id: `${node.origin}/other` }] } })).toBe(
    'from-mismatch',
  );
  expect(await post({ node: { ...statement.node, keys: [http!] } })).toBe('manifest-rule');
  await using other = await startTestNode();
  const foreign = (await readSetUp(withCode(other))).node.keys.map(({ publicKeyMultibase }, index) => ({
    ...statement.node.keys[index]!,
    publicKeyMultibase,
  }));
  expect(await post({ node: { ...statement.node, keys: foreign } })).toBe('from-mismatch');
  const signing = { member: stranger.member, roles: stranger.roles, sign: [signingKey(stranger)] };
  expect(await post({ members: [...statement.members, signing] })).toBe('set-up-members');
  const promoted = statement.members.map((one) => ({ ...one, roles: ['steward', 'accompanier'] as const }));
  expect(await post({ members: promoted.map((one) => ({ ...one, roles: [...one.roles] })) })).toBe('set-up-members');
  expect(await post({ members: statement.members.slice(0, 2) })).toBe('rotate-threshold-new');
  expect(await post({ policy: { ...statement.policy, attest: 3 } })).toBe('attest-threshold');
  expect(await post({}, { boxShares: boxShares.slice(0, 1) })).toBe('set-up-shares');
  expect(await post({}, { boxShares: [...boxShares, boxShares[0]!] })).toBe('set-up-shares');
  expect(await post({}, { boxShares: boxShares.map((one) => ({ ...one, ciphertext: 'AAAA' })) })).toBe('set-up-shares');
  expect(await post({}, { profile: { ...profile, handle: 'Ceiba!' } })).toBe('malformed');
  expect(
    await code(
      openShare(boxShares.find((one) => one.member === rosa.member)!.ciphertext, statement.box[0]!.recipient, marisol),
    ),
  ).toBe('unseal');
  // The draft from before is still the only one.
  expect((await readSetUp(withCode(node))).drafts.map((one) => one.envelope)).toEqual([envelope]);
});

test('only listed members sign, each the same draft, and it does not stand while one is missing', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const first = await draftManifest(withCode(node), rosa, { profile }, keep);
  const review = reviewDraft(first.state, marisol);
  const stranger = await founder(['steward']);
  const foreign = signEnvelope(draftEnvelope('manifest', review.manifest), signingSecret(stranger));
  const post = (envelope: Envelope) =>
    code(call(withCode(node), membersSetUpContract.signFirst, { body: { envelope } }));
  expect(await post(foreign)).toBe('signature');
  expect(await code(sign(node, stranger))).toBe('set-up-members');
  await sign(node, marisol);
  // Another draft stands beside it: each is signed by its own hash, and nobody chooses for a founder.
  const other = await draftManifest(withCode(node), marisol, { profile: { ...profile, name: 'Ceiba alta' } }, keep);
  expect(await code(sign(node, tono))).toBe('several');
  const named = (state: typeof first.state, id: string) => reviewDraft(state, tono, id);
  const second = named(other.state, other.keyring.collective!);
  expect(second.profile.name).toBe('Ceiba alta');
  expect((await signManifest(withCode(node), tono, second, keep)).missing).toEqual([rosa.member]);
  const elsewhere = { ...review.manifest, policy: { ...review.manifest.policy, consentWitnesses: 2 } };
  expect(await post(signEnvelope(draftEnvelope('manifest', elsewhere), signingSecret(tono)))).toBe('set-up-draft');
  expect(await manifestStatus(node)).toBe(404);
  // Who had signed the first one needs nobody again.
  expect((await signManifest(withCode(node), tono, named(other.state, review.id), keep)).missing).toEqual([]);
  expect((await ownNode(node.runtime.db))?.name).toBe('Ceiba');
  // Toño's keyring has signed both, the second one last of all that he saved: it belongs to the one that stands.
  const both = { ...tono, collective: second.id };
  const root = await ownRoot(await signIn(connect(node.origin), both), both);
  expect(root.keyring.collective).toBe(review.id);
  expect(await node.runtime.db.selectFrom('manifest_drafts').select('id').execute()).toEqual([]);
});

test('a founder does not sign what is not theirs', async () => {
  await using node = await startTestNode();
  const { rosa, marisol } = await enrolled(node);
  const { state } = await draftManifest(withCode(node), rosa, { profile }, keep);
  const refused = (changed: typeof state, keyring = marisol) => {
    try {
      reviewDraft(changed, keyring);
      return 'accepted';
    } catch (error) {
      return (error as Refusal).code;
    }
  };
  expect(refused(state)).toBe('accepted');
  expect(refused(state, { ...marisol, roles: ['steward'] })).toBe('set-up-members');
  expect(refused({ ...state, node: { ...state.node, keys: state.node.keys.slice(1) } })).toBe('from-mismatch');
  expect(refused({ ...state, drafts: [] })).toBe('set-up-draft');
  // A share that opens to another box than the one in the manifest.
  const swapped = state.drafts[0]!.boxShares.find((one) => one.member === marisol.member)!.ciphertext;
  expect(await code(openShare(swapped, rosa.recipient, marisol))).toBe('set-up-shares');
});

test('a keyring that was given twice is left out, and forgotten once the collective stands', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const lost = await founder(['steward', 'accompanier']);
  await enrol(withCode(node), lost);
  const shown = await read(node, ({ member }) => member !== lost.member);
  await draftManifest(withCode(node), rosa, { profile, shown }, keep);
  await sign(node, marisol);
  await sign(node, tono);
  const rows = await node.runtime.db.selectFrom('members').select('member').execute();
  expect(rows.map((row) => row.member).toSorted()).toEqual([rosa, marisol, tono].map((one) => one.member).toSorted());
  expect(await code(signIn(connect(node.origin), lost))).toBe('signature');
});

test('the address may change until the collective stands, and never after', async () => {
  await using node = await startTestNode();
  const { origin } = node.runtime;
  const { prepareNode } = await import('../../src/collective/first-start.ts');
  const elsewhere = { ...node.runtime, origin: 'https://ceiba.example' };
  expect(await code(prepareNode(elsewhere))).toBe('accepted');
  await node.start();
  expect((await readSetUp(withCode(node))).node.actor).toBe(`${origin}/actor`);
  await founded(node);
  expect(await code(prepareNode(elsewhere))).toBe('origin-fixed');
  expect(await prepareNode(node.runtime)).toEqual({ setUpCode: null });
});

test('the public chain starts where it is asked to', async () => {
  await using node = await startTestNode();
  await founded(node);
  const api = connect(node.origin);
  const from = (version: string) => call(api, collectiveContract.manifest, { query: { from: version } });
  expect((await from('1')).manifests).toHaveLength(1);
  expect((await from('2')).manifests).toEqual([]);
  expect(await code(from('0'))).toBe('malformed');
});
