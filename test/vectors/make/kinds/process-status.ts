import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function processStatus(world: World): KindSpec<'process-status'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about:
      'How far an accountability process is; no free text. By as many accompaniers of either side as attest demands.',
    statement: {
      issuer: ceiba.id,
      noticeId: id16('notice'),
      version: 1,
      alert: id16('delivery'),
      status: 'under_way',
      how: null,
      stepsReached: ['violence_stopped', 'harm_recognised'],
      reviewBy: inDays(90),
      at: inDays(0),
    },
    enough: ceiba.by('rosa', 'espe'),
    tooFew: [
      ['one accompanier of processes', ceiba.by('espe'), 'attest-threshold'],
      ['one and a steward', ceiba.by('espe', 'lu'), 'attest-threshold'],
    ],
    tampered: { stepsReached: [] },
    rules: [
      { name: 'that says how it closed', changes: { status: 'closed', how: 'concluded' }, expect: 'ok' },
      { name: 'that closed and does not say how', changes: { status: 'closed' }, expect: 'notice-rule' },
      { name: 'that says how without closing', changes: { how: 'concluded' }, expect: 'notice-rule' },
      { name: 'reviewed within six months', changes: { reviewBy: '2027-05-22T12:00:00Z' }, expect: 'ok' },
      { name: 'reviewed later than six months', changes: { reviewBy: '2027-05-22T12:00:01Z' }, expect: 'notice-rule' },
      { name: 'reviewed when it was said', changes: { reviewBy: inDays(0) }, expect: 'notice-rule' },
      {
        name: 'a step named twice',
        changes: { stepsReached: ['repair_made', 'repair_made'] },
        expect: 'statement-rule',
      },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}
