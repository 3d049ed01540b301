import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

type Fields = Omit<KindSpec<'standing'>, 'about'>;

function both(world: World): Fields {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    statement: {
      issuer: ceiba.id,
      audience: maguey.id,
      accepts: ['agreements', 'alerts'],
      sends: ['agreements', 'alerts', 'status'],
      attest: 2,
      reviewBy: inDays(180),
      ended: null,
      at: inDays(-9),
    },
    given: { me: maguey.id },
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [['one member', ceiba.by('rosa'), 'attest-threshold']],
    tampered: { accepts: [] },
    rules: [
      { name: 'that has ended', changes: { ended: inDays(-1) }, expect: 'ok' },
      { name: 'of another collective', changes: { issuer: maguey.id, audience: ceiba.id }, expect: 'from-mismatch' },
      { name: 'with ourselves', changes: { audience: ceiba.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
      {
        name: 'by a member who has left',
        given: { chain: 'ceiba-without-marisol' },
        signers: ceiba.by('rosa', 'marisol'),
        expect: 'signature',
      },
    ],
  };
}

export function standing(world: World): KindSpec<'standing'> {
  const about = 'What a peer may do with us. Two of our own members. Local: it never travels.';
  return { about, ...both(world) };
}

export function standingOffer(world: World): KindSpec<'standing-offer'> {
  const { rules, ...rest } = both(world);
  const elsewhere = { me: world.collectives.hawthorn!.id };
  return {
    about: 'The same, told to that peer.',
    ...rest,
    rules: [...rules, { name: 'for another collective', given: elsewhere, expect: 'not-for-me' }],
  };
}
