import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function reply(world: World): KindSpec<'reply'> {
  const ceiba = castOf(world, 'ceiba');
  const deferred = (deferredUntil: string) => ({ text: null, deferredUntil });
  return {
    about:
      'What the person named answers, told by one accompanier of either side: a text, or a deferral of at most six ' +
      'months.',
    statement: {
      issuer: ceiba.id,
      noticeId: id16('notice'),
      text: 'Me fui cuando me lo pidieron.',
      deferredUntil: null,
      at: inDays(0),
    },
    enough: ceiba.by('espe'),
    tooFew: [['a steward', ceiba.by('lu'), 'attest-threshold']],
    tampered: { text: 'Otra cosa.' },
    rules: [
      { name: 'deferred', changes: deferred(inDays(10)), expect: 'ok' },
      { name: 'deferred by six months', changes: deferred('2027-05-22T12:00:00Z'), expect: 'ok' },
      { name: 'deferred by more than six months', changes: deferred('2027-05-22T12:00:01Z'), expect: 'statement-rule' },
      { name: 'deferred to now', changes: deferred(inDays(0)), expect: 'statement-rule' },
      { name: 'a text and a deferral', changes: { deferredUntil: inDays(10) }, expect: 'statement-rule' },
      { name: 'neither text nor deferral', changes: { text: null }, expect: 'statement-rule' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}
