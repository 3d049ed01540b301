import * as fc from 'fast-check';
import type { Holding } from '../../src/protocol/item-deadlines.ts';
import { type Event, next, readable, stageOf } from '../../src/protocol/item-state.ts';
import { begin, day, type Entry, type Log, live, liveAt, minute, start, stories } from './happenings.ts';
import { overSince, seen } from './holding-model.ts';

/** What a property is run against: the machine of src/protocol, or one that somebody broke on purpose. */
export type Machine = { next: typeof next; readable: typeof readable };

export const machine: Machine = { next, readable };

const later = [0, 1, minute, day / 2, 2 * day, 14 * day, 30 * day, 90 * day, 400 * day];
const waits = fc.constantFrom(...later);

/** The item after each entry, and once more so long after the last. */
function walk({ next }: Machine, log: Log, wait: number): { at: number; count: number; holding: Holding }[] {
  const last = log.entries.at(-1)?.at ?? start;
  const entries = [...log.entries, { at: last + wait, event: { type: 'tick' } as const }];
  let holding = begin(log);
  return entries.map(({ at, event }, index) => {
    holding = next(holding, event, new Date(at));
    return { at, count: Math.min(index + 1, log.entries.length), holding };
  });
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** After every entry, and long after the last, the machine says what the log book says. */
const agreesWithTheBook = (given: Machine) =>
  fc.property(stories, waits, (log, wait) => {
    for (const { at, count, holding } of walk(given, log, wait)) {
      const part = { ...log, entries: log.entries.slice(0, count) };
      expect((holding.held ? null : holding.at.getTime()) === overSince(part, at), 'over at another time');
      expect(given.readable(holding, new Date(at)) === seen(part, at), `not ${seen(part, at)}`);
    }
  });

/** What must hold whatever happened: written from the page alone, with nothing of the machine or of the book. */
const neverReadableAfterItsEnd = (given: Machine) =>
  fc.property(stories, waits, (log, wait) => {
    let gone: Holding | null = null;
    for (const { at, count, holding } of walk(given, log, wait)) {
      const events = log.entries.slice(0, count);
      const shown = given.readable(holding, new Date(at));
      const any = (type: Event['type']) => events.some(({ event }) => event.type === type);
      const lives = events.flatMap(({ event }) => (event.type === 'live' ? event.live.issuedAt.getTime() : []));
      const kept = events.flatMap(({ event }) => (event.type === 'stored' ? event.dropAfter.getTime() : []));
      if (any('drop') || any('recall')) expect(!holding.held && shown === 'hidden', 'dropped or recalled');
      if (at >= Math.max(log.dropAfter, ...kept)) expect(!holding.held && shown === 'hidden', 'expired');
      const word = Math.max(start, log.before.live?.issuedAt.getTime() ?? 0, ...lives);
      if (log.before.leased && at >= word + 90 * day) expect(!holding.held && shown === 'hidden', '90 silent days');
      if (!any('passed')) expect(shown === 'hidden', 'nobody has passed it');
      const back = events.findLast(({ event }) => event.type === 'restored')?.at;
      if (back !== undefined && !lives.some((issued) => issued > back)) expect(shown !== 'shown', 'from a backup');
      if (gone) expect(JSON.stringify(holding) === JSON.stringify(gone), 'came back to life');
      if (!holding.held) gone = holding;
    }
  });

/**
 * Once a member has opened a withdrawal or retraction that names it, one other who denies it does not bring it back.
 */
const oneCannotShareWhatWasTakenBack = (given: Machine) =>
  fc.property(stories, waits, fc.nat(14), fc.constantFrom('withdrawn', 'retracted'), (log, wait, where, kind) => {
    const cut = Math.min(where, log.entries.length);
    const at = log.entries[cut - 1]?.at ?? start;
    const honest = log.entries.slice(cut).filter(({ event }) => event.type !== 'passed' || event.by !== 'itzel');
    const before = log.entries.slice(0, cut).filter(({ event }) => event.type !== 'taken-back');
    const entries: Entry[] = [...before, { at, event: { type: 'taken-back', kind, by: 'rosa' } }, ...honest];
    for (const { count, holding, at: now } of walk(given, { ...log, entries }, wait)) {
      if (count > before.length) expect(given.readable(holding, new Date(now)) === 'hidden', 'taken back and shown');
    }
  });

const hostile = (at: number): fc.Arbitrary<Event> =>
  fc.oneof(
    liveAt(at),
    fc.constantFrom<Event>(
      { type: 'failed', edition: 1, cipher: 'e1', code: 'signature', early: false, by: 'rosa' },
      { type: 'failed', edition: 1, cipher: 'e1', code: 'bundle', early: false, by: 'rosa' },
      { type: 'failed', edition: 1, cipher: 'e1', code: 'unseal', early: false, by: 'rosa' },
      { type: 'failed', edition: 1, cipher: 'e1', code: 'need-manifest', early: false, by: 'rosa' },
      { type: 'passed', edition: 2, cipher: 'e2x', version: 1, by: 'nobody' },
      { type: 'taken-back', kind: 'withdrawn', by: 'rosa' },
      { type: 'taken-back', kind: 'retracted', by: 'rosa' },
      { type: 'stored', edition: 2, cipher: 'garbage', dropAfter: new Date(at + 300 * day) },
      { type: 'stored', edition: 9, cipher: 'rubbish', dropAfter: new Date(at + day) },
      { type: 'tick' },
    ),
  );

/**
 * One accompanier of the issuer and one of ours do what they can for 13 days: what others stand for is still there, and
 * comes back.
 */
const oneCannotDestroy = (given: Machine) =>
  fc.property(
    fc.array(fc.constantFrom(0, minute, day / 2, day, 3 * day), { minLength: 1, maxLength: 10 }).chain((gaps) => {
      const times = gaps.map((_, index) => start + gaps.slice(0, index + 1).reduce((sum, one) => sum + one, 0));
      const within = times.filter((at) => at < start + 13 * day);
      return fc.tuple(...within.map((at) => hostile(at).map((event): Entry => ({ at, event }))));
    }),
    (acts) => {
      const pass = (at: number, by: string): Entry => ({
        at,
        event: { type: 'passed', edition: 1, cipher: 'e1', version: 1, by },
      });
      const end = (acts.at(-1)?.at ?? start) + 11 * minute;
      const repaired = [{ at: end, event: live(end, 30 * day, true) }, pass(end, 'tono'), pass(end, 'itzel')];
      const entries = [pass(start, 'tono'), ...acts, ...repaired];
      const before = { leased: true, live: null, compromisedIn: 0 };
      const steps = walk(given, { before, dropAfter: start + 300 * day, entries }, 0);
      expect(
        steps.every(({ holding }) => holding.held),
        'destroyed',
      );
      expect(given.readable(steps.at(-1)!.holding, new Date(end)) === 'shown', 'not restored');
    },
  );

const clearStatements = (at: number) =>
  fc.tuple(
    fc.array(liveAt(at), { maxLength: 5 }),
    fc.subarray<Event>([
      { type: 'compromised', version: 2 },
      { type: 'compromised', version: 3 },
    ]),
    fc.constantFrom<Event[]>([], [], [{ type: 'drop' }], [{ type: 'recall' }]),
  );

/** However often and in whatever order a peer's clear statements arrive, the same comes of them. */
const clearStatementsConverge = (given: Machine) =>
  fc.property(
    stories.chain((log) => {
      const at = log.entries.at(-1)!.at + day;
      return clearStatements(at).chain((parts) => {
        const said = parts.flat();
        const again = fc.shuffledSubarray([...said, ...said], {
          minLength: said.length * 2,
          maxLength: said.length * 2,
        });
        return fc.record({ log: fc.constant(log), at: fc.constant(at), said: fc.constant(said), again });
      });
    }),
    ({ log, at, said, again }) => {
      const before = walk(given, log, 0).at(-1)!.holding;
      const hear = (events: readonly Event[]) =>
        events.reduce((holding, event) => given.next(holding, event, new Date(at)), before);
      const [one, other] = [hear(said), hear(again)];
      expect(stageOf(one, new Date(at)) === stageOf(other, new Date(at)), 'another stage');
      const clockRuns = before.held && before.suspended !== null;
      if (!clockRuns) expect(JSON.stringify(one) === JSON.stringify(other), 'another state');
    },
  );

/** How a property is run. */
export type Run = { numRuns: number; seed: number; endOnFailure?: boolean };

const run =
  <T>(property: (given: Machine) => fc.IPropertyWithHooks<T>) =>
  (given: Machine, how: Run): string | null =>
    fc.defaultReportMessage(fc.check(property(given), how)) ?? null;

/** Runs each property against a machine: null, or the seed and the smallest story that breaks it. */
export const properties = {
  'agrees with a log book that carries nothing along': run(agreesWithTheBook),
  'is never readable after its end, and never comes back': run(neverReadableAfterItsEnd),
  'is not brought back by one member once another saw it taken back': run(oneCannotShareWhatWasTakenBack),
  'is not destroyed by one accompanier alone': run(oneCannotDestroy),
  'comes to the same in whatever order clear statements arrive, however often': run(clearStatementsConverge),
};
