import { describe, expect, it } from 'vitest';
import type { Level } from '../../schemas/level.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, idOf } from '../../src/protocol/envelope.ts';
import { levelOf, mayCorroborate, type Noticed, type SaidOfIt } from '../../src/protocol/level.ts';
import { verifyAlert } from '../../src/protocol/notice.ts';
import { verifyDispute, verifyReply } from '../../src/protocol/reply.ts';
import { verifyLevel } from '../../src/protocol/stated-level.ts';
import { alertOf, type Collective, collective, inDays, now, type Person, signedBy } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const hawthorn = await collective('hawthorn');
const { rosa, marisol, tono } = ceiba.people as Record<string, Person>;

const statement = alertOf(ceiba);
const { noticeId } = statement;
const alert = signedBy(draftEnvelope('alert', statement), rosa!, marisol!);
const attested = verifyAlert(alert, ceiba.chain, 2, now);

const noticed: Noticed = {
  issuer: ceiba.id,
  noticeId,
  attesters: attested.attesters,
  attest: 2,
  sides: [ceiba.id, maguey.id],
};
const nothing: SaidOfIt = { levels: [], replies: [], disputes: [] };
const of = (said: Partial<SaidOfIt> = {}, changes: Partial<Noticed> = {}, at = now) =>
  levelOf({ ...noticed, ...changes }, { ...nothing, ...said }, at);

const stated = (level: Level['level'], by: Collective = ceiba, about = noticeId, ...people: Person[]) => {
  const draft = draftEnvelope('level', { type: 'level', issuer: by.id, noticeId: about, level, at: inDays(-1) });
  const signers = people.length > 0 ? people : [by.people.rosa!, by.people.tono!];
  return verifyLevel(signedBy(draft, ...signers), by.chain, now);
};
const reply = (
  by: Collective,
  text: string | null,
  deferredUntil: string | null,
  at = inDays(-10),
  about = noticeId,
) => {
  const draft = draftEnvelope('reply', { type: 'reply', issuer: by.id, noticeId: about, text, deferredUntil, at });
  return verifyReply(signedBy(draft, by.people.itzel!), by.chain, now);
};
const dispute = (by: Collective, about = noticeId) => {
  const draft = draftEnvelope('dispute', { type: 'dispute', issuer: by.id, noticeId: about, at: inDays(-1) });
  return verifyDispute(signedBy(draft, by.people.itzel!), by.chain, now);
};

describe('how far an alert is verified', () => {
  it('is worked out from who signed it', () => {
    expect(of()).toEqual({ level: 'attested', disputed: false });
    expect(of({}, { attesters: new Set([rosa!.member]) })).toEqual({ level: 'accompanied', disputed: false });
    expect(of({}, { attesters: new Set() }).level).toBeNull();
    expect(of({}, { attest: 3 }).level).toBe('accompanied');
  });

  it.each(['decided', 'corroborated', 'acknowledged'] as const)('is %s when its issuer says so', (level) => {
    expect(of({ levels: [stated(level)] })).toEqual({ level, disputed: false });
  });

  it('is the highest that was stated, in whatever order and however often', () => {
    const [low, high] = [stated('decided'), stated('corroborated')];
    expect(of({ levels: [high, low, low] }).level).toBe('corroborated');
    expect(of({ levels: [low, high] }).level).toBe('corroborated');
    expect(of({ levels: [stated('acknowledged'), high] }).level).toBe('acknowledged');
  });

  it('is not raised for an alert that too few attested', () => {
    expect(of({ levels: [stated('acknowledged')] }, { attesters: new Set([rosa!.member]) }).level).toBe('accompanied');
  });

  // row 2
  it('is not raised by one accompanier who signs twice, or by the same statement twice', async () => {
    const again = signedBy(alert, rosa!, rosa!);
    expect(verifyAlert(again, ceiba.chain, 2, now).attesters.size).toBe(2);
    await refuses('attest-threshold', () => stated('decided', ceiba, noticeId, rosa!));
    const one = { ...stated('decided'), signers: new Set([rosa!.member]) };
    expect(of({ levels: [one, one] }).level).toBe('attested');
    expect(of({ levels: [stated('decided'), stated('decided')] }).level).toBe('decided');
  });

  it('is not raised by signatures of another collective, under the alert or under a statement', async () => {
    const relayed = signedBy(alert, maguey.people.rosa!);
    expect(idOf(relayed)).toBe(idOf(alert));
    await refuses('signature', () => verifyAlert(relayed, ceiba.chain, 2, now));
    await refuses('signature', () => stated('decided', ceiba, noticeId, rosa!, maguey.people.rosa!));
    for (const other of [maguey, hawthorn])
      expect(of({ levels: [stated('corroborated', other)] }).level).toBe('attested');
  });

  it('is not raised by what is said of another alert: receivers never add alerts together', () => {
    expect(of({ levels: [stated('corroborated', ceiba, randomId())] }).level).toBe('attested');
  });

  it('is not raised by an answer', () => {
    expect(of({ replies: [reply(ceiba, 'Lo reconozco.', null)] })).toEqual({ level: 'attested', disputed: false });
  });
});

describe('a dispute stands beside the level', () => {
  it('by an accompanier of either side, and of no other', () => {
    for (const side of [ceiba, maguey])
      expect(of({ disputes: [dispute(side)], levels: [stated('decided')] })).toEqual({
        level: 'decided',
        disputed: true,
      });
    expect(of({ disputes: [dispute(hawthorn), dispute(ceiba, randomId())] }).disputed).toBe(false);
    expect(of({ disputes: [dispute(maguey)] }, { attesters: new Set() })).toEqual({ level: null, disputed: true });
  });

  it('when an answer was put off and did not come', () => {
    const put = reply(ceiba, null, inDays(5));
    const on = (day: number) => new Date(inDays(day));
    expect(of({ replies: [put] }, {}, on(4)).disputed).toBe(false);
    expect(of({ replies: [put] }, {}, on(5)).disputed).toBe(true);
    expect(of({ replies: [reply(ceiba, null, inDays(5), inDays(-10), randomId())] }, {}, on(5)).disputed).toBe(false);
    expect(of({ replies: [reply(hawthorn, null, inDays(5))] }, {}, on(5)).disputed).toBe(false);
  });

  it('no more once an answer came, or a new day was named', () => {
    const put = reply(ceiba, null, inDays(5));
    const on = new Date(inDays(6));
    for (const at of [inDays(-10), inDays(-3)])
      expect(of({ replies: [reply(maguey, 'No fue así.', null, at), put] }, {}, on).disputed).toBe(false);
    expect(of({ replies: [reply(ceiba, 'Antes.', null, inDays(-11)), put] }, {}, on).disputed).toBe(true);
    const again = reply(ceiba, null, inDays(20), inDays(-2));
    expect(of({ replies: [put, again] }, {}, on).disputed).toBe(false);
    expect(of({ replies: [put, again] }, {}, new Date(inDays(20))).disputed).toBe(true);
    expect(of({ replies: [put, put] }, {}, on).disputed).toBe(true);
  });
});

describe('corroborated may be stated', () => {
  const one = { issuer: ceiba.id, locatorHash: 'one', sources: ['rosa'] };
  const other = { issuer: ceiba.id, locatorHash: 'other', sources: [tono!.member] };

  it('from two accompaniments of one’s own, of different people, without a shared source', () => {
    expect(mayCorroborate(ceiba.id, [one, other])).toBe(true);
    expect(mayCorroborate(ceiba.id, [one, { ...one, sources: [] }, other])).toBe(true);
  });

  it('and not from one, from the same person twice, from the same source, or from another collective’s', () => {
    expect(mayCorroborate(ceiba.id, [one])).toBe(false);
    expect(mayCorroborate(ceiba.id, [one, { ...other, locatorHash: 'one' }])).toBe(false);
    expect(mayCorroborate(ceiba.id, [one, { ...other, sources: ['tono', 'rosa'] }])).toBe(false);
    expect(mayCorroborate(ceiba.id, [one, { ...other, issuer: maguey.id }])).toBe(false);
  });
});
