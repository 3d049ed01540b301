import type { Manifest } from '../../../../schemas/manifest.ts';
import type { World } from '../../vector.ts';
import { castOf, type Name } from '../cast.ts';
import { inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';
import { firstManifest } from '../world.ts';

const everyone: Name[] = ['rosa', 'marisol', 'tono', 'lu', 'itzel', 'espe', 'nahui'];

/** Manifest v1 by itself; what comes after it is in the folder `chain`. */
export function manifest(world: World): KindSpec<'manifest'> {
  const ceiba = castOf(world, 'ceiba');
  const { type: _type, ...statement } = firstManifest('ceiba', world.collectives.ceiba!);
  const [first, second, ...rest] = statement.members as [Manifest['members'][0], Manifest['members'][0]];
  const members = (changes: Partial<typeof first>) => ({ members: [{ ...first, ...changes }, second, ...rest] });
  const keys = statement.node.keys;
  const node = (changes: object) => ({ node: { ...statement.node, keys: [{ ...keys[0]!, ...changes }, keys[1]!] } });
  return {
    about: 'Manifest v1, whose id is the collective: by every key that it lists. Later versions: folder chain.',
    statement,
    enough: ceiba.by(...everyone),
    tooFew: [['all but one', ceiba.by(...everyone.slice(1)), 'no-proof-of-possession']],
    tampered: { expires: inDays(299) },
    rules: [
      { name: 'of version 2', changes: { version: 2 }, expect: 'chain' },
      { name: 'that names a collective', changes: { collective: world.collectives.maguey!.id }, expect: 'chain' },
      { name: 'that follows another', changes: { prev: world.collectives.maguey!.id }, expect: 'chain' },
      {
        name: 'that revokes',
        changes: { revoked: [{ keyid: ceiba.keyid('lu'), at: inDays(-1), reason: 'left' }] },
        expect: 'chain',
      },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'manifest-rule' },
      {
        name: 'good for more than 400 days',
        changes: { expires: inSeconds(370 * 86_400 + 1) },
        expect: 'manifest-rule',
      },
      { name: 'over before it begins', changes: { expires: inDays(-31) }, expect: 'manifest-rule' },
      {
        name: 'without a box that has begun',
        changes: { box: [{ recipient: ceiba.box.recipient, notBefore: inDays(-29) }] },
        expect: 'manifest-rule',
      },
      {
        name: 'with rotate below 2',
        changes: { policy: { ...statement.policy, rotate: 1 } },
        expect: 'rotate-threshold-new',
      },
      {
        name: 'with as many stewards as rotate',
        changes: { policy: { ...statement.policy, rotate: 4 } },
        expect: 'rotate-threshold-new',
      },
      {
        name: 'with fewer accompaniers than attest',
        changes: { policy: { ...statement.policy, attest: 5 } },
        expect: 'attest-threshold',
      },
      { name: 'with one key for two members', changes: members({ sign: second.sign }), expect: 'duplicate-key' },
      { name: 'with one member twice', changes: members({ member: second.member }), expect: 'duplicate-key' },
      {
        name: 'with a key of small order',
        changes: members({ sign: ['AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] }),
        expect: 'weak-key',
      },
      {
        name: 'with a node key of another origin',
        changes: node({ id: 'https://maguey.test/actor#main-key' }),
        expect: 'manifest-rule',
      },
      {
        name: 'with an http key that is not RSA-2048',
        changes: node({ publicKeyMultibase: keys[1]!.publicKeyMultibase }),
        expect: 'weak-key',
      },
      {
        name: 'without an http key',
        changes: node({ use: 'receipt', publicKeyMultibase: keys[1]!.publicKeyMultibase }),
        expect: 'manifest-rule',
      },
    ],
  };
}
