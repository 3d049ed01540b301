import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function sealKey(world: World): KindSpec<'seal-key'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    about: "A member's own recipient. By that member alone. Local: it never travels.",
    statement: { member: ceiba.member('rosa'), recipient: ceiba.box.recipient, at: inDays(-1) },
    enough: ceiba.by('rosa'),
    tooFew: [['another member', ceiba.by('lu'), 'signature']],
    tampered: { recipient: maguey.box.recipient },
    rules: [
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
      {
        name: 'of a member who has left',
        changes: { member: ceiba.member('marisol') },
        signers: ceiba.by('marisol'),
        given: { chain: 'ceiba-without-marisol' },
        expect: 'signature',
      },
    ],
  };
}
