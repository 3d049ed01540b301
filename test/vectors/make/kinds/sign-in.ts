import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function signIn(world: World): KindSpec<'sign-in'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'Sign-in over the origin that the client dialled. By exactly one member; the caller burns the nonce.',
    statement: { origin: 'https://ceiba.test', nonce: id16('nonce'), at: inDays(0) },
    given: { origin: 'https://ceiba.test' },
    enough: ceiba.by('rosa'),
    tooFew: [['two members', ceiba.by('rosa', 'lu'), 'signature']],
    tampered: { nonce: id16('another nonce') },
    rules: [
      { name: 'for another node', given: { origin: 'https://maguey.test' }, expect: 'origin' },
      { name: 'twelve minutes old', changes: { at: inSeconds(-720) }, expect: 'ok' },
      { name: 'older than that', changes: { at: inSeconds(-721) }, expect: 'clock' },
      { name: 'dated further ahead', changes: { at: inSeconds(721) }, expect: 'clock' },
    ],
  };
}
