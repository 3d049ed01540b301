import { draftEnvelope } from '../../../../src/protocol/envelope.ts';
import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';
import { signedBy } from '../world.ts';

export function comparison(world: World): KindSpec<'comparison'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  const manifests = { own: ceiba.manifest, peer: maguey.manifest };
  const about = { own: ceiba.id, peer: maguey.id, method: 'words' as const, manifests, at: inDays(-10) };
  return {
    about: 'Two of our own people compared words or QR with a peer. Local: it never travels.',
    statement: { ...about, shown: { name: 'Maguey', host: 'maguey.example' } },
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [['one member', ceiba.by('rosa'), 'attest-threshold']],
    tampered: { method: 'qr' },
    rules: [
      { name: 'by any two members', signers: ceiba.by('espe', 'itzel'), expect: 'ok' },
      {
        name: 'of before names were signed',
        envelope: signedBy(draftEnvelope('comparison', { type: 'comparison', ...about }), ...ceiba.by('rosa', 'lu')),
        expect: 'ok',
      },
      { name: 'of another collective', changes: { own: maguey.id, peer: ceiba.id }, expect: 'from-mismatch' },
      { name: 'with ourselves', changes: { peer: ceiba.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
      {
        name: 'with a version of ours that we do not have',
        changes: { manifests: { ...manifests, own: { version: 2, id: id32('later') } } },
        expect: 'manifest-rollback',
      },
      {
        name: 'with another manifest in the place of ours',
        changes: { manifests: { ...manifests, own: { version: 1, id: id32('fork') } } },
        expect: 'equivocation',
      },
    ],
  };
}
