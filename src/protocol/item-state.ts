import type { RefusalCode } from '../../schemas/codes.ts';
import { broken, type Copy, failed, freshCopy, passed } from './edition-state.ts';
import { frontOf, type Held, type Holding, isStale, type Lease, settle, type TakenBack } from './item-deadlines.ts';

/**
 * What happens to an item, after its own checks: signatures, thresholds, tokens and dates ahead were judged before it
 * becomes an event. What a client says names an edition and its bytes: the same bytes may lie here under two numbers.
 */
export type Event =
  /** Another edition came in. */
  | { type: 'stored'; edition: number; cipher: string; dropAfter: Date }
  /**
   * A member's client passed checks 5 to 14 against that manifest version, and found no withdrawal or retraction here
   * that names the item.
   */
  | { type: 'passed'; edition: number; cipher: string; version: number; by: string }
  | { type: 'failed'; edition: number; cipher: string; code: RefusalCode; early: boolean; by: string }
  /** A member's client opened a withdrawal or a retraction that names the item. */
  | { type: 'taken-back'; kind: TakenBack['kind']; by: string }
  | { type: 'live'; live: Lease; lists: boolean }
  /** The issuer's chain came to a version that marks a key `compromised`. */
  | { type: 'compromised'; version: number }
  | { type: 'drop' }
  | { type: 'recall' }
  | { type: 'trust-ended' }
  /** A backup was put back. */
  | { type: 'restored' }
  | { type: 'tick' };

/** What the item's peer had said before it came. */
export type Before = { leased: boolean; live: Lease | null; compromisedIn: number };

/** Where one edition stands, whatever its peer has said of the item. */
export type EditionStage = 'quarantined' | 'unopenable' | 'verified' | 'review' | 'failed';

export type Stage = EditionStage | 'stale' | 'suspended' | 'ended' | 'purged';

/** How many others must find nothing before one member's word that it was taken back counts no more. */
const denials = 2;

/** An item at its first receipt. A `live` from before it came cannot have left it out. */
export function startHolding(
  first: { edition: number; cipher: string; dropAfter: Date },
  before: Before,
  now: Date,
): Held {
  const copies = [freshCopy(first.edition, first.cipher, first.dropAfter)];
  const nothing = { suspended: null, takenBack: null, trustEnded: null, restored: null };
  return { held: true, since: now, copies, ...before, ...nothing };
}

/**
 * The receiver's state of one sealed item after one event (PROTOCOL §6). What is purged stays purged, whatever comes;
 * what was over by time before the event is purged first, whether or not a sweep had run. Nothing here trusts a date
 * but the lease's.
 */
export function next(before: Holding, event: Event, now: Date): Holding {
  const holding = settle(before, now);
  return holding.held ? step(holding, event, now) : holding;
}

/** Where an item stands at a moment. */
export function stageOf(before: Holding, now: Date): Stage {
  const holding = settle(before, now);
  if (!holding.held) return 'purged';
  if (holding.trustEnded) return 'ended';
  const stage = editionStage(frontOf(holding), holding);
  if (stage !== 'failed' && holding.suspended) return 'suspended';
  return stage === 'verified' && isStale(holding, now) ? 'stale' : stage;
}

/** Where one edition of an item stands. A word that the item was taken back is about all of them. */
export function editionStage(
  { checkedWith, reports, unopenable }: Copy,
  { takenBack, compromisedIn }: Pick<Held, 'takenBack' | 'compromisedIn'>,
): EditionStage {
  if (takenBack || reports.length > 0) return 'failed';
  if (checkedWith === null) return unopenable ? 'unopenable' : 'quarantined';
  return checkedWith < compromisedIn ? 'review' : 'verified';
}

/**
 * Whether people may be shown an item at a moment, and how: only what a client passed, and what nobody has since called
 * into question.
 */
export function readable(holding: Holding, now: Date): 'shown' | 'behind-warning' | 'hidden' {
  const stage = stageOf(holding, now);
  if (stage === 'verified') return 'shown';
  return stage === 'stale' ? 'behind-warning' : 'hidden';
}

function step(held: Held, event: Event, now: Date): Holding {
  switch (event.type) {
    case 'stored':
      return stored(held, freshCopy(event.edition, event.cipher, event.dropAfter));
    case 'passed':
      return afterPass(held, event);
    case 'failed':
      return afterFailure(held, event, now);
    case 'taken-back':
      return afterTakenBack(held, event, now);
    case 'live':
      return afterLive(held, event, now);
    case 'compromised':
      return { ...held, compromisedIn: Math.max(held.compromisedIn, event.version) };
    case 'drop':
      return { held: false, ending: 'withdrawn', at: now };
    case 'recall':
      return { held: false, ending: 'recalled', at: now };
    case 'trust-ended':
      return { ...held, trustEnded: held.trustEnded ?? now };
    case 'restored':
      return { ...held, restored: now };
    case 'tick':
      return held;
  }
}

// What a client passed is not given up for bytes that nobody has opened yet. An edition that nobody passed and a client
// found broken holds no number back.
function stored(held: Held, fresh: Copy): Held {
  const taken = held.copies.some(({ edition }) => edition === fresh.edition);
  if (taken || held.copies.some((copy) => !broken(copy) && fresh.edition < copy.edition)) return held;
  const kept = held.copies.filter((copy) => copy.checkedWith !== null);
  return { ...held, copies: [...kept, fresh] };
}

// A client that does not know the compromised key yet proves nothing about it.
function afterPass(held: Held, event: Extract<Event, { type: 'passed' }>): Held {
  const { version, by } = event;
  const found = held.copies.find((copy) => isOf(copy, event));
  if (!found || version < held.compromisedIn) return held;
  const copies = held.copies
    .filter((copy) => copy.edition >= found.edition)
    .map((copy) => (copy === found ? passed(copy, version) : copy));
  return { ...held, copies, takenBack: denied(held.takenBack, by) };
}

const isOf = (copy: Copy, event: { edition: number; cipher: string }): boolean =>
  copy.edition === event.edition && copy.cipher === event.cipher;

function denied(takenBack: TakenBack | null, by: string): TakenBack | null {
  if (!takenBack || by === takenBack.by) return takenBack;
  const deniedBy = [...new Set([...takenBack.deniedBy, by])];
  return deniedBy.length < denials ? { ...takenBack, deniedBy } : null;
}

function afterFailure(held: Held, event: Extract<Event, { type: 'failed' }>, now: Date): Holding {
  const copies = held.copies.flatMap((copy) => (isOf(copy, event) ? (failed(copy, event, now) ?? []) : copy));
  return copies.length === 0 ? { held: false, ending: 'failed', at: now } : { ...held, copies };
}

function afterTakenBack(held: Held, { kind, by }: Extract<Event, { type: 'taken-back' }>, now: Date): Holding {
  const { takenBack } = held;
  if (takenBack && takenBack.by !== by) return { held: false, ending: takenBack.kind, at: now };
  return takenBack ? held : { ...held, takenBack: { kind, by, at: now, deniedBy: [] } };
}

function afterLive(held: Held, { live, lists }: Extract<Event, { type: 'live' }>, now: Date): Held {
  if (!newer(live, held.live)) return held;
  const leftOut = held.leased && live.issuedAt > held.since && !lists;
  return { ...held, live, suspended: leftOut ? (held.suspended ?? now) : null };
}

/**
 * Whether a `live` comes after the newest one; of two at the same second one is chosen, the same whichever came first.
 */
export function newer(live: Lease, newest: Lease | null): boolean {
  if (!newest) return true;
  const later = live.issuedAt.getTime() - newest.issuedAt.getTime();
  return later > 0 || (later === 0 && live.id > newest.id);
}
