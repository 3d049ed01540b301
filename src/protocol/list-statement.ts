import { Refusal } from '../../schemas/codes.ts';
import type { Live } from '../../schemas/live.ts';
import { ahead, daysAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from './envelope.ts';
import type { Lease } from './item-deadlines.ts';
import type { Chain } from './manifest.ts';
import { attesting, oneAccompanier, readSigned, requireQuorum, type Signed } from './signers.ts';

const longestDays = 30;
const betweenDays = 1;

/**
 * One of our deliveries to a peer, handed in, as the care team's sealed files know it. `over`: withdrawn (also when
 * only told to an accompanier), retracted, ended.
 */
export type Shared = { delivery: string; handedIn: Date; over: boolean };

/** What a draft of a list needs: which of those that the newest own list left out are to be listed again. */
export type ListOf = { shared: readonly Shared[]; newest: Live | null; again: readonly string[] };

/**
 * A list of what `audience` may still hold of `chain`'s collective, said by one accompanier or more.
 * @throws what `readSigned` and `requireQuorum` refuse, `live-future` (dated ahead, or good for more than 30 days),
 * `live-audience` (another peer's list), `need-manifest` and `equivocation` by the manifest that it names.
 */
export function verifyLive(envelope: Envelope, chain: Chain, audience: string, now: Date): Signed<'live'> {
  const { statement } = readUnverified('live', envelope);
  const { issuedAt, nextBy, manifest } = statement;
  if (ahead(issuedAt, now)) throw new Refusal('live-future', 'issuedAt');
  if (dateOf(nextBy) > daysAfter(dateOf(issuedAt), longestDays)) throw new Refusal('live-future', 'nextBy');
  const read = requireQuorum(readSigned('live', envelope, chain, oneAccompanier, now), chain, oneAccompanier);
  if (statement.audience !== audience) throw new Refusal('live-audience', 'audience');
  const named = chain.all[manifest.version - 1];
  if (!named) throw new Refusal('need-manifest');
  if (named.id !== manifest.id) throw new Refusal('equivocation', 'manifest');
  return read;
}

/** What the receiver keeps of a verified list. */
export function leaseOf({ statement, id }: Signed<'live'>): Lease {
  return { issuedAt: dateOf(statement.issuedAt), nextBy: dateOf(statement.nextBy), id };
}

/**
 * Our next list for a peer, to be signed by so many accompaniers; null when none is due: at most one a day, sooner only
 * to leave something out or to list it again. Never lists what is over, nor what the newest left out, unless it is
 * named in `again`, which takes as many accompaniers as attest. Null also while the newest, dated by whoever signed it,
 * lies ahead: receivers would ignore an earlier one.
 */
export function draftLive(
  own: Chain,
  audience: string,
  { shared, newest, again }: ListOf,
  now: Date,
): { envelope: Envelope; signers: number } | null {
  const dropped = leftOut(newest, (delivery) => shared.find((one) => one.delivery === delivery)?.handedIn);
  const standing = shared.filter(({ delivery, over }) => !over && (!dropped(delivery) || again.includes(delivery)));
  const listed = [...new Set(standing.map(({ delivery }) => delivery))].sort();
  const restores = listed.some(dropped);
  if (newest) {
    const shorter = newest.deliveries.some((delivery) => !listed.includes(delivery));
    const since = dateOf(newest.issuedAt);
    if (now <= since || !(shorter || restores || daysAfter(since, betweenDays) <= now)) return null;
  }
  const statement: Live = {
    type: 'live',
    issuer: own.collective,
    audience,
    issuedAt: timeOf(now),
    nextBy: timeOf(daysAfter(now, longestDays)),
    manifest: { version: own.newest.version, id: own.newest.id },
    deliveries: listed,
  };
  const { attest } = own.newest.statement.policy;
  return { envelope: draftEnvelope('live', statement), signers: restores ? attest : 1 };
}

/**
 * A list of ours before it is signed by a second accompanier's client, or sent by our node. `handedIn` tells when a
 * delivery was handed in, undefined when it never was.
 * @throws as `verifyLive`, `conflict` unless it comes after the newest, and `attest-threshold` when fewer than attest
 * list again what the newest left out.
 */
export function checkOwnLive(
  envelope: Envelope,
  own: Chain,
  known: { audience: string; newest: Live | null; handedIn: (delivery: string) => Date | undefined },
  now: Date,
): Signed<'live'> {
  const { audience, newest, handedIn } = known;
  const read = verifyLive(envelope, own, audience, now);
  if (newest && read.statement.issuedAt <= newest.issuedAt) throw new Refusal('conflict', 'issuedAt');
  const again = read.statement.deliveries.some(leftOut(newest, handedIn));
  return again ? requireQuorum(read, own, attesting) : read;
}

// Handed in when the newest list was made, and not on it.
function leftOut(newest: Live | null, handedIn: (delivery: string) => Date | undefined): (delivery: string) => boolean {
  if (!newest) return () => false;
  const listed = new Set(newest.deliveries);
  const at = dateOf(newest.issuedAt);
  return (delivery) => {
    const since = handedIn(delivery);
    return !listed.has(delivery) && (since === undefined || since <= at);
  };
}
