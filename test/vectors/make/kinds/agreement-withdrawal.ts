import type { StatementOf } from '../../../../schemas/statements.ts';
import type { World } from '../../vector.ts';
import type { Draft } from '../cases.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

type Withdrawal = StatementOf<'agreement-withdrawal'>;

export function agreementWithdrawal(world: World): KindSpec<'agreement-withdrawal'> {
  const ceiba = castOf(world, 'ceiba');
  const statement = {
    issuer: ceiba.id,
    series: id16('series'),
    version: 2,
    agreement: id32('agreement'),
    at: inDays(0),
  };
  return {
    about:
      'A collective takes an agreement back, up to the version that it names. By as many stewards as rotate demands.',
    statement,
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [
      ['one steward', ceiba.by('rosa'), 'attest-threshold'],
      ['a steward and an accompanier', ceiba.by('rosa', 'itzel'), 'attest-threshold'],
    ],
    tampered: { series: id16('another series') },
    rules: [
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
    more: endsCases({ type: 'agreement-withdrawal', ...statement }),
  };
}

/** Whether it ends a version that somebody shows. */
function endsCases(withdrawal: Withdrawal): Draft[] {
  const { series, version, agreement: id } = withdrawal;
  const ends = (name: string, changes: object, expect: Draft['expect'] = 'ok'): Draft => ({
    name: `ends ${name}`,
    check: 'ends',
    given: { withdrawal, shown: { series, version, id, ...changes } },
    expect,
  });
  return [
    ends('the version that it names', {}),
    ends('one before it', { version: 1, id: id32('earlier') }),
    ends('no later one', { version: 3, id: id32('later') }, 'agreement-rollback'),
    ends('no other text under its number', { id: id32('other') }, 'equivocation'),
    ends('no other series', { series: id16('another series') }, 'statement-rule'),
  ];
}
