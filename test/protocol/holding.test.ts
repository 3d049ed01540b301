import { describe, expect, it } from 'vitest';
import { due, type Holding } from '../../src/protocol/item-deadlines.ts';
import { type Event, next, readable, stageOf } from '../../src/protocol/item-state.ts';
import { now } from './cast.ts';
import { at, ending, fail, instant, lease, live, pass, second, stage, story } from './item.ts';

describe('an item that came', () => {
  it('is shown only once a client has passed it', () => {
    expect(stage(0)).toBe('quarantined');
    expect(stage(0, [0, pass()])).toBe('verified');
    expect(stage(0, [0, pass('rosa', 1, 'other bytes')])).toBe('quarantined');
    expect(readable(story([]), now)).toBe('hidden');
    expect(readable(story([[0, pass()]]), now)).toBe('shown');
  });

  it('waits 30 days when a client says that it cannot be checked yet, from when it said so', () => {
    for (const code of ['unverified-peer', 'need-manifest', 'manifest-expired', 're-attest'] as const)
      expect(ending(40, [10, fail('rosa', code)])).toEqual({ ending: 'expired', at: at(40) });
    expect(ending(40 - instant, [10, fail('rosa', 'need-manifest')])).toBeNull();
    expect(ending(40, [10, fail('rosa', 'consent-window', true)])).toEqual({ ending: 'expired', at: at(40) });
    expect(stage(10, [10, fail('rosa', 'consent-window', false)])).toBe('failed');
    expect(ending(41, [10, fail('rosa', 'need-manifest')], [20, fail('tono', 'need-manifest')])).not.toBeNull();
    expect(ending(80, [10, fail('rosa', 'need-manifest')], [11, pass()])).toBeNull();
  });

  // row 58
  it('is hidden for all by one failed check, restored by a client that passes, erased by the same code from a second', () => {
    expect(stage(0, [0, pass()], [0, fail('tono')])).toBe('failed');
    expect(stage(0, [0, fail('tono')], [0, pass()])).toBe('verified');
    expect(stage(0, [0, fail('tono')], [0, fail('tono')])).toBe('failed');
    expect(stage(0, [0, fail('tono')], [0, fail('rosa', 'bundle')])).toBe('failed');
    expect(ending(0, [0, fail('tono')], [0, fail('rosa')])).toEqual({ ending: 'failed', at: now });
    expect(ending(0, [0, fail('tono')], [0, fail('itzel', 'bundle')], [0, fail('rosa')])?.ending).toBe('failed');
    expect(ending(14, [0, fail('tono')], [9, fail('tono', 'bundle')])).toEqual({ ending: 'failed', at: at(14) });
    expect(ending(14 - instant, [0, fail('tono')])).toBeNull();
    expect(
      story([
        [0, fail('tono')],
        [0, fail('tono')],
      ]),
    ).toEqual(story([[0, fail('tono')]]));
  });

  it('is never erased for not opening at all, and stays readable to those who opened it', () => {
    for (const code of ['unseal', 'padding', 'canonical'] as const) {
      expect(stage(20, [0, fail('rosa', code)], [0, fail('tono', code)])).toBe('unopenable');
      expect(stage(0, [0, pass()], [0, fail('tono', code)])).toBe('verified');
    }
    expect(stage(0, [0, fail('rosa', 'unseal')], [0, pass('tono')])).toBe('verified');
    expect(stage(0, [0, fail('rosa', 'unseal')], [0, fail('tono', 'need-manifest')])).toBe('quarantined');
    expect(stage(0, [0, pass()], [0, fail('tono', 'need-manifest')])).toBe('verified');
    expect(ending(60, [0, fail('rosa', 'unseal')], [1, live(1, true, 31)])).toBeNull();
  });

  it('ends on its day whatever else is going on', () => {
    const lasting: [number, Event][] = [
      [0, pass()],
      [80, live(80, true)],
    ];
    const over = next(story(lasting, {}, 100), { type: 'tick' }, at(100));
    expect(over).toEqual({ held: false, ending: 'expired', at: at(100) });
    expect(readable(story(lasting, {}, 100), at(100))).toBe('hidden');
    const both = next(story([[0, fail('rosa')]], {}, 14), { type: 'tick' }, at(14));
    expect(both).toEqual({ held: false, ending: 'expired', at: at(14) });
    const silent = next(story([], {}, 90), { type: 'tick' }, at(90));
    expect(silent).toEqual({ held: false, ending: 'silent', at: at(90) });
    expect(readable(story(lasting, {}, 100), at(100 - instant))).toBe('shown');
  });
});

describe('the issuer’s lists', () => {
  // row 37
  it('keep an item: without one it is stale, and gone after 90 silent days', () => {
    expect(stage(30 - instant, [0, pass()])).toBe('verified');
    expect(stage(30, [0, pass()])).toBe('stale');
    expect(readable(story([[0, pass()]]), at(30))).toBe('behind-warning');
    expect(ending(90 - instant, [0, pass()])).toBeNull();
    expect(ending(90, [0, pass()])).toEqual({ ending: 'silent', at: at(90) });
  });

  it('renew it until their own nextBy, and the 90 days count from the newest', () => {
    const heard: [number, Event][] = [
      [0, pass()],
      [20, live(20, true, 27)],
    ];
    expect(stage(27 - instant, ...heard)).toBe('verified');
    expect(stage(27, ...heard)).toBe('stale');
    expect(stage(28, ...heard, [28, live(28, true)])).toBe('verified');
    expect(ending(110 - instant, ...heard)).toBeNull();
    expect(ending(110, ...heard)).toEqual({ ending: 'silent', at: at(110) });
    const late = story([[0, pass()]], { live: lease(-40, -10) });
    expect(stageOf(late, at(0))).toBe('stale');
    expect(due(late as Extract<Holding, { held: true }>, at(90))).toEqual({ ending: 'silent', at: at(90) });
  });

  // rows 36 and 54
  it('hide at once what they leave out, for 14 days unless a later one names it', () => {
    const out: [number, Event][] = [
      [0, pass()],
      [1, live(1, false)],
    ];
    expect(stage(1, ...out)).toBe('suspended');
    expect(stage(1, ...out, [1, fail('tono')])).toBe('failed');
    expect(readable(story(out), at(1))).toBe('hidden');
    expect(stage(2, ...out, [2, live(2, true)])).toBe('verified');
    expect(ending(15 - instant, ...out, [9, live(9, false)])).toBeNull();
    expect(ending(15, ...out, [9, live(9, false)])).toEqual({ ending: 'suspended', at: at(15) });
    expect(stage(30, ...out, [15, live(15, true)])).toBe('purged');
    expect(ending(25, ...out, [5, live(5, true)], [11, live(11, false)])).toEqual({ ending: 'suspended', at: at(25) });
    expect(stage(9, ...out, [9, { type: 'stored', edition: 2, cipher: 'x', dropAfter: at(200) }])).toBe('suspended');
  });

  // row 63
  it('from before an item came say nothing about it', () => {
    expect(stage(1, [0, pass()], [1, live(0, false, 30)])).toBe('verified');
    expect(stage(1, [0, pass()], [1, live(-1, false, 29)])).toBe('verified');
    expect(stageOf(story([[0, pass()]], { live: lease(0.001, 30) }), at(1))).toBe('verified');
  });

  it('count by the newest, whichever comes first; a suspension runs by our own clock', () => {
    expect(stage(5, [0, pass()], [5, live(4, true)], [5, live(3, false)])).toBe('verified');
    expect(stage(5, [0, pass()], [5, live(3, false)], [5, live(4, true)])).toBe('verified');
    const [a, b] = [live(3, false), { ...live(3, true) }];
    expect(stage(5, [0, pass()], [5, a], [5, b])).toBe(stage(5, [0, pass()], [5, b], [5, a]));
    expect(ending(14, [0, pass()], [13, live(1, false)])).toBeNull();
  });

  it('say nothing about what travels without consent', () => {
    const plain = story(
      [
        [0, pass()],
        [1, live(1, false)],
      ],
      { leased: false },
      55,
    );
    expect(stageOf(plain, at(50))).toBe('verified');
  });
});

describe('the end of an item', () => {
  const ends: Event[] = [{ type: 'drop' }, { type: 'recall' }];
  // rows 36 and 62
  it.each(ends)('comes at once with a $type, also after trust ended, and is final', (end) => {
    const gone = story([
      [0, pass()],
      [1, { type: 'trust-ended' }],
      [2, end],
    ]);
    expect(gone).toMatchObject({ held: false, at: at(2) });
    const back: Event[] = [second(), pass(), live(3, true), { type: 'restored' }, { type: 'drop' }, { type: 'recall' }];
    expect(back.reduce<Holding>((holding, event) => next(holding, event, at(3)), gone)).toEqual(gone);
  });

  it('comes with the end of trust: hidden at once, gone within 72 hours', () => {
    expect(stage(1, [0, pass()], [1, { type: 'trust-ended' }])).toBe('ended');
    expect(
      readable(
        story([
          [0, pass()],
          [1, { type: 'trust-ended' }],
        ]),
        at(1),
      ),
    ).toBe('hidden');
    const over = ending(4, [0, pass()], [1, { type: 'trust-ended' }], [2.5, { type: 'trust-ended' }]);
    expect(over).toEqual({ ending: 'trust-ended', at: at(3) });
  });

  it.each(['withdrawn', 'retracted'] as const)(
    'comes when two clients saw it %s; one hides it, two deny it',
    (kind) => {
      const word = (by: string): Event => ({ type: 'taken-back', kind, by });
      const said: [number, Event][] = [
        [0, pass()],
        [1, word('rosa')],
      ];
      expect(stage(1, ...said)).toBe('failed');
      expect(stage(1, ...said, [1, word('rosa')], [1, pass('rosa')], [1, pass('tono')], [1, pass('tono')])).toBe(
        'failed',
      );
      expect(stage(1, ...said, [1, pass('tono')], [1, pass('itzel')])).toBe('verified');
      expect(ending(2, ...said, [2, word('tono')])).toEqual({ ending: kind, at: at(2) });
      expect(ending(15, ...said)).toEqual({ ending: kind, at: at(15) });
      expect(ending(15 - instant, ...said)).toBeNull();
    },
  );
});

describe('doubt', () => {
  // row 35
  it('about a key of the issuer hides everything until a client that knows of it has passed it again', () => {
    const stolen: [number, Event][] = [
      [0, pass()],
      [1, { type: 'compromised', version: 3 }],
    ];
    expect(stage(1, ...stolen)).toBe('review');
    expect(stage(1, ...stolen, [1, pass('tono', 2)])).toBe('review');
    expect(stage(1, ...stolen, [1, pass('tono', 3)])).toBe('verified');
    expect(stage(1, ...stolen, [1, pass('tono', 3)], [1, { type: 'compromised', version: 2 }])).toBe('verified');
    expect(stageOf(story([[0, pass('rosa', 2)]], { compromisedIn: 3 }), at(0))).toBe('quarantined');
  });

  it('after a backup came back lasts until a list made since', () => {
    const back: [number, Event][] = [
      [0, pass()],
      [5, { type: 'restored' }],
    ];
    expect(stage(5, ...back)).toBe('stale');
    expect(stage(6, ...back, [6, live(5, true)])).toBe('stale');
    expect(stage(6, ...back, [6, live(5.5, true)])).toBe('verified');
    expect(
      stageOf(
        story(
          [
            [0, pass()],
            [5, { type: 'restored' }],
          ],
          { leased: false },
          50,
        ),
        at(6),
      ),
    ).toBe('stale');
  });
});
