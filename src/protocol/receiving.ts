import { Refusal } from '../../schemas/codes.ts';
import type { Delivery, DeliveryKind, Header } from '../../schemas/delivery.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { StandingOffer } from '../../schemas/standing.ts';
import type { Scope } from '../../schemas/terms.ts';
import { daysAfter } from './calendar.ts';
import { cipherOf, isSealed, kindsNeedingStanding, longestWithoutConsent } from './delivery.ts';
import { dateOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { verifyLive } from './list-statement.ts';
import { type Chain, extendChain } from './manifest.ts';
import { verifyReceipt } from './receipt.ts';
import { verifyRecall } from './retraction.ts';
import { dropCommitOf } from './secrets.ts';
import type { Signed } from './signers.ts';
import { verifyStandingOffer } from './standing.ts';

/** What the server knows when a delivery arrives. */
export type Facts = {
  /** Our collective id. */
  me: string;
  /** The pinned chain whose newest `node.keys` hold the key that signed the request; null when no pinned chain does. */
  peer: Chain | null;
  /** What our own standing with that peer accepts now. */
  accepts: readonly Scope[];
  /** What lies here under (from, delivery). */
  row: { kind: DeliveryKind; edition: number; cipher: string; dropCommit: string | null } | null;
  /** What stays here of it. A pending one was dropped before it came, or recalled: then it waits for no token. */
  tombstone: { pending: boolean; dropCommit: string | null } | null;
  /** How many pending tombstones this peer has here. */
  pendingTombstones: number;
};

/**
 * What is to be done. `repeat` is code `replay` and `tombstone-again` a repeated drop: nothing changes, the receipt
 * goes again, 202.
 */
export type Judgement =
  | { outcome: 'store'; cipher: string; replaces: boolean }
  | { outcome: 'repeat'; cipher: string }
  | { outcome: 'erase' }
  | { outcome: 'tombstone-again' }
  | { outcome: 'pending-tombstone'; dropCommit: string }
  | { outcome: 'recall'; deliveries: readonly string[] }
  | { outcome: 'live'; list: Signed<'live'> }
  | { outcome: 'receipt'; receipt: Receipt }
  | { outcome: 'manifest'; chain: Chain }
  | { outcome: 'standing-offer'; offer: StandingOffer };

/** Kinds that this version reads; the others of the header's list come with later versions. */
const read: readonly DeliveryKind[] = [
  'alert',
  'withdrawal',
  'drop',
  'recall',
  'live',
  'receipt',
  'manifest',
  'standing-offer',
];

/** Drops and recalls of what has not come, per peer. */
export const pendingPerPeer = 1_000;

/**
 * The server's checks 0 to 4 (PROTOCOL §5), in that order, over given facts; changes and looks up nothing. `hash` may
 * be a faster `cipherOf` of the platform.
 * @throws `unknown-issuer`, `from-mismatch`, `not-accepted`, `version`, `not-for-me`, `delivery-reuse`,
 * `edition-rollback`, `tombstone`, `drop-token`, `too-many`, `expired`, `drop-after`, and what a clear statement's own
 * check refuses.
 */
export function judgeDelivery(
  { header, body }: Delivery,
  facts: Facts,
  now: Date,
  hash: typeof cipherOf = cipherOf,
): Judgement {
  const { peer, me } = facts;
  if (!peer) throw new Refusal('unknown-issuer');
  if (peer.collective !== header.from) throw new Refusal('from-mismatch', 'header.from');
  const scope = kindsNeedingStanding[header.kind];
  if (!read.includes(header.kind) || (scope !== null && !facts.accepts.includes(scope))) {
    throw new Refusal('not-accepted', 'header.kind');
  }
  if (header.v !== 1) throw new Refusal('version', 'header.v');
  if (header.to !== me) throw new Refusal('not-for-me', 'header.to');
  if (typeof body !== 'string') return clear(header, body, peer, facts, now);
  return isSealed(header.kind) ? sealed(header, hash(body), facts, now) : drop(body, facts);
}

function sealed(header: Header, cipher: string, { row, tombstone }: Facts, now: Date): Judgement {
  if (tombstone && (!tombstone.pending || (tombstone.dropCommit ?? header.dropCommit) === header.dropCommit)) {
    throw new Refusal('tombstone');
  }
  if (row?.edition === header.edition && row.cipher === cipher) return { outcome: 'repeat', cipher };
  if (row?.edition === header.edition) throw new Refusal('delivery-reuse');
  if (row && header.edition < row.edition) throw new Refusal('edition-rollback');
  if (row && (row.dropCommit !== header.dropCommit || row.kind !== header.kind)) throw new Refusal('delivery-reuse');
  const until = dateOf(header.dropAfter ?? '');
  if (until <= now) throw new Refusal('expired', 'header.dropAfter');
  if (header.dropCommit === null && until > daysAfter(now, longestWithoutConsent)) {
    throw new Refusal('drop-after', 'header.dropAfter');
  }
  return { outcome: 'store', cipher, replaces: row !== null };
}

function drop(token: string, { row, tombstone, pendingTombstones }: Facts): Judgement {
  const dropCommit = dropCommitOf(token);
  const expected = row ? row.dropCommit : tombstone?.pending ? (tombstone.dropCommit ?? dropCommit) : dropCommit;
  if (expected !== dropCommit) throw new Refusal('drop-token');
  if (row) return { outcome: 'erase' };
  if (tombstone) return { outcome: 'tombstone-again' };
  if (pendingTombstones >= pendingPerPeer) throw new Refusal('too-many');
  return { outcome: 'pending-tombstone', dropCommit };
}

function clear({ kind }: Header, body: Envelope, peer: Chain, { me }: Facts, now: Date): Judgement {
  if (kind === 'recall')
    return { outcome: 'recall', deliveries: verifyRecall(body, peer, me, now).statement.deliveries };
  if (kind === 'live') return { outcome: 'live', list: verifyLive(body, peer, me, now) };
  if (kind === 'receipt') return { outcome: 'receipt', receipt: verifyReceipt(body, peer) };
  if (kind === 'manifest') return { outcome: 'manifest', chain: extendChain(peer, body, now) };
  return { outcome: 'standing-offer', offer: verifyStandingOffer(body, peer, me, now) };
}
