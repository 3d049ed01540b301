import type { Manifest } from '../../../schemas/manifest.ts';
import { idOf } from '../../../src/protocol/envelope.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf, type Name } from './cast.ts';
import { id16, id32, inDays, inSeconds } from './seeds.ts';
import { entryOf, firstManifest, nextManifest, outsider, type Signer, signedBy } from './world.ts';

/** Manifest chains: each is read from version 1 on, as anybody must. */
export function chainFolder(world: World): { about: string; drafts: Draft[] } {
  const ceiba = castOf(world, 'ceiba');
  const first = world.chains.ceiba!;
  const { members, policy, box } = firstManifest('ceiba', world.collectives.ceiba!);
  const next = (changes: Partial<Manifest> = {}, signers: Signer[] = ceiba.by('rosa', 'lu'), after = first) => [
    ...after,
    signedBy(nextManifest(after, changes), ...signers),
  ];
  const chain = (name: string, manifests: object[], expect: Draft['expect'] = 'ok', given: object = {}): Draft => ({
    name,
    check: 'chain',
    given: { manifests, ...given },
    expect,
  });
  const only = (...names: Name[]) =>
    members.filter(({ member }) => names.some((name) => ceiba.member(name) === member));
  const withKey = (publicKey: string) => [...members, { member: id16('newcomer'), roles: [], sign: [publicKey] }];
  const revoked = (name: Name, reason: Manifest['revoked'][0]['reason']) => ({
    keyid: ceiba.keyid(name),
    at: inDays(-2),
    reason,
  });
  const without = (name: Name) => members.filter(({ member }) => member !== ceiba.member(name));
  const left = next({ members: without('marisol'), revoked: [revoked('marisol', 'left')] });
  const stolen = next({ members: without('marisol'), revoked: [revoked('marisol', 'compromised')] });
  const newBox = { recipient: world.collectives.hawthorn!.box.recipient, notBefore: inDays(0) };
  const later = { box: [...box, { ...newBox, notBefore: inDays(5) }] };
  const second = next();
  const maguey = world.chains.maguey!;
  return {
    about:
      'Manifest chains. Comes out: id, version, who may sign now, and the box to seal to (or the code that forbids ' +
      'it).',
    drafts: [
      chain('of one manifest', first),
      chain('of none', [], 'chain'),
      chain('of two', second),
      chain('of three', next({ issuedAt: inDays(-1) }, ceiba.by('marisol', 'tono'), second)),
      chain('that ends with the same manifest again', [...second, second[1]!]),
      chain('that is the expected one', second, 'ok', {
        expect: ceiba.id,
        atLeast: { version: 2, id: idOf(second[1]!) },
      }),
      chain('of another collective than expected', second, 'chain', { expect: maguey[0] && idOf(maguey[0]) }),
      chain('shorter than seen before', first, 'manifest-rollback', { atLeast: { version: 2 } }),
      chain('with another manifest than seen before', second, 'equivocation', {
        atLeast: { version: 2, id: id32('fork') },
      }),
      chain('that goes back', [...second, first[0]!], 'manifest-rollback'),
      chain('that forks', [...second, next({ expires: inDays(299) })[1]!], 'equivocation'),
      chain('with a gap', [first[0]!, next({}, ceiba.by('rosa', 'lu'), second)[2]!], 'chain'),
      chain(
        'that goes on with another collective',
        [...first, signedBy(nextManifest(maguey, {}), ...ceiba.by('rosa', 'lu'))],
        'chain',
      ),
      chain('that begins with version 2', [second[1]!], 'chain'),
      chain('whose next names another one before it', next({ prev: id32('fork') }), 'equivocation'),
      chain('whose next is dated before it', next({ issuedAt: inDays(-31) }), 'chain'),
      chain('signed by one steward', next({}, ceiba.by('rosa')), 'rotate-threshold-old'),
      chain('signed by a steward and an accompanier', next({}, ceiba.by('rosa', 'itzel')), 'rotate-threshold-old'),
      chain('signed by an outsider too', next({}, [...ceiba.by('rosa', 'lu'), outsider]), 'signature'),
      chain(
        'signed by stewards of the old one who are none in the new one',
        next({ members: members.map((one) => (one.member === ceiba.member('lu') ? { ...one, roles: [] } : one)) }),
        'rotate-threshold-new',
      ),
      chain(
        'with fewer stewards than rotate and one more',
        next({
          members: only('rosa', 'lu', 'itzel', 'tono').map((one) =>
            one.member === ceiba.member('tono') ? { ...one, roles: ['accompanier'] } : one,
          ),
        }),
        'rotate-threshold-new',
      ),
      chain(
        'with a new key that has signed',
        next({ members: withKey(outsider.publicKey) }, [...ceiba.by('rosa', 'lu'), outsider]),
      ),
      chain(
        'with a new key that has not signed',
        next({ members: withKey(outsider.publicKey) }),
        'no-proof-of-possession',
      ),
      chain('with a key twice', next({ members: withKey(ceiba.publicKey('rosa')) }), 'duplicate-key'),
      chain('with a member who left', left),
      chain(
        "that gives a leaver's key to another member",
        next(
          {
            members: [
              ...without('marisol'),
              {
                ...entryOf(world.collectives.ceiba!.people.marisol!),
                member: ceiba.member('marisol').replace(/^./, 'A'),
              },
            ],
          },
          ceiba.by('rosa', 'lu', 'marisol'),
        ),
        'duplicate-key',
      ),
      chain('that still revokes', next({ revoked: [revoked('marisol', 'left')] }, ceiba.by('rosa', 'lu'), left)),
      chain('that revokes no longer', next({ revoked: [] }, ceiba.by('rosa', 'lu'), left), 'unrevoke'),
      chain(
        "that finds a leaver's key stolen",
        next({ revoked: [revoked('marisol', 'compromised')] }, ceiba.by('rosa', 'lu'), left),
      ),
      chain(
        'that finds a stolen key only left',
        next({ revoked: [revoked('marisol', 'left')] }, ceiba.by('rosa', 'lu'), stolen),
        'unrevoke',
      ),
      chain('that lists a key which it revokes', next({ revoked: [revoked('marisol', 'left')] }), 'unrevoke'),
      chain('that raises attest', next({ policy: { ...policy, attest: 3 } })),
      chain('that lowers rotate below 2', next({ policy: { ...policy, rotate: 1 } }), 'rotate-threshold-new'),
      chain('with a new box', next({ box: [newBox, ...box] })),
      chain('with a new box that has not begun', next(later)),
      chain('with a new box that has begun meanwhile', next(later), 'ok', { now: inDays(6) }),
      chain('with one box twice', next({ box: [...box, ...box] }), 'manifest-rule'),
      chain('whose newest is over', second, 'ok', { now: inDays(300) }),
      chain('whose newest is dated ahead', next({ issuedAt: inSeconds(601) }), 'manifest-rule'),
    ],
  };
}
