import { describe, expect, it } from 'vitest';
import type { Live } from '../../schemas/live.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { b64u, dateOf, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, readUnverified } from '../../src/protocol/envelope.ts';
import { newer } from '../../src/protocol/item-state.ts';
import { checkOwnLive, draftLive, leaseOf, type Shared, verifyLive } from '../../src/protocol/list-statement.ts';
import { collective, inDays, now, type Person, person, refOf, signedBy } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const hawthorn = await collective('hawthorn');
const { rosa, marisol, lu } = ceiba.people as Record<string, Person>;
const [a, b, c] = [randomId(), randomId(), randomId()].sort() as [string, string, string];

const listOf = (changes: Partial<Live> = {}): Live => ({
  type: 'live',
  issuer: ceiba.id,
  audience: maguey.id,
  issuedAt: timeOf(now),
  nextBy: inDays(30),
  manifest: refOf(ceiba.chain),
  deliveries: [a],
  ...changes,
});
const signed = (changes: Partial<Live> = {}, ...people: Person[]) =>
  signedBy(draftEnvelope('live', listOf(changes)), ...(people.length > 0 ? people : [rosa!]));
const inMinutes = (minutes: number) => timeOf(new Date(now.getTime() + minutes * 60_000));

describe('a list of what is still shared', () => {
  const verify = (envelope: ReturnType<typeof signed>, me = maguey.id) => verifyLive(envelope, ceiba.chain, me, now);

  it('is believed from one accompanier', () => {
    const read = verify(signed());
    expect(read.statement.deliveries).toEqual([a]);
    expect(leaseOf(read)).toEqual({ issuedAt: now, nextBy: daysAfter(now, 30), id: read.id });
  });

  it('is refused from anybody else, and in another collective’s name', async () => {
    await refuses('attest-threshold', () => verify(signed({}, lu!)));
    await refuses('signature', () => verify(signed({}, rosa!, person('outsider', []))));
    await refuses('from-mismatch', () => verify(signed({ issuer: hawthorn.id })));
    await refuses('payload-type', () => verify(ceiba.chain.newest.envelope));
  });

  // row 52
  it('for another peer is refused', async () => {
    await refuses('live-audience', () => verify(signed({ audience: hawthorn.id })));
    await refuses('live-audience', () => verify(signed(), hawthorn.id));
  });

  // row 54
  it('dated ahead of us, or good for longer than 30 days, is refused', async () => {
    await refuses('live-future', () => verify(signed({ issuedAt: inMinutes(11) })), 'issuedAt');
    expect(verify(signed({ issuedAt: inMinutes(10) })).statement.nextBy).toBe(inDays(30));
    const longer = timeOf(new Date(daysAfter(now, 30).getTime() + 1_000));
    await refuses('live-future', () => verify(signed({ nextBy: longer })), 'nextBy');
  });

  it('asks for the manifest that it names, and refuses another in its place', async () => {
    await refuses('need-manifest', () => verify(signed({ manifest: { version: 2, id: ceiba.id } })));
    await refuses('equivocation', () => verify(signed({ manifest: { version: 1, id: b64u(new Uint8Array(32)) } })));
  });

  it('comes after the newest by its date; of two at one second always the same one', () => {
    const lease = (days: number, id: string) => ({ issuedAt: daysAfter(now, days), nextBy: now, id });
    expect(newer(lease(0, 'x'), null)).toBe(true);
    expect([newer(lease(1, 'x'), lease(0, 'y')), newer(lease(0, 'y'), lease(1, 'x'))]).toEqual([true, false]);
    expect([newer(lease(0, 'y'), lease(0, 'x')), newer(lease(0, 'x'), lease(0, 'y'))]).toEqual([true, false]);
    expect(newer(lease(0, 'x'), lease(0, 'x'))).toBe(false);
  });
});

describe('the next list of ours', () => {
  const shared = (delivery: string, handedIn = -5, over = false): Shared => ({
    delivery,
    handedIn: daysAfter(now, handedIn),
    over,
  });
  const draft = (files: Shared[], newest: Live | null = null, again: string[] = []) => {
    const made = draftLive(ceiba.chain, maguey.id, { shared: files, newest, again }, now);
    return made && { ...readUnverified('live', made.envelope).statement, signers: made.signers };
  };
  const earlier = (deliveries: string[], days = -2) => listOf({ issuedAt: inDays(days), deliveries });

  it('names what lies there or waits to be sent, in one order, for 30 days', () => {
    const made = draft([shared(b), shared(a), shared(b)]);
    expect(made).toEqual({ ...listOf({ deliveries: [a, b] }), signers: 1 });
    const envelope = draftLive(ceiba.chain, maguey.id, { shared: [shared(a)], newest: null, again: [] }, now)!.envelope;
    expect(verifyLive(signedBy(envelope, rosa!), ceiba.chain, maguey.id, now).statement.deliveries).toEqual([a]);
  });

  it('leaves out what is over, and what was handed in since comes on it', () => {
    expect(draft([shared(a), shared(b, -5, true), shared(c, -1)], earlier([a, b]))).toMatchObject({
      deliveries: [a, c],
      signers: 1,
    });
  });

  it('never names again what the newest left out, unless as many sign as attest', () => {
    expect(draft([shared(a), shared(b)], earlier([a]))).toMatchObject({ deliveries: [a], signers: 1 });
    expect(draft([shared(a), shared(b, -2)], earlier([a]))).toMatchObject({ deliveries: [a] });
    expect(draft([shared(a), shared(b)], earlier([a]), [b])).toMatchObject({ deliveries: [a, b], signers: 2 });
    expect(draft([shared(a), shared(b, -5, true)], earlier([a]), [b])).toMatchObject({ deliveries: [a], signers: 1 });
  });

  it('is due once a day, sooner only to leave something out or to name it again', () => {
    expect(draft([shared(a)], earlier([a], -1))).not.toBeNull();
    expect(draft([shared(a), shared(b, -0.1)], earlier([a], -0.5))).toBeNull();
    expect(draft([shared(a, -5, true)], earlier([a], -0.5))).toMatchObject({ deliveries: [] });
    expect(draft([], earlier([a], -0.5))).toMatchObject({ deliveries: [] });
    expect(draft([shared(a)], earlier([], -0.5), [a])).toMatchObject({ deliveries: [a] });
  });

  it('waits while the newest lies ahead', () => {
    const ahead = listOf({ issuedAt: inMinutes(10), deliveries: [] });
    expect(draft([shared(a)], ahead, [a])).toBeNull();
    expect(draft([shared(a)], listOf({ deliveries: [a, b] }))).toBeNull();
  });
});

describe('a list of ours before it is sent', () => {
  const handedIn = (delivery: string) => (delivery === c ? undefined : dateOf(inDays(-5)));
  const check = (envelope: ReturnType<typeof signed>, newest: Live | null, at = handedIn) =>
    checkOwnLive(envelope, ceiba.chain, { audience: maguey.id, newest, handedIn: at }, now);
  const newest = listOf({ issuedAt: inDays(-2), deliveries: [a] });

  it('may be shorter by one accompanier’s word, and is not longer by it', async () => {
    expect(check(signed({ deliveries: [] }), newest).signers.size).toBe(1);
    expect(check(signed({ deliveries: [a, b] }), null).signers.size).toBe(1);
    await refuses('attest-threshold', () => check(signed({ deliveries: [a, b] }), newest));
    await refuses('attest-threshold', () => check(signed({ deliveries: [c] }), newest));
    expect(check(signed({ deliveries: [a, b] }, rosa!, marisol!), newest).signers.size).toBe(2);
    expect(check(signed({ deliveries: [b] }), newest, () => dateOf(inDays(-1))).statement.deliveries).toEqual([b]);
    await refuses('attest-threshold', () => check(signed({ deliveries: [b] }), newest, () => dateOf(inDays(-2))));
  });

  it('comes after the newest, and is checked as its receiver will', async () => {
    await refuses('conflict', () => check(signed({ issuedAt: inDays(-2), nextBy: inDays(1) }), newest));
    await refuses('live-audience', () => check(signed({ audience: hawthorn.id }), newest));
  });
});
