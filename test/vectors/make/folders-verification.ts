import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { id16, id32, inDays } from './seeds.ts';

type Said = { statement: object; signers: string[] };

/** How far an alert is verified, computed from what was said about it. */
export function verificationFolder(world: World): { about: string; drafts: Draft[] } {
  const [ceiba, maguey, hawthorn] = [castOf(world, 'ceiba'), castOf(world, 'maguey'), castOf(world, 'hawthorn')];
  const noticeId = id16('notice');
  const two = [ceiba.member('rosa'), ceiba.member('marisol')];
  const noticed = { issuer: ceiba.id, noticeId, attesters: two, attest: 2, sides: [ceiba.id, maguey.id] };
  const states = (level: string, changes: object = {}, signers = two): Said => ({
    statement: { type: 'level', issuer: ceiba.id, noticeId, level, at: inDays(-1), ...changes },
    signers,
  });
  const replies = (fields: object, at = inDays(-5), issuer = maguey.id): Said => ({
    statement: { type: 'reply', issuer, noticeId, text: null, deferredUntil: null, at, ...fields },
    signers: [maguey.member('rosa')],
  });
  const disputes = (issuer: string, changes: object = {}): Said => ({
    statement: { type: 'dispute', issuer, noticeId, at: inDays(-1), ...changes },
    signers: [maguey.member('rosa')],
  });
  const level = (
    name: string,
    said: Partial<Record<'levels' | 'replies' | 'disputes', Said[]>> = {},
    changes: object = {},
  ): Draft => ({
    name,
    check: 'level-of',
    given: { noticed: { ...noticed, ...changes }, said: { levels: [], replies: [], disputes: [], ...said } },
    expect: 'ok',
  });
  const accompaniment = (label: string, sources: string[], issuer = ceiba.id) => ({
    issuer,
    locatorHash: id32(label),
    sources,
  });
  const corroborates = (name: string, accompaniments: object[]): Draft => ({
    name: `corroborating ${name}`,
    check: 'may-corroborate',
    given: { issuer: ceiba.id, accompaniments },
    expect: 'ok',
  });
  return {
    about:
      'How far an alert is verified (PROTOCOL §4), and whether it is disputed: computed by whoever holds it, from ' +
      'statements that were verified one by one.',
    drafts: [
      level('attested'),
      level('signed by one', {}, { attesters: two.slice(1) }),
      level('signed by nobody', {}, { attesters: [] }),
      level('decided', { levels: [states('decided')] }),
      level('the highest of several', { levels: [states('corroborated'), states('decided')] }),
      level('decided by one alone', { levels: [states('decided', {}, two.slice(1))] }),
      level('decided by another collective', { levels: [states('decided', { issuer: maguey.id })] }),
      level('decided of another notice', { levels: [states('decided', { noticeId: id16('another notice') })] }),
      level('decided of what one alone signed', { levels: [states('decided')] }, { attesters: two.slice(1) }),
      level('disputed by a holder', { disputes: [disputes(maguey.id)] }),
      level('disputed by a collective that holds nothing', { disputes: [disputes(hawthorn.id)] }),
      level('answered', { replies: [replies({ text: 'Me fui.' })] }),
      level('an answer put off to a day ahead', { replies: [replies({ deferredUntil: inDays(1) })] }),
      level('an answer put off that did not come', { replies: [replies({ deferredUntil: inDays(-1) })] }),
      level('an answer put off that came later', {
        replies: [replies({ deferredUntil: inDays(-1) }), replies({ text: 'Me fui.' }, inDays(-2))],
      }),
      level('an answer put off twice', {
        replies: [replies({ deferredUntil: inDays(-1) }), replies({ deferredUntil: inDays(1) }, inDays(-2))],
      }),
      corroborates('two people, two sources', [accompaniment('a', ['x']), accompaniment('b', ['y'])]),
      corroborates('two people, one source', [accompaniment('a', ['x']), accompaniment('b', ['y', 'x'])]),
      corroborates('one person twice', [accompaniment('a', ['x']), accompaniment('a', ['y'])]),
      corroborates('another collective beside', [accompaniment('a', ['x']), accompaniment('b', ['y'], maguey.id)]),
      corroborates('one', [accompaniment('a', ['x'])]),
    ],
  };
}
