import { daysAfter } from '../../src/protocol/calendar.ts';
import type { Holding } from '../../src/protocol/item-deadlines.ts';
import { type Before, type Event, next, stageOf, startHolding } from '../../src/protocol/item-state.ts';
import { now } from './cast.ts';

export const at = (days: number) => daysAfter(now, days);
const before: Before = { leased: true, live: null, compromisedIn: 0 };
export const lease = (issued: number, nextBy: number, id = 'a') => ({ issuedAt: at(issued), nextBy: at(nextBy), id });
export const live = (issued: number, lists: boolean, nextBy = issued + 30): Event => ({
  type: 'live',
  live: lease(issued, nextBy, `${issued} ${lists}`),
  lists,
});
const editions: Record<string, number> = { first: 1, second: 2, garbage: 9 };
export const pass = (by = 'rosa', version = 1, cipher = 'first'): Event => ({
  type: 'passed',
  edition: editions[cipher] ?? 1,
  cipher,
  version,
  by,
});
export const fail = (
  by: string,
  code: Extract<Event, { type: 'failed' }>['code'] = 'signature',
  early = false,
): Event => ({
  type: 'failed',
  edition: 1,
  cipher: 'first',
  code,
  early,
  by,
});
export const second = (kept = 200): Event => ({ type: 'stored', edition: 2, cipher: 'second', dropAfter: at(kept) });

/** An alert that came today and may stay 200 days, and what happened to it on which day. */
export function story(events: [day: number, event: Event][], known: Partial<Before> = {}, kept = 200): Holding {
  const first = { edition: 1, cipher: 'first', dropAfter: at(kept) };
  const start: Holding = startHolding(first, { ...before, ...known }, now);
  return events.reduce<Holding>((holding, [day, event]) => next(holding, event, at(day)), start);
}

export const stage = (day: number, ...events: [number, Event][]) => stageOf(story(events), at(day));
export const ending = (day: number, ...events: [number, Event][]) => {
  const holding = next(story(events), { type: 'tick' }, at(day));
  return holding.held ? null : { ending: holding.ending, at: holding.at };
};
export const instant = 1 / 86_400_000;
