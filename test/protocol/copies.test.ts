import { describe, expect, it } from 'vitest';
import { type Event, next, stageOf } from '../../src/protocol/item-state.ts';
import { at, ending, fail, pass, second, story } from './item.ts';

describe('an edition', () => {
  it('does not take the place of what a client passed until a client passes it', () => {
    const come = story([
      [0, pass()],
      [1, second()],
    ]);
    expect(stageOf(come, at(1))).toBe('verified');
    expect(come.held && come.copies.map(({ edition }) => edition)).toEqual([1, 2]);
    const taken = next(come, pass('rosa', 1, 'second'), at(1));
    expect(taken.held && taken.copies.map(({ edition }) => edition)).toEqual([2]);
  });

  it('is passed by its number and its bytes, even where a later one holds the same bytes', () => {
    const again: Event = { type: 'stored', edition: 2, cipher: 'first', dropAfter: at(200) };
    const taken = story([
      [0, pass()],
      [1, again],
      [1, { ...pass('rosa', 1), edition: 2 } as Event],
    ]);
    expect(taken.held && taken.copies.map(({ edition }) => edition)).toEqual([2]);
  });

  it('keeps the newest manifest that a client checked it with, whichever client passes it last', () => {
    const versions = (...checked: number[]) => {
      const holding = story(checked.map((version) => [0, pass('rosa', version)]));
      return holding.held && holding.copies.map(({ checkedWith }) => checkedWith);
    };
    expect(versions(2)).toEqual([2]);
    expect(versions(3, 2)).toEqual([3]);
    expect(versions(2, 3)).toEqual([3]);
  });

  it('takes the place of one that nobody passed, and never of a later one', () => {
    const copies = (events: [number, Event][]) => {
      const holding = story(events);
      return holding.held && holding.copies.map(({ cipher }) => cipher);
    };
    expect(copies([[1, second()]])).toEqual(['second']);
    expect(copies([[1, { ...second(), edition: 1 } as Event]])).toEqual(['first']);
    expect(
      copies([
        [1, second()],
        [2, { ...second(), cipher: 'others' } as Event],
      ]),
    ).toEqual(['second']);
    const third: Event = { type: 'stored', edition: 3, cipher: 'third', dropAfter: at(200) };
    expect(
      copies([
        [0, pass()],
        [1, second()],
        [2, third],
      ]),
    ).toEqual(['first', 'third']);
  });

  it('that a client found broken before anybody passed it holds back no number', () => {
    const garbage: Event = { type: 'stored', edition: 9, cipher: 'garbage', dropAfter: at(200) };
    const about = (code: 'bundle' | 'unseal' | 'need-manifest'): Event =>
      ({ ...fail('rosa', code), edition: 9, cipher: 'garbage' }) as Event;
    const front = (...events: [number, Event][]) => {
      const holding = story([[0, garbage], ...events, [1, second()]]);
      return holding.held && holding.copies.at(-1)!.cipher;
    };
    expect(front([0, about('bundle')])).toBe('second');
    expect(front([0, about('unseal')])).toBe('second');
    expect(front([0, about('need-manifest')])).toBe('garbage');
    expect(front([0, pass('tono', 1, 'garbage')], [0, about('bundle')])).toBe('garbage');
    expect(front([0, about('bundle')], [0, { ...garbage, edition: 2, cipher: 'other' } as Event])).toBe('other');
  });

  it('that two clients failed goes alone, and the earlier one ends on its own day', () => {
    const failed = (by: string): Event => ({
      type: 'failed',
      edition: 2,
      cipher: 'second',
      code: 'bundle',
      early: false,
      by,
    });
    const garbage: [number, Event][] = [
      [0, pass()],
      [1, second(300)],
      [2, failed('rosa')],
      [2, failed('tono')],
    ];
    expect(stageOf(story(garbage), at(2))).toBe('verified');
    const renewed: [number, Event][] = [
      [0, pass()],
      [1, second(20)],
    ];
    expect(stageOf(story(renewed, {}, 10), at(10))).toBe('quarantined');
    expect(stageOf(story(renewed, {}, 10), at(20))).toBe('purged');
  });

  it('that ends with another at one moment goes with it, and the first reason stands', () => {
    const failed: [number, Event][] = [
      [0, pass()],
      [0, fail('tono')],
      [0, second(14)],
    ];
    expect(ending(14, ...failed)).toEqual({ ending: 'failed', at: at(14) });
  });
});
