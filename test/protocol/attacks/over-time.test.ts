import { describe, expect, it } from 'vitest';
import type { Live } from '../../../schemas/live.ts';
import { b64u, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../../src/protocol/envelope.ts';
import type { Holding } from '../../../src/protocol/item-deadlines.ts';
import { type Event, next, readable, stageOf, startHolding } from '../../../src/protocol/item-state.ts';
import { draftLive, leaseOf, verifyLive } from '../../../src/protocol/list-statement.ts';
import { judgeDelivery } from '../../../src/protocol/receiving.ts';
import { verifyRecall, verifyRetraction } from '../../../src/protocol/retraction.ts';
import { dropTokenOf } from '../../../src/protocol/secrets.ts';
import { inDays, now, type Person, refOf, signedBy } from '../cast.ts';
import { refuses } from '../refusals.ts';
import { ceiba, hawthorn, maguey, shared } from '../shared-alert.ts';

/*
 * PROTOCOL §11, rows 35 to 38, 52, 54, 58 and 63: what becomes of an alert over weeks, whoever wants it gone or wants
 * it to stay.
 */

const { rosa, marisol } = ceiba.people as Record<'rosa' | 'marisol', Person>;
const { delivery } = shared.header;
const day = (count: number) => new Date(inDays(count));

/** An alert that Maguey received today and a client there has passed; `events` follow, each on its day. */
function held(...events: [on: number, event: Event][]): Holding {
  const copy = { edition: 1, cipher: 'one', dropAfter: day(360) };
  const first = startHolding(copy, { leased: true, live: null, compromisedIn: 0 }, now);
  const opened = next(first, { type: 'passed', edition: 1, cipher: 'one', version: 1, by: 'rosa' }, now);
  return events.reduce((holding, [on, event]) => next(holding, event, day(on)), opened);
}

/** Ceiba's list, signed by one of its accompaniers alone. */
function list(audience: string, on: number, deliveries: string[]) {
  const statement: Live = {
    type: 'live',
    issuer: ceiba.id,
    audience,
    issuedAt: inDays(on),
    nextBy: inDays(on + 30),
    manifest: refOf(ceiba.chain),
    deliveries,
  };
  return signedBy(draftEnvelope('live', statement), rosa);
}

/** Ceiba's list of one day, as one of its accompaniers signs it, read at Maguey as Maguey's server does. */
function listOf(on: number, ...deliveries: string[]): [number, Event] {
  const read = verifyLive(list(maguey.id, on, deliveries), ceiba.chain, maguey.id, day(on));
  return [on, { type: 'live', live: leaseOf(read), lists: read.statement.deliveries.includes(delivery) }];
}

const failed = (by: string): Event => ({
  type: 'failed',
  edition: 1,
  cipher: 'one',
  code: 'signature',
  early: false,
  by,
});

describe('a server that suppresses a withdrawal', () => {
  it('row 36: cannot stop the list that an accompanier’s client makes from the sealed files', () => {
    const files = [{ delivery, handedIn: now, over: true }];
    const drafted = draftLive(ceiba.chain, maguey.id, { shared: files, newest: null, again: [] }, day(1));
    const read = verifyLive(signedBy(drafted!.envelope, rosa), ceiba.chain, maguey.id, day(1));
    const event: Event = { type: 'live', live: leaseOf(read), lists: read.statement.deliveries.includes(delivery) };
    const holding = held([1, event]);
    expect(stageOf(holding, day(1))).toBe('suspended');
    expect(readable(holding, day(1))).toBe('hidden');
    expect(stageOf(holding, day(15))).toBe('purged');
  });

  it('row 37: cannot stop what is posted at the holder itself, nor its own silence', () => {
    const header = {
      v: 1,
      kind: 'drop',
      delivery,
      edition: 1,
      from: ceiba.id,
      to: maguey.id,
      dropCommit: null,
      dropAfter: null,
    };
    const row = { kind: 'alert', edition: 1, cipher: 'one', dropCommit: shared.header.dropCommit } as const;
    const facts = { me: maguey.id, peer: ceiba.chain, accepts: [], row, tombstone: null, pendingTombstones: 0 };
    const body = b64u(dropTokenOf(shared.secret, delivery));
    expect(judgeDelivery({ header: header as never, body }, facts, now).outcome).toBe('erase');
    expect(stageOf(held([1, { type: 'drop' }]), day(1))).toBe('purged');
    const silent = held();
    expect(stageOf(silent, day(29))).toBe('verified');
    expect(readable(silent, day(30))).toBe('behind-warning');
    expect(stageOf(silent, day(90))).toBe('purged');
  });
});

describe('one person alone', () => {
  it('row 38: neither retracts nor recalls', async () => {
    const at = timeOf(now);
    const note = 'Nombramos a alguien que no estaba.';
    const retraction = draftEnvelope('retraction', {
      type: 'retraction',
      issuer: ceiba.id,
      noticeId: randomId(),
      delivery,
      kind: 'mistaken',
      note,
      at,
    });
    const recall = draftEnvelope('recall', {
      type: 'recall',
      issuer: ceiba.id,
      audience: maguey.id,
      deliveries: [delivery],
      at,
    });
    const recalled = (...people: Person[]) => verifyRecall(signedBy(recall, ...people), ceiba.chain, maguey.id, now);
    await refuses('attest-threshold', () => verifyRetraction(signedBy(retraction, rosa), ceiba.chain, now));
    await refuses('attest-threshold', () => recalled(rosa));
    expect(recalled(rosa, marisol).signers.size).toBe(2);
  });

  it('row 54: silences no alert by leaving all out of a list, once another list names it again', () => {
    const left = listOf(1);
    expect(stageOf(held(left), day(1))).toBe('suspended');
    expect(stageOf(held(left, listOf(10, delivery)), day(10))).toBe('verified');
  });

  it('row 54: cannot date a list ahead so that nobody’s later one counts', async () => {
    await refuses('live-future', () => verifyLive(list(maguey.id, 1, []), ceiba.chain, maguey.id, now), 'issuedAt');
  });

  it('row 58: hides an alert with a claim that it fails, until another client passes it', () => {
    const hidden = held([1, failed('itzel')]);
    expect(readable(hidden, day(1))).toBe('hidden');
    const restored = next(hidden, { type: 'passed', edition: 1, cipher: 'one', version: 1, by: 'tono' }, day(2));
    expect(readable(restored, day(2))).toBe('shown');
  });
});

describe('a list of what is still shared', () => {
  it('row 52: counts for the peer that it names, no other', async () => {
    const envelope = list(hawthorn.id, 0, []);
    await refuses('live-audience', () => verifyLive(envelope, ceiba.chain, maguey.id, now), 'audience');
  });

  it('row 63: from before an alert came takes nothing from it', () => {
    const [, before] = listOf(-1);
    expect(stageOf(held([1, before]), day(1))).toBe('verified');
  });
});

describe('a key of the issuer', () => {
  it('row 35: that was stolen sends all of its alerts back to be checked, by our own clock', () => {
    const stolen = held([1, { type: 'compromised', version: 2 }]);
    expect(stageOf(stolen, day(1))).toBe('review');
    expect(readable(stolen, day(1))).toBe('hidden');
    const rechecked = next(stolen, { type: 'passed', edition: 1, cipher: 'one', version: 2, by: 'tono' }, day(2));
    expect(readable(rechecked, day(2))).toBe('shown');
  });
});
