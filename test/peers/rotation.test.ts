import { beforeEach, describe, expect, it } from 'vitest';
import { receiveManifest } from '../../src/peers/manifest.ts';
import { peerChain, peerOf } from '../../src/peers/store.ts';
import { fromB64u, timeOf } from '../../src/protocol/encoding.ts';
import { type Envelope, keyidOf } from '../../src/protocol/envelope.ts';
import { type Chain, extendChain } from '../../src/protocol/manifest.ts';
import { entryOf, nextManifest, type Person, person, signedBy } from '../protocol/cast.ts';
import { freshNodes } from './open-nodes.ts';
import { trusted } from './trust.ts';

const { ceiba, maguey } = await freshNodes('ceiba', 'maguey');
let again: Person;
beforeEach(async () => {
  await trusted(ceiba, maguey);
  again = { ...person('Rosa', ['steward', 'accompanier']), member: maguey.people.rosa.member };
});

const held = async () => {
  const { db } = ceiba.runtime;
  return { version: (await peerChain(db, maguey.id))?.newest.version, state: (await peerOf(db, maguey.id))?.state };
};
const receive = (envelope: Envelope) =>
  ceiba.runtime.db
    .transaction()
    .execute((tx) => receiveManifest(tx, { peer: maguey.id }, envelope, ceiba.runtime.clock.now()));
const next = (chain: Chain, changes: Parameters<typeof nextManifest>[1], ...signers: Person[]): Envelope =>
  signedBy(nextManifest(chain, { issuedAt: timeOf(new Date()), ...changes }), ...signers);
/** Rosa's lost key revoked, her new one in its place. */
const replaced = () => {
  const { rosa, ...others } = maguey.people;
  return {
    members: [again, ...Object.values(others)].map(entryOf),
    revoked: [{ keyid: keyidOf(fromB64u(rosa.publicKey, 32)), at: timeOf(new Date()), reason: 'left' as const }],
  };
};

describe('a partner that replaces a lost key', () => {
  it('is followed without new words, and its old manifest coming again changes nothing', async () => {
    const { marisol, lu } = maguey.people;
    expect(await receive(next(maguey.chain, replaced(), marisol, lu, again))).toEqual({ code: null });
    expect(await receive(maguey.chain.newest.envelope)).toEqual({ code: null });
    expect(await held()).toEqual({ version: 2, state: 'trusted' });
  });

  it('is not believed, and paused, with one steward alone or a key that has not signed', async () => {
    const { marisol, lu } = maguey.people;
    expect(await receive(next(maguey.chain, replaced(), marisol, again))).toEqual({ code: 'rotate-threshold-old' });
    expect(await held()).toEqual({ version: 1, state: 'paused' });
    expect(await receive(next(maguey.chain, replaced(), marisol, lu))).toEqual({ code: 'no-proof-of-possession' });
    expect((await held()).version).toBe(1);
  });

  it('is not followed over a gap, and a pull will bring what lies between', async () => {
    const { marisol, lu } = maguey.people;
    const second = extendChain(maguey.chain, next(maguey.chain, replaced(), marisol, lu, again), new Date());
    expect(await receive(next(second, {}, marisol, lu))).toEqual({ code: 'chain' });
    expect(await held()).toEqual({ version: 1, state: 'trusted' });
  });

  it('never gets the lost key back, neither by leaving the revocation out nor by listing the key', async () => {
    const { rosa, marisol, lu } = maguey.people;
    const lost = next(maguey.chain, replaced(), marisol, lu, again);
    await receive(lost);
    const second = extendChain(maguey.chain, lost, new Date());
    const listed = second.newest.statement.members.map((one) => (one.member === rosa.member ? entryOf(rosa) : one));
    for (const changes of [{ revoked: [] }, { members: listed }, { revoked: [], members: listed }])
      expect(await receive(next(second, changes, marisol, lu, rosa))).toEqual({ code: 'unrevoke' });
    expect(await held()).toEqual({ version: 2, state: 'paused' });
  });
});
