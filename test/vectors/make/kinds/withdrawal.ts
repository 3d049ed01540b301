import { b64u } from '../../../../src/protocol/encoding.ts';
import { caseKeyOf } from '../../../../src/protocol/secrets.ts';
import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, seed } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function withdrawal(world: World): KindSpec<'withdrawal'> {
  const ceiba = castOf(world, 'ceiba');
  const delivery = id16('delivery');
  const caseKey = caseKeyOf(seed("the person's secret").subarray(0, 16), delivery);
  const person = { secret: b64u(caseKey.secret) };
  const other = { secret: b64u(caseKeyOf(seed('other words').subarray(0, 16), delivery).secret) };
  return {
    about: 'Takes the consent to one delivery back. By the case key in the consent that is held, and nothing else.',
    statement: { issuer: ceiba.id, delivery, at: inDays(0) },
    given: { issuer: ceiba.id, caseKeys: { [delivery]: b64u(caseKey.publicKey) } },
    enough: [person],
    tooFew: [
      ['other words', [other], 'signature'],
      ['two members', ceiba.by('rosa', 'marisol'), 'signature'],
      ['the person and a member', [person, ...ceiba.by('rosa')], 'signature'],
    ],
    tampered: { at: inDays(-1) },
    rules: [
      { name: 'of a consent that we do not hold', given: { caseKeys: {} }, expect: 'no-such-consent' },
      { name: 'of another issuer', given: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
    ],
  };
}
