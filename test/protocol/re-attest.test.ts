import { describe, expect, it } from 'vitest';
import { sign } from '../../src/protocol/ed25519.ts';
import { b64u, fromB64u } from '../../src/protocol/encoding.ts';
import { keyidOf } from '../../src/protocol/envelope.ts';
import type { Chain } from '../../src/protocol/manifest.ts';
import {
  type Collective,
  collective,
  entryOf,
  extended,
  inDays,
  openAt,
  type Person,
  person,
  shareAlert,
  signedBy,
} from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const { rosa, marisol, tono, itzel, lu } = ceiba.people as Record<'rosa' | 'marisol' | 'tono' | 'itzel' | 'lu', Person>;
const shared = shareAlert(ceiba, maguey);

const keyid = (one: Person) => keyidOf(fromB64u(one.publicKey, 32));
const gone = (one: Person, reason: 'left' | 'rotated' | 'compromised') => ({
  keyid: keyid(one),
  at: inDays(-1),
  reason,
});

/** Ceiba after Marisol, or somebody else, no longer signs with the key she had. */
function without(one: Person, reason: 'left' | 'rotated' | 'compromised' | null): Collective {
  const members = ceiba.chain.newest.statement.members.filter(({ member }) => member !== one.member);
  const revoked = reason === null ? [] : [gone(one, reason)];
  const others = [rosa, lu, tono].filter((signer) => signer !== one);
  return { ...ceiba, chain: extended(ceiba.chain, { members, revoked }, ...others) };
}

// row 35
describe('what somebody signed who has left since', () => {
  it.each(['left', 'rotated', null] as const)('has to be signed anew, when that key is %s', async (reason) => {
    await refuses('re-attest', () => openAt(maguey, without(marisol, reason), shared));
  });

  it('as a witness of the consent, too', async () => {
    await refuses('re-attest', () => openAt(maguey, without(tono, 'left'), shared));
  });

  it('is wrong when that key was stolen', async () => {
    await refuses('signature', () => openAt(maguey, without(marisol, 'compromised'), shared));
    await refuses('signature', () => openAt(maguey, without(tono, 'compromised'), shared));
  });

  it('is wrong when only the name of that key stands there', async () => {
    const sig = b64u(sign(new Uint8Array(8), marisol.secret));
    const forged = {
      ...shared.alert,
      signatures: [...signedBy(shared.alert, rosa).signatures.slice(-1), { keyid: keyid(marisol), sig }],
    };
    await refuses('signature', () => openAt(maguey, without(marisol, 'left'), { ...shared, alert: forged }));
  });

  it('is wrong beside a signature of nobody', async () => {
    const alert = signedBy(shared.alert, person('outsider', ['accompanier']));
    await refuses('signature', () => openAt(maguey, ceiba, { ...shared, alert }));
  });

  it('opens once others have signed it in her place, and when she signs with her new key', async () => {
    const left = without(marisol, 'left');
    const alert = signedBy({ ...shared.alert, signatures: [] }, rosa, itzel);
    expect((await openAt(maguey, left, { ...shared, alert })).facts.care.accompaniers).toBe(2);
    const renewed = { ...person('Marisol', marisol.roles), member: marisol.member };
    const members = ceiba.chain.newest.statement.members.map((one) =>
      one.member === marisol.member ? entryOf(renewed) : one,
    );
    const chain: Chain = extended(ceiba.chain, { members, revoked: [gone(marisol, 'rotated')] }, rosa, lu, renewed);
    const again = signedBy({ ...shared.alert, signatures: [] }, rosa, renewed);
    expect((await openAt(maguey, { ...ceiba, chain }, { ...shared, alert: again })).facts.care.accompaniers).toBe(2);
  });
});
