import { describe, expect, it } from 'vitest';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { countAnswer, type QuotaBook, type QuotaMark } from '../../src/protocol/inquiry-quota.ts';
import { refuses } from './refusals.ts';

const begin = new Date('2026-11-22T12:00:00Z');
const on = (days: number) => daysAfter(begin, days);

/** Book and mark after answers on these days. */
function answers(...days: number[]): { book: QuotaBook; mark: QuotaMark } {
  let state: { book: QuotaBook; mark: QuotaMark | null } = { book: { count: 0, answered: [] }, mark: null };
  for (const day of days) state = countAnswer(state.book, state.mark, on(day));
  return { book: state.book, mark: state.mark! };
}

it('three answers in 30 days, the fourth when the first is 30 days old', async () => {
  const { book, mark } = answers(0, 1, 2);
  await refuses('inquiry-quota', () => countAnswer(book, mark, on(2)));
  await refuses('inquiry-quota', () => countAnswer(book, mark, new Date(on(30).getTime() - 1_000)));
  const next = countAnswer(book, mark, on(30));
  expect(next.book).toEqual({ count: 4, answered: [1, 2, 30].map((day) => timeOf(on(day))) });
  expect(next.mark).toEqual({ count: 4, at: timeOf(on(30)) });
  await refuses('inquiry-quota', () => countAnswer(next.book, next.mark, on(30)));
});

it('counts on when only the book knows, as on another device', () => {
  const { book } = answers(0, 1);
  expect(countAnswer(book, null, on(2)).mark.count).toBe(3);
  expect(countAnswer(book, answers(0).mark, on(2)).mark.count).toBe(3);
});

describe('an older book, given back by the server,', () => {
  it('hides no answer that the keyring has seen', async () => {
    const { mark } = answers(0, 1, 2);
    await refuses('inquiry-quota', () => countAnswer({ count: 0, answered: [] }, mark, on(3)));
    await refuses('inquiry-quota', () => countAnswer(answers(0, 1).book, mark, on(3)));
  });

  it('still leaves what is left, and no more', async () => {
    const { mark } = answers(0, 1);
    const next = countAnswer(answers(0).book, mark, on(2));
    expect(next.mark.count).toBe(3);
    expect(next.book.answered).toHaveLength(3);
    await refuses('inquiry-quota', () => countAnswer(next.book, null, on(3)));
  });

  it('matters no longer once all it could hide is 30 days old', () => {
    const { mark } = answers(0, 1, 2);
    const next = countAnswer({ count: 0, answered: [] }, mark, on(32));
    expect(next.mark).toEqual({ count: 4, at: timeOf(on(32)) });
    expect(next.book).toEqual({ count: 4, answered: [timeOf(on(32))] });
  });
});

it('an answer dated ahead counts, and a time that is none is refused', async () => {
  const ahead = [40, 41, 42].map((day) => timeOf(on(day)));
  await refuses('inquiry-quota', () => countAnswer({ count: 3, answered: ahead }, null, on(0)));
  await refuses('encoding', () => countAnswer({ count: 1, answered: ['yesterday'] }, null, on(0)));
  await refuses('encoding', () => countAnswer({ count: 0, answered: [] }, { count: 1, at: 'yesterday' }, on(0)));
});
