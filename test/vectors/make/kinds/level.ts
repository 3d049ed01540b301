import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function level(world: World): KindSpec<'level'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'What the issuer states of its own notice beyond "attested". By as many accompaniers as attest demands.',
    statement: { issuer: ceiba.id, noticeId: id16('notice'), level: 'decided', at: inDays(0) },
    enough: ceiba.by('rosa', 'itzel'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and a steward', ceiba.by('rosa', 'lu'), 'attest-threshold'],
      ['accompaniers of processes', ceiba.by('espe', 'nahui'), 'attest-threshold'],
    ],
    tampered: { level: 'acknowledged' },
    rules: [
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
      { name: 'dated ahead within the tolerance', changes: { at: inSeconds(600) }, expect: 'ok' },
      {
        name: 'by a member who has left',
        given: { chain: 'ceiba-without-marisol' },
        signers: ceiba.by('rosa', 'marisol'),
        expect: 'signature',
      },
      {
        name: 'by two where the newest manifest asks three',
        given: { chain: 'ceiba-attest-3' },
        expect: 'attest-threshold',
      },
    ],
  };
}
