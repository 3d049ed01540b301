import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../schemas/manifest.ts';
import { b64u, fromB64u, randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, keyidOf } from '../../src/protocol/envelope.ts';
import {
  compromisedIn,
  extendChain,
  keysOf,
  memberKeys,
  nodeKeys,
  readChain,
  setUpMissing,
  signersOf,
  startChain,
} from '../../src/protocol/manifest.ts';
import { keysIn } from '../../src/protocol/manifest-rules.ts';
import {
  collective,
  entryOf,
  extended,
  founders,
  inDays,
  manifestOf,
  multikey,
  nextManifest,
  now,
  type Person,
  person,
  signedBy,
} from './cast.ts';
import { elevenVectors } from './ed25519-vectors.ts';
import { refuses } from './refusals.ts';

const people = founders();
const all = Object.values(people);
const { rosa, marisol, tono, lu } = people;
const { statement: first } = await manifestOf('ceiba', people);
const signed = (changes: Partial<Manifest>, ...signers: Person[]) =>
  signedBy(draftEnvelope('manifest', { ...first, ...changes }), ...(signers.length ? signers : all));
const ceiba = startChain(signed({}), now);
const maguey = await collective('maguey');
const keyid = (one: Person) => keyidOf(fromB64u(one.publicKey));
const revoked = (one: Person, reason: 'left' | 'rotated' | 'compromised' = 'left') => ({
  keyid: keyid(one),
  at: inDays(-1),
  reason,
});
const without = (...gone: Person[]) => all.filter((one) => !gone.includes(one)).map(entryOf);

const otherHttpKey = { ...first.node.keys[0]!, id: 'https://ceiba.test/actor#other-key' };

describe('manifest v1', () => {
  it('stands when every listed member signed, and its id is the collective’s', () => {
    expect(ceiba.collective).toBe(ceiba.newest.id);
    expect(keysOf(ceiba)).toHaveLength(5);
    expect(keysOf(ceiba, 'accompanier')).toHaveLength(4);
    expect(nodeKeys(ceiba, 'receipt').map((key) => key.id)).toEqual(['https://ceiba.test/actor#receipt-key']);
  });

  it('waits for each member by name of their pseudonym', async () => {
    expect(setUpMissing(signedBy(draftEnvelope('manifest', first), rosa, tono))).toEqual(
      [marisol, lu, people.itzel].map((one) => one.member),
    );
    expect(setUpMissing(signed({}))).toEqual([]);
    await refuses('signature', () => setUpMissing(signedBy(draftEnvelope('manifest', first), person('somebody', []))));
  });

  // row 31
  it('refuses a key that nobody showed to hold', async () => {
    await refuses('no-proof-of-possession', () => startChain(signed({}, rosa, marisol, tono, lu), now));
    const ghost = { ...entryOf(rosa), sign: [rosa.publicKey, person('ghost', []).publicKey] };
    const members = [ghost, ...without(rosa)];
    await refuses('no-proof-of-possession', () => startChain(signed({ members }), now));
  });

  it('refuses a stranger’s signature beside the members’', async () => {
    await refuses('signature', () => startChain(signed({}, ...all, person('somebody', [])), now));
  });

  it.each([
    ['a later version', { version: 2 }],
    ['a collective’s id', { collective: ceiba.collective }],
    ['a predecessor', { prev: ceiba.collective }],
    ['revocations', { revoked: [revoked(person('gone', []))] }],
  ] satisfies [string, Partial<Manifest>][])('refuses %s', async (_name, changes) => {
    await refuses('chain', () => startChain(signed(changes), now));
  });

  // row 32
  it('refuses one key for two members, and one member twice', async () => {
    const twin = { ...entryOf(lu), sign: [rosa.publicKey] };
    await refuses('duplicate-key', () => startChain(signed({ members: [...without(lu), twin] }), now));
    const again = { ...entryOf(lu), member: rosa.member };
    await refuses('duplicate-key', () => startChain(signed({ members: [...without(lu), again] }), now));
  });

  // row 33
  it('refuses every weak key of the eleven vectors', async () => {
    for (const { publicKey } of elevenVectors().filter((one) => one.name.includes('key'))) {
      const weak = { ...entryOf(lu), sign: [b64u(publicKey)] };
      await refuses('weak-key', () => startChain(signed({ members: [...without(lu), weak] }), now));
    }
  });

  // row 49
  it('refuses rotate below 2, and stewards that are fewer than rotate + 1', async () => {
    const policy = first.policy;
    await refuses('rotate-threshold-new', () => startChain(signed({ policy: { ...policy, rotate: 1 } }), now));
    await refuses('rotate-threshold-new', () => startChain(signed({ policy: { ...policy, rotate: 4 } }), now));
    expect(startChain(signed({ policy: { ...policy, rotate: 3 } }), now).newest.version).toBe(1);
  });

  it('refuses fewer accompaniers than an alert needs', async () => {
    await refuses('attest-threshold', () => startChain(signed({ policy: { ...first.policy, attest: 5 } }), now));
    expect(startChain(signed({ policy: { ...first.policy, attest: 4 } }), now).newest.version).toBe(1);
  });

  it('counts an accompanier once, whatever number of keys they have', async () => {
    const second = { ...person('Rosa’s second key', []), member: rosa.member };
    const members = [{ ...entryOf(rosa), sign: [rosa.publicKey, second.publicKey] }, ...without(rosa)];
    const changes = { members, policy: { ...first.policy, attest: 5 } };
    await refuses('attest-threshold', () => startChain(signed(changes, ...all, second), now));
  });

  it('may hold for 400 days', () => {
    expect(startChain(signed({ expires: inDays(370) }), now).newest.version).toBe(1);
  });

  it.each([
    ['a life beyond 400 days', { expires: inDays(371) }, 'expires'],
    ['an end before its beginning', { expires: inDays(-31) }, 'expires'],
    ['an end at its beginning', { expires: inDays(-30) }, 'expires'],
    ['two keys for one use', { node: { ...first.node, keys: [first.node.keys[0]!, otherHttpKey] } }, 'node.keys'],
    ['a date ahead of ours', { issuedAt: inDays(1) }, 'issuedAt'],
    ['a box that begins later only', { box: [{ ...first.box[0]!, notBefore: inDays(-20) }] }, 'box'],
    ['the same box twice', { box: [first.box[0]!, first.box[0]!] }, 'box'],
    ['a node key of another host', { node: { ...first.node, actor: 'https://other.test/actor' } }, 'node.keys.id'],
    ['an actor that is no address', { node: { ...first.node, actor: 'http://%' } }, 'node.actor'],
  ] satisfies [string, Partial<Manifest>, string][])('refuses %s', async (_name, changes, where) => {
    await refuses('manifest-rule', () => startChain(signed(changes), now), where);
  });

  it('refuses a receipt key that is weak or no Ed25519 key, an http key that is not RSA-2048, one key id twice, and one use alone', async () => {
    const [http, receipt] = first.node.keys;
    const keys = (...list: Manifest['node']['keys']) => signed({ node: { ...first.node, keys: list } });
    await refuses('encoding', () =>
      startChain(keys(http!, { ...receipt!, publicKeyMultibase: `z${'2'.repeat(47)}` }), now),
    );
    await refuses('duplicate-key', () => startChain(keys(http!, { ...receipt!, id: http!.id }), now));
    const weak = multikey(elevenVectors()[2]!.publicKey);
    await refuses('weak-key', () => startChain(keys(http!, { ...receipt!, publicKeyMultibase: weak }), now));
    const shorter = http!.publicKeyMultibase.slice(0, -1);
    await refuses('weak-key', () => startChain(keys({ ...http!, publicKeyMultibase: shorter }, receipt!), now));
    await refuses('manifest-rule', () => startChain(keys(http!), now), 'node.keys');
  });

  it('refuses a day that no calendar has', async () => {
    const never = '2026-02-30T00:00:00Z';
    await refuses('encoding', () => startChain(signed({ expires: '2027-02-30T00:00:00Z' }), now));
    await refuses('encoding', () =>
      startChain(signed({ box: [...first.box, { ...maguey.chain.newest.statement.box[0]!, notBefore: never }] }), now),
    );
    await refuses('encoding', () =>
      extended(ceiba, { members: without(lu), revoked: [{ ...revoked(lu), at: never }] }, rosa, tono),
    );
  });
});

describe('the next manifest', () => {
  it('stands with rotate stewards of both and every new key', () => {
    const nadia = person('Nadia', ['accompanier']);
    const next = extended(ceiba, { members: [...all, nadia].map(entryOf) }, rosa, lu, nadia);
    expect(next.newest.version).toBe(2);
    expect(next.collective).toBe(ceiba.collective);
    expect(keysOf(next)).toHaveLength(6);
    expect(
      readChain(
        next.all.map((link) => link.envelope),
        now,
      ),
    ).toEqual(next);
  });

  it('changes nothing when the newest comes again', () => {
    const next = extended(ceiba, {}, rosa, lu);
    expect(extendChain(next, next.newest.envelope, now)).toBe(next);
  });

  // row 29
  it('refuses keys that a stolen server put in', async () => {
    const impostors = founders();
    const members = Object.values(impostors).map(entryOf);
    await refuses('rotate-threshold-old', () => extended(ceiba, { members }, ...Object.values(impostors)));
    await refuses('rotate-threshold-old', () => extended(ceiba, {}, rosa));
    await refuses('rotate-threshold-old', () => extended(ceiba, {}, rosa, people.itzel));
  });

  // row 49
  it('refuses a threshold that too few of the new stewards stand behind', async () => {
    const policy = { ...first.policy, rotate: 3 };
    await refuses('rotate-threshold-new', () => extended(ceiba, { policy }, rosa, lu));
    expect(extended(ceiba, { policy }, rosa, lu, tono).newest.version).toBe(2);
    const changed = [entryOf(marisol), entryOf(tono), entryOf(person('a', ['steward', 'accompanier']))];
    await refuses('rotate-threshold-new', () => extended(ceiba, { members: changed }, rosa, lu));
  });

  // row 31
  it('refuses a new key that did not sign, also one that was gone for a while', async () => {
    const nadia = person('Nadia', []);
    const members = [...all, nadia].map(entryOf);
    await refuses('no-proof-of-possession', () => extended(ceiba, { members }, rosa, lu));
    const gone = extended(ceiba, { members: without(people.itzel) }, rosa, lu);
    await refuses('no-proof-of-possession', () => extended(gone, { members: all.map(entryOf) }, rosa, lu));
  });

  // row 30
  it('refuses roll-back, gap and fork', async () => {
    const second = extended(ceiba, {}, rosa, lu);
    const third = extended(second, {}, rosa, lu);
    const other = extended(ceiba, { expires: inDays(200) }, rosa, lu);
    await refuses('manifest-rollback', () => extendChain(third, second.newest.envelope, now));
    await refuses('chain', () => extendChain(ceiba, third.newest.envelope, now));
    await refuses('equivocation', () => extendChain(second, other.newest.envelope, now));
    await refuses('equivocation', () => extendChain(second, extended(other, {}, rosa, lu).newest.envelope, now));
    await refuses('equivocation', () => extendChain(third, signed({ expires: inDays(100) }), now));
    await refuses('chain', () =>
      extendChain(ceiba, extended(maguey.chain, {}, ...Object.values(maguey.people)).newest.envelope, now),
    );
    await refuses('chain', () => extended(ceiba, { issuedAt: inDays(-31) }, rosa, lu));
  });

  // row 35
  it('knows the version that last marked another key as compromised', () => {
    const members = without(lu, people.itzel);
    const left = extended(ceiba, { members, revoked: [revoked(lu), revoked(people.itzel)] }, rosa, marisol);
    const one = extended(left, { revoked: [revoked(lu, 'compromised'), revoked(people.itzel)] }, rosa, marisol);
    const quiet = extended(one, {}, rosa, marisol);
    const both = [lu, people.itzel].map((gone) => revoked(gone, 'compromised'));
    const two = extended(quiet, { revoked: both }, rosa, marisol);
    const chains = [ceiba, left, one, quiet, two, extended(two, {}, rosa, marisol)];
    expect(chains.map(compromisedIn)).toEqual([0, 0, 3, 3, 5, 5]);
  });

  // row 30
  it('refuses to un-revoke: an entry that disappears, a compromise that is played down, a key that comes back', async () => {
    const members = without(lu);
    const left = extended(ceiba, { members, revoked: [revoked(lu, 'compromised')] }, rosa, marisol);
    await refuses('unrevoke', () => extended(left, { revoked: [] }, rosa, marisol));
    await refuses('unrevoke', () => extended(left, { revoked: [revoked(lu, 'rotated')] }, rosa, marisol));
    await refuses('unrevoke', () => extended(left, { members: all.map(entryOf) }, rosa, marisol, lu));
    expect(extended(left, {}, rosa, marisol).newest.version).toBe(3);
    const worse = extended(ceiba, { members, revoked: [revoked(lu, 'left')] }, rosa, marisol);
    expect(extended(worse, { revoked: [revoked(lu, 'compromised')] }, rosa, marisol).newest.version).toBe(3);
    expect(extended(worse, {}, rosa, marisol).newest.version).toBe(3);
    await refuses('unrevoke', () => extended(worse, { revoked: [] }, rosa, marisol));
    const two = { members: without(lu, people.itzel), revoked: [revoked(lu), revoked(people.itzel)] };
    const both = extended(ceiba, two, rosa, marisol);
    await refuses('unrevoke', () => extended(both, { revoked: [revoked(lu)] }, rosa, marisol));
    await refuses(
      'manifest-rule',
      () => extended(ceiba, { members, revoked: [revoked(lu), revoked(lu)] }, rosa, marisol),
      'revoked',
    );
  });

  // row 32
  it('never gives a key that was someone’s to somebody else', async () => {
    const gone = extended(ceiba, { members: without(people.itzel) }, rosa, lu);
    const heir = { ...entryOf(people.itzel), member: randomId() };
    await refuses('duplicate-key', () =>
      extended(gone, { members: [...without(people.itzel), heir] }, rosa, lu, people.itzel),
    );
    expect(memberKeys(gone)).toHaveLength(5);
  });

  it('leaves out revoked keys wherever signers are looked up', () => {
    const listed = { ...first, revoked: [revoked(rosa)] };
    expect(keysIn(listed).map((key) => key.member)).not.toContain(rosa.member);
    expect(keysIn(listed, 'steward')).toHaveLength(3);
  });

  it('counts a steward once, whatever number of keys signs', async () => {
    const second = { ...person('Rosa’s second key', []), member: rosa.member };
    const two = { ...entryOf(rosa), sign: [rosa.publicKey, second.publicKey] };
    const chain = extended(ceiba, { members: [two, ...without(rosa)] }, rosa, lu, second);
    await refuses('rotate-threshold-old', () => extended(chain, {}, rosa, second));
    expect(signersOf(signedBy(nextManifest(chain, {}), rosa, second), chain, 'steward')).toEqual(
      new Set([rosa.member]),
    );
  });
});
