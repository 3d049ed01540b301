import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function live(world: World): KindSpec<'live'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    about: 'Everything of ours that one peer may still hold. By one accompanier or more; good for at most 30 days.',
    statement: {
      issuer: ceiba.id,
      audience: maguey.id,
      issuedAt: inDays(0),
      nextBy: inDays(30),
      manifest: ceiba.manifest,
      deliveries: [id16('delivery')],
    },
    given: { me: maguey.id },
    enough: ceiba.by('itzel'),
    tooFew: [
      ['a steward', ceiba.by('lu'), 'attest-threshold'],
      ['an accompanier of processes', ceiba.by('espe'), 'attest-threshold'],
    ],
    tampered: { deliveries: [] },
    rules: [
      { name: 'that lists nothing', changes: { deliveries: [] }, expect: 'ok' },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'live-future' },
      { name: 'good for more than 30 days', changes: { nextBy: inSeconds(30 * 86_400 + 1) }, expect: 'live-future' },
      { name: 'of another peer', given: { me: world.collectives.hawthorn!.id }, expect: 'live-audience' },
      { name: 'of another collective', changes: { issuer: maguey.id }, expect: 'from-mismatch' },
      {
        name: 'that names a manifest we have not got',
        changes: { manifest: { version: 2, id: id32('later') } },
        expect: 'need-manifest',
      },
      {
        name: 'that names another manifest in its place',
        changes: { manifest: { version: 1, id: id32('fork') } },
        expect: 'equivocation',
      },
    ],
  };
}
