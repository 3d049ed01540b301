import type { Held, Holding } from '../../src/protocol/item-deadlines.ts';
import type { Event } from '../../src/protocol/item-state.ts';
import { type Machine, machine } from './properties.ts';

type Handle = (held: Held, event: Event, now: Date) => Holding;

const { next, readable } = machine;

/** The machine, with another step while the item is held. */
const stepping = (handle: Handle): Machine => ({
  readable,
  next: (holding, event, now) => (holding.held ? handle(holding, event, now) : next(holding, event, now)),
});

/** The machine, with one kind of event read otherwise. */
const misreading = <K extends Event['type']>(type: K, read: (event: Extract<Event, { type: K }>, now: Date) => Event) =>
  stepping((held, event, now) =>
    next(held, event.type === type ? read(event as Extract<Event, { type: K }>, now) : event, now),
  );

const deaf = (type: Event['type']) => misreading(type, () => ({ type: 'tick' }));

/** The machine, with something of the state after each step put otherwise. */
const changing = (change: (after: Held, before: Held, event: Event, now: Date) => Held): Machine =>
  stepping((held, event, now) => {
    const after = next(held, event, now);
    return after.held ? change(after, held, event, now) : after;
  });

/** Each is one slip that somebody could make. */
export const brokenMachines: Record<string, Machine> = {
  'a drop is not heard': deaf('drop'),
  'a recall is not heard': deaf('recall'),
  'the end of trust is not heard': deaf('trust-ended'),
  'a compromised key is not heard': deaf('compromised'),
  'a backup is not noticed': deaf('restored'),
  'a restored item is not older than its live': changing((after) => ({ ...after, restored: null })),
  'what is purged comes back with a late copy': {
    readable,
    next: (holding, event, now) => {
      if (holding.held || event.type !== 'stored') return next(holding, event, now);
      const { edition, cipher, dropAfter } = event;
      const copy = { edition, cipher, dropAfter, checkedWith: 1, waiting: null, unopenable: false, reports: [] };
      const nothing = { suspended: null, takenBack: null, trustEnded: null, restored: null };
      return { held: true, since: now, leased: true, live: null, compromisedIn: 0, copies: [copy], ...nothing };
    },
  },
  'an older live counts': stepping((held, event, now) =>
    next(event.type === 'live' ? { ...held, live: null } : held, event, now),
  ),
  'of two lists at one second the later arrival counts': stepping((held, event, now) => {
    if (event.type !== 'live' || event.live.issuedAt.getTime() !== held.live?.issuedAt.getTime())
      return next(held, event, now);
    return next({ ...held, live: { ...held.live, id: '' } }, event, now);
  }),
  'a live from before an item suspends it': stepping((held, event, now) => {
    const after = next(held, event, now);
    const left = event.type === 'live' && !event.lists && after.held && after.live === event.live;
    return left ? { ...after, suspended: held.suspended ?? now } : after;
  }),
  'what needs no consent is suspended too': stepping((held, event, now) => {
    const after = next({ ...held, leased: true }, event, now);
    return after.held ? { ...after, leased: held.leased } : after;
  }),
  'a suspended item stays for ever': changing((after, _before, _event, now) => ({
    ...after,
    suspended: after.suspended && now,
  })),
  'a suspension counts from the date in the statement': changing((after, before, event) =>
    event.type === 'live' && after.suspended && !before.suspended
      ? { ...after, suspended: event.live.issuedAt }
      : after,
  ),
  'a list cannot restore': changing((after, before) => ({ ...after, suspended: after.suspended ?? before.suspended })),
  'another edition ends a suspension': changing((after, _before, event) =>
    event.type === 'stored' ? { ...after, suspended: null } : after,
  ),
  'another edition renews the silence': changing((after, _before, event, now) =>
    event.type === 'stored' ? { ...after, since: now } : after,
  ),
  'another edition takes the place of what a client passed': changing((after, before, event) =>
    event.type === 'stored' && after !== before ? { ...after, copies: after.copies.slice(-1) } : after,
  ),
  'an older edition stays after a newer one passed': changing((after, before, event) =>
    event.type === 'passed' && after.copies.length < before.copies.length
      ? { ...after, copies: [...before.copies.slice(0, 1), ...after.copies] }
      : after,
  ),
  'a client that does not know the compromised key ends a review': stepping((held, event, now) => {
    const after = next(event.type === 'passed' ? { ...held, compromisedIn: 0 } : held, event, now);
    return after.held ? { ...after, compromisedIn: event.type === 'passed' ? 0 : after.compromisedIn } : after;
  }),
  'one member who reports twice erases': misreading('failed', (event, now) => ({
    ...event,
    by: `${event.by} ${now.getTime()}`,
  })),
  'two members with different codes erase': misreading('failed', (event) =>
    event.code === 'bundle' ? { ...event, code: 'signature' } : event,
  ),
  'what does not open is counted as wrong': misreading('failed', (event) =>
    event.code === 'unseal' ? { ...event, code: 'signature' } : event,
  ),
  'what begins later is counted as wrong': misreading('failed', (event) => ({ ...event, early: false })),
  'a failure hides nothing': changing((after) => ({
    ...after,
    copies: after.copies.map((copy) => ({ ...copy, reports: [] })),
  })),
  'a client that passes restores nothing': changing((after, before, event) =>
    event.type === 'passed' ? { ...after, copies: before.copies } : after,
  ),
  'one denial brings back what was taken back': changing((after) => ({
    ...after,
    takenBack: after.takenBack && (after.takenBack.deniedBy.length > 0 ? null : after.takenBack),
  })),
  'the same member denies twice': misreading('passed', (event, now) => ({
    ...event,
    by: `${event.by} ${now.getTime()}`,
  })),
  'one word that it was taken back erases': stepping((held, event, now) =>
    event.type === 'taken-back' ? { held: false, ending: event.kind, at: now } : next(held, event, now),
  ),
  'a word that it was taken back hides nothing': deaf('taken-back'),
  'what is over by time stays until something is done': {
    next: (holding, event, now) => {
      const still = holding.held
        ? { ...holding, copies: holding.copies.map((copy) => ({ ...copy, dropAfter: new Date(8.64e15) })) }
        : holding;
      return next(still, event, now);
    },
    readable,
  },
  'a stale item is shown without a warning': {
    next,
    readable: (holding, now) => (readable(holding, now) === 'behind-warning' ? 'shown' : readable(holding, now)),
  },
  'what nobody has passed is shown': {
    next,
    readable: (holding, now) =>
      holding.held && holding.copies.every((copy) => copy.checkedWith === null) ? 'shown' : readable(holding, now),
  },
};
