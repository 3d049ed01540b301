import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { verifyStrict } from '../../../src/protocol/ed25519.ts';
import { b64u, fromB64u, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, keyidOf, keysWhoSigned } from '../../../src/protocol/envelope.ts';
import { extendChain, readChain, startChain } from '../../../src/protocol/manifest.ts';
import { boxToSealTo, rootFor, trustedChain } from '../../../src/protocol/root.ts';
import { verifySignIn } from '../../../src/protocol/sign-in.ts';
import {
  collective,
  comparisonOf,
  entryOf,
  extended,
  founders,
  inDays,
  manifestOf,
  marksOf,
  now,
  type Person,
  person,
  refOf,
  signedBy,
  standingOf,
  trust,
} from '../cast.ts';
import { elevenVectors } from '../ed25519-vectors.ts';
import { refuses } from '../refusals.ts';
import { consentWith, opensWith } from '../shared-alert.ts';

/*
 * PROTOCOL §11, rows 29 to 35, 49, 50, 56 and 59: each attack on keys and manifests ends in exactly the code of its
 * row.
 */

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const { chain, people } = ceiba;
const { rosa, marisol, lu } = people as Record<string, Person> & Record<'rosa' | 'marisol' | 'lu', Person>;
const all = Object.values(people);
const impostors = founders();
const second = extended(chain, {}, rosa, lu);
const third = extended(second, {}, rosa, lu);
const fork = extended(chain, { expires: inDays(99) }, rosa, lu);
const nadia = person('Nadia', ['accompanier']);
const gone = { keyid: keyidOf(fromB64u(lu.publicKey)), at: inDays(-1), reason: 'compromised' } as const;
const withoutLu = all.filter((one) => one !== lu).map(entryOf);
const revoked = extended(chain, { members: withoutLu, revoked: [gone] }, rosa, marisol);
const weak = elevenVectors().filter(({ name }) => /key (of|not)|-order key/.test(name));
const { statement: first } = await manifestOf('umbral', impostors);
const founded = (sign: string) => {
  const members = Object.values(impostors).map(entryOf);
  const enrolled = [{ ...members[0]!, sign: [sign] }, ...members.slice(1)];
  return startChain(
    signedBy(draftEnvelope('manifest', { ...first, members: enrolled }), ...Object.values(impostors)),
    now,
  );
};

const sign = (origin: string) =>
  signedBy(draftEnvelope('sign-in', { type: 'sign-in', origin, nonce: randomId(), at: timeOf(now) }), rosa);

const attacks: [row: number, attack: string, code: RefusalCode, act: () => unknown][] = [
  [
    29,
    'the server swaps the keys',
    'rotate-threshold-old',
    () => extended(chain, { members: Object.values(impostors).map(entryOf) }, ...Object.values(impostors)),
  ],
  [30, 'a manifest rolled back', 'manifest-rollback', () => extendChain(third, second.newest.envelope, now)],
  [30, 'a gap', 'chain', () => extendChain(chain, third.newest.envelope, now)],
  [30, 'a fork', 'equivocation', () => extendChain(second, fork.newest.envelope, now)],
  [
    30,
    'a revoked key that comes back',
    'unrevoke',
    () => extended(revoked, { members: all.map(entryOf) }, rosa, marisol, lu),
  ],
  [30, 'a revocation that disappears', 'unrevoke', () => extended(revoked, { revoked: [] }, rosa, marisol)],
  [
    31,
    'a key that nobody holds',
    'no-proof-of-possession',
    () => extended(chain, { members: [...all, nadia].map(entryOf) }, rosa, lu),
  ],
  [
    32,
    'one key for two members',
    'duplicate-key',
    () => extended(chain, { members: [...all.map(entryOf), { ...entryOf(nadia), sign: [rosa.publicKey] }] }, rosa, lu),
  ],
  ...weak.map(({ name, publicKey }): (typeof attacks)[number] => [
    33,
    `enrolled: ${name}`,
    'weak-key',
    () => founded(b64u(publicKey)),
  ]),
  [35, 'who left signs on', 'signature', () => trustedAfter(() => signedBy(draftEnvelope('level', level()), rosa, lu))],
  [
    49,
    'a threshold raised by too few',
    'rotate-threshold-new',
    () => extended(chain, { policy: { ...chain.newest.statement.policy, rotate: 3 } }, rosa, lu),
  ],
  [
    49,
    'a threshold below two',
    'rotate-threshold-new',
    () => extended(chain, { policy: { ...chain.newest.statement.policy, rotate: 1 } }, ...all),
  ],
  ...weak.map(({ name, publicKey }): (typeof attacks)[number] => [
    50,
    `a case key by which anybody could consent: ${name}`,
    'weak-key',
    opensWith(consentWith({ caseKey: b64u(publicKey) })),
  ]),
  [
    56,
    'the server marks a fake peer compared',
    'unverified-peer',
    () => trustedChain(trust(maguey, ceiba, { comparison: forged() }), 'alert', ceiba.id, now),
  ],
  [
    56,
    'the server hands out another recipient with an older chain',
    'manifest-rollback',
    () => boxToSealTo(rolledBack(), 'alert', ceiba.id, now),
  ],
  [
    56,
    'the server hands out a recipient of its own in a chain of its own',
    'unverified-peer',
    async () => boxToSealTo(trust(maguey, await collective('ceiba')), 'alert', ceiba.id, now),
  ],
  [
    59,
    'a hostile node relays another’s sign-in challenge',
    'origin',
    () =>
      verifySignIn(
        sign('https://hostile.test'),
        'https://ceiba.test',
        [{ member: rosa.member, publicKey: rosa.publicKey }],
        now,
      ),
  ],
];

describe('an attack on keys', () => {
  it.each(attacks)('row %i: %s', async (_row, _attack, code, act) => {
    await refuses(code, act);
  });

  it.each(elevenVectors())('row 34: a signature that only some verifiers accept: $name', (vector) => {
    expect(verifyStrict(vector.signature, vector.message, vector.publicKey)).toBe(vector.name === 'honest');
  });

  it('row 30: a whole chain that ends before what the keyring has seen', async () => {
    const served = chain.all.map((link) => link.envelope);
    await refuses('manifest-rollback', () => readChain(served, now, { atLeast: refOf(second) }));
  });
});

function level() {
  return { type: 'level', issuer: ceiba.id, noticeId: randomId(), level: 'decided', at: timeOf(now) } as const;
}

/** By the newest manifest, in which Lu is no more. */
function trustedAfter(said: () => ReturnType<typeof signedBy>) {
  const keys = revoked.newest.statement.members.flatMap(({ member, sign: listed }) =>
    listed.map((publicKey) => ({ member, publicKey })),
  );
  return keysWhoSigned(said(), keys);
}

/** A comparison that two people of the peer's signed, not ours. */
function forged() {
  return signedBy({ ...comparisonOf(maguey, ceiba), signatures: [] }, rosa, lu);
}

function rolledBack() {
  const handed = {
    own: maguey.chain,
    peer: chain,
    comparison: comparisonOf(maguey, ceiba),
    standing: standingOf(maguey, ceiba),
  };
  return rootFor(handed, { ...marksOf(maguey), peer: 2 }, now);
}
