import * as fc from 'fast-check';
import type { RefusalCode } from '../../schemas/codes.ts';
import type { Holding } from '../../src/protocol/item-deadlines.ts';
import { type Before, type Event, startHolding } from '../../src/protocol/item-state.ts';

export const minute = 60_000;
export const day = 1_440 * minute;

/** When the item of every log comes in. */
export const start = Date.parse('2026-11-22T12:00:00Z');

export type Entry = { at: number; event: Event };

/**
 * An item's whole story: what was known before, its first edition, then what happened, in the order of the receiver's
 * clock.
 */
export type Log = { before: Before; dropAfter: number; entries: readonly Entry[] };

export const first = { edition: 1, cipher: 'e1' };

export const begin = ({ before, dropAfter }: Log): Holding =>
  startHolding({ ...first, dropAfter: new Date(dropAfter) }, before, new Date(start));

const member = fc.constantFrom('rosa', 'tono', 'itzel');
const edition = (number: number, cipher: string) => ({ edition: number, cipher });
const bytes = fc.constantFrom(
  ...[edition(1, 'e1'), edition(1, 'e1'), edition(1, 'e1'), edition(2, 'e2'), edition(2, 'e2')],
  ...[edition(2, 'e2x'), edition(3, 'e3')],
);
const version = fc.constantFrom(1, 1, 2, 3);
const wrong = fc.constantFrom<RefusalCode>(
  'signature',
  'signature',
  'bundle',
  'unseal',
  'need-manifest',
  'consent-window',
);

/** A list as its signer dates it: as far back or ahead as `live` allows. Its id is what it says. */
export const liveAt = (at: number) =>
  fc
    .record({
      issued: fc.constantFrom(-40 * day, -2 * day, -day, -minute, 0, 0, 10 * minute),
      good: fc.constantFrom(0, day, 10 * day, 30 * day, 30 * day),
      lists: fc.boolean(),
    })
    .map(({ issued, good, lists }): Event => live(at + issued, good, lists));

export const live = (issuedAt: number, good: number, lists: boolean): Extract<Event, { type: 'live' }> => ({
  type: 'live',
  live: { issuedAt: new Date(issuedAt), nextBy: new Date(issuedAt + good), id: `${issuedAt} ${good} ${lists}` },
  lists,
});

const eventAt = (at: number): fc.Arbitrary<Event> =>
  fc.oneof(
    { weight: 8, arbitrary: liveAt(at) },
    {
      weight: 7,
      arbitrary: fc
        .record({ of: bytes, version, by: member })
        .map(({ of, ...said }): Event => ({ type: 'passed', ...of, ...said })),
    },
    {
      weight: 6,
      arbitrary: fc
        .record({ of: bytes, code: wrong, early: fc.boolean(), by: member })
        .map(({ of, ...said }): Event => ({ type: 'failed', ...of, ...said })),
    },
    {
      weight: 3,
      arbitrary: fc
        .record({
          edition: fc.constantFrom<[number, string]>([1, 'e1'], [2, 'e2'], [2, 'e2x'], [3, 'e3']),
          kept: fc.constantFrom(5, 40, 100, 300),
        })
        .map(
          ({ edition: [edition, bytes], kept }): Event => ({
            type: 'stored',
            edition,
            cipher: bytes,
            dropAfter: new Date(at + kept * day),
          }),
        ),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('taken-back' as const),
        kind: fc.constantFrom<'withdrawn' | 'retracted'>('withdrawn', 'retracted'),
        by: member,
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('compromised' as const), version }) },
    { weight: 1, arbitrary: fc.constantFrom<Event>({ type: 'drop' }, { type: 'recall' }, { type: 'trust-ended' }) },
    { weight: 1, arbitrary: fc.constant<Event>({ type: 'restored' }) },
    { weight: 2, arbitrary: fc.constant<Event>({ type: 'tick' }) },
  );

const gap = fc.constantFrom(
  0,
  0,
  minute,
  day / 2,
  day,
  day,
  2 * day,
  7 * day,
  13 * day,
  14 * day,
  30 * day,
  60 * day,
  90 * day,
);

const pass = (number: number): Event => ({ type: 'passed', ...edition(number, `e${number}`), version: 2, by: 'tono' });
const second: Event = { type: 'stored', edition: 2, cipher: 'e2', dropAfter: new Date(start + 100 * day) };

/** How far an item mostly is before anything unusual happens to it. */
const usual = fc.constantFrom<Event[]>(
  [],
  [pass(1)],
  [pass(1), second],
  [pass(1), second, pass(2)],
  [second, pass(2)],
  [pass(1), { type: 'taken-back', kind: 'withdrawn', by: 'rosa' }, pass(1)],
  [pass(1), { type: 'failed', edition: 1, cipher: 'e1', code: 'signature', early: false, by: 'rosa' }],
);

/** Random stories: any order, any repetition, gaps up to three months. */
export const stories: fc.Arbitrary<Log> = fc
  .record({
    leased: fc.constantFrom(true, true, true, false),
    known: fc.option(
      fc.record({ ago: fc.constantFrom(0, day, 29 * day, 100 * day), good: fc.constantFrom(day, 30 * day) }),
    ),
    compromisedIn: fc.constantFrom(0, 0, 0, 2),
    kept: fc.constantFrom(20, 80, 200, 360),
    prelude: usual,
    gaps: fc.array(gap, { minLength: 1, maxLength: 14 }),
  })
  .chain(({ leased, known, compromisedIn, kept, prelude, gaps }) => {
    const times = gaps.map((_, index) => start + gaps.slice(0, index + 1).reduce((sum, one) => sum + one, 0));
    const lease = known ? live(start - known.ago, known.good, true).live : null;
    const entries = fc.tuple(...times.map((at) => eventAt(at).map((event): Entry => ({ at, event }))));
    const before: Before = { leased, live: lease, compromisedIn };
    const early = prelude.map((event): Entry => ({ at: start, event }));
    return entries.map((made): Log => ({ before, dropAfter: start + kept * day, entries: [...early, ...made] }));
  });
