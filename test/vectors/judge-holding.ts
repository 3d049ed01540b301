import { dateOf } from '../../src/client/library.ts';
import type { Holding } from '../../src/protocol/item-deadlines.ts';
import { type Before, type Event, next, readable, stageOf, startHolding } from '../../src/protocol/item-state.ts';
import type { Check } from './judge-given.ts';

/** Any type with times as JSON has them. */
type Timed<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Timed<U>[]
    : T extends object
      ? { [K in keyof T]: Timed<T[K]> }
      : T;

export type GivenEvent = Timed<Event>;

export type Story = {
  first: { at: string; edition: number; cipher: string; dropAfter: string };
  before: Timed<Before>;
  events: { at: string; event: GivenEvent }[];
};

const times = new Set(['dropAfter', 'issuedAt', 'nextBy']);

// Only these members are moments; all others mean themselves.
const moments = <T>(value: Timed<T>): T =>
  JSON.parse(JSON.stringify(value), (key, part) => (times.has(key) ? dateOf(part) : part)) as T;

/**
 * The receiver's states of one sealed item (PROTOCOL §6). Servers run this, so it is no part of the client's library.
 */
export const holding = {
  /**
   * After the first receipt, and after each event: where it stands, whether it may be shown; and how it ended, if it
   * did.
   */
  holding: ({ first, before, events }: Story) => {
    const { at, ...receipt } = first;
    let now = dateOf(at);
    let held: Holding = startHolding(
      moments<Parameters<typeof startHolding>[0]>(receipt),
      moments<Before>(before),
      now,
    );
    const stages = [stageOf(held, now)];
    const shown = [readable(held, now)];
    for (const { at: when, event } of events) {
      now = dateOf(when);
      held = next(held, moments<Event>(event), now);
      stages.push(stageOf(held, now));
      shown.push(readable(held, now));
    }
    return { stages, shown, ending: held.held ? null : held.ending };
  },
} satisfies Record<string, Check>;
