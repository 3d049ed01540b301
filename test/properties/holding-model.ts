import type { Event } from '../../src/protocol/item-state.ts';
import { day, type Entry, first, type Log, start } from './happenings.ts';

/*
 * The rules of items a second time, for comparing: no state is carried along. Each question is answered by looking
 * through the whole story up to a moment, as somebody would who holds PROTOCOL §6 beside a log book.
 */

type Kind = Event['type'];
type Of<K extends Kind> = Extract<Event, { type: K }>;
type At<K extends Kind> = { at: number; event: Of<K>; index: number };
type Bytes = { edition: number; cipher: string; dropAfter: number; since: number };
type Book = { log: Log; entries: readonly Entry[] };

const book = (log: Log, count: number): Book => ({ log, entries: log.entries.slice(0, count) });

const pick = <K extends Kind>({ entries }: Book, kind: K): At<K>[] =>
  entries.flatMap(({ at, event }, index) => (event.type === kind ? [{ at, event: event as Of<K>, index }] : []));

/** When the item was over, or null while it is not. */
export function overSince(log: Log, now: number): number | null {
  for (let count = 0; count <= log.entries.length; count++) {
    const here = book(log, count);
    const at = here.entries.at(-1)?.at ?? start;
    if (at > now) return null;
    if (count > 0 && endedBy(log, count)) return at;
    const until = Math.min(log.entries[count]?.at ?? now, now);
    const end = endOfTime(here);
    if (end <= until) return end;
  }
  return null;
}

/** What people may see at a moment at or after the last entry. */
export function seen(log: Log, now: number): 'shown' | 'behind-warning' | 'hidden' {
  const here = book(log, log.entries.length);
  if (overSince(log, now) !== null || pick(here, 'trust-ended').length > 0) return 'hidden';
  if (claim(here) || suspendedSince(here) !== null) return 'hidden';
  const good = bytesHere(here, now).filter((one) => passes(here, one).length > 0 && complaints(here, one).length === 0);
  const shown = good.at(-1);
  if (!shown) return 'hidden';
  if (Math.max(...passes(here, shown).map(({ event }) => event.version)) < compromisedIn(here)) return 'hidden';
  return warned(here, now) ? 'behind-warning' : 'shown';
}

function endedBy(log: Log, count: number): boolean {
  const { event, at } = log.entries[count - 1]!;
  if (event.type === 'drop' || event.type === 'recall') return true;
  const before = book(log, count - 1);
  if (event.type === 'taken-back') return claim(before) !== null && claim(before)?.event.by !== event.by;
  return event.type === 'failed' && bytesHere(book(log, count), at).length === 0;
}

function endOfTime(here: Book): number {
  const { leased } = here.log.before;
  const ends = bytesHere(here, here.entries.at(-1)?.at ?? start).map((one) => bytesEnd(here, one));
  const silent = Math.max(newestLive(here)?.issuedAt.getTime() ?? 0, start) + 90 * day;
  const out = suspendedSince(here);
  const ended = pick(here, 'trust-ended')[0]?.at;
  return Math.min(
    Math.max(...ends),
    leased ? silent : Infinity,
    out === null ? Infinity : out + 14 * day,
    (claim(here)?.at ?? Infinity) + 14 * day,
    (ended ?? Infinity) + 2 * day,
  );
}

const compromisedIn = (here: Book) =>
  Math.max(here.log.before.compromisedIn, ...pick(here, 'compromised').map(({ event }) => event.version));

const newestOf = (lives: Of<'live'>[]) =>
  lives.toSorted(
    (a, b) => b.live.issuedAt.getTime() - a.live.issuedAt.getTime() || (a.live.id < b.live.id ? 1 : -1),
  )[0];

function newestLive(here: Book) {
  const said = pick(here, 'live').map(({ event }) => event);
  const known = here.log.before.live;
  return newestOf(known ? [...said, { type: 'live', live: known, lists: true }] : said)?.live ?? null;
}

/** The last stretch of days on which the newest list that had come, made after the item came, did not name it. */
function suspendedSince(here: Book): number | null {
  const lives = pick(here, 'live');
  const known = here.log.before.live ? [{ type: 'live' as const, live: here.log.before.live, lists: true }] : [];
  const out = lives.map((_, index) => {
    const newest = newestOf([...known, ...lives.slice(0, index + 1).map(({ event }) => event)])!;
    return newest.live.issuedAt.getTime() > start && !newest.lists;
  });
  if (!here.log.before.leased || !out.at(-1)) return null;
  return lives[out.lastIndexOf(false) + 1]!.at;
}

function warned(here: Book, now: number): boolean {
  const newest = newestLive(here);
  const back = pick(here, 'restored').at(-1);
  if (back && (newest?.issuedAt.getTime() ?? 0) <= back.at) return true;
  return here.log.before.leased && (newest ? newest.nextBy.getTime() : start + 30 * day) <= now;
}

/** The open word of one member that the item was taken back: two others who pass it close it. */
function claim(here: Book): At<'taken-back'> | null {
  let open: At<'taken-back'> | null = null;
  for (const one of pick(here, 'taken-back')) {
    const doubters = open && othersWhoPass(here, open, one.index);
    if (!open || doubters!.size >= 2) open = one;
  }
  return open && othersWhoPass(here, open, Infinity).size < 2 ? open : null;
}

function othersWhoPass(here: Book, open: At<'taken-back'>, until: number): Set<string> {
  const between = pick(here, 'passed').filter(({ index }) => index > open.index && index < until);
  return new Set(
    between
      .filter((one) => counts(here, one))
      .map(({ event }) => event.by)
      .filter((by) => by !== open.event.by),
  );
}

/** A pass counts of bytes that were here then, by a client that knew every compromised key that we knew then. */
function counts({ log }: Book, { at, event, index }: At<'passed'>): boolean {
  const then = book(log, index);
  return event.version >= compromisedIn(then) && bytesHere(then, at).some(({ cipher }) => cipher === event.cipher);
}

const passes = (here: Book, { cipher, since }: Bytes) =>
  pick(here, 'passed').filter((one) => one.event.cipher === cipher && one.index >= since && counts(here, one));

const soft = ['unseal', 'padding', 'canonical'];
const later = ['unverified-peer', 'need-manifest', 'manifest-expired', 're-attest'];
const isLater = ({ code, early }: Of<'failed'>) => later.includes(code) || (code === 'consent-window' && early);

/** What was found wrong with some bytes since a client last passed them. */
function complaints(here: Book, bytes: Bytes): At<'failed'>[] {
  const since = Math.max(bytes.since, ...passes(here, bytes).map(({ index }) => index));
  const about = pick(here, 'failed').filter(({ event, index }) => event.cipher === bytes.cipher && index >= since);
  return about.filter(({ event }) => !soft.includes(event.code) && !isLater(event));
}

function bytesEnd(here: Book, bytes: Bytes): number {
  const wrong = complaints(here, bytes);
  const waits = pick(here, 'failed').find(
    ({ event, index }) =>
      event.cipher === bytes.cipher &&
      index >= bytes.since &&
      isLater(event) &&
      wrong.every((one) => one.index > index),
  );
  const waiting = passes(here, bytes).length === 0 && waits ? waits.at + 30 * day : Infinity;
  return Math.min(bytes.dropAfter, waiting, (wrong[0]?.at ?? Infinity) + 14 * day);
}

/** Which editions lie here at a moment. */
const bytesHere = (here: Book, now: number): Bytes[] => bytesAfter(here).filter((one) => bytesEnd(here, one) > now);

const asked = new WeakMap<Log, Map<number, Bytes[]>>();

/** What holds right after the last entry; remembered, since every question asks for it again. */
function bytesAfter(here: Book): Bytes[] {
  const known = asked.get(here.log) ?? new Map<number, Bytes[]>();
  asked.set(here.log, known);
  const found = known.get(here.entries.length) ?? look(here);
  known.set(here.entries.length, found);
  return found;
}

function look(here: Book): Bytes[] {
  const last = here.entries.at(-1);
  if (!last) return [{ ...first, dropAfter: here.log.dropAfter, since: 0 }];
  const before = book(here.log, here.entries.length - 1);
  const list = bytesHere(before, last.at);
  const { event } = last;
  if (event.type === 'stored') {
    const counted = list.filter((one) => passes(before, one).length > 0 || !foundBroken(before, one));
    if (list.some(({ edition }) => edition === event.edition)) return list;
    if (counted.some(({ edition }) => edition > event.edition)) return list;
    const come = { edition: event.edition, cipher: event.cipher, dropAfter: event.dropAfter.getTime() };
    return [...list.filter((one) => passes(before, one).length > 0), { ...come, since: here.entries.length }];
  }
  if (event.type === 'passed' && event.version >= compromisedIn(before)) {
    const passed = list.find(({ cipher }) => cipher === event.cipher)?.edition ?? 0;
    return list.filter(({ edition }) => edition >= passed);
  }
  if (event.type === 'failed') return list.filter((one) => !failedTwice(here, one));
  return list;
}

/** The last thing said of bytes that nobody passed was not just "not yet". */
function foundBroken(here: Book, bytes: Bytes): boolean {
  const about = pick(here, 'failed').filter(
    ({ event, index }) => event.cipher === bytes.cipher && index >= bytes.since,
  );
  const open = about.findLast(({ event }) => soft.includes(event.code) || isLater(event));
  return complaints(here, bytes).length > 0 || (open !== undefined && soft.includes(open.event.code));
}

function failedTwice(here: Book, bytes: Bytes): boolean {
  const wrong = complaints(here, bytes).map(({ event }) => event);
  return wrong.some((one) => wrong.some((other) => other.code === one.code && other.by !== one.by));
}
