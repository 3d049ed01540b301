import { Refusal } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import type { Scope } from '../../../schemas/terms.ts';
import type { Peer } from '../../peers/store.ts';
import { keptFor } from '../../platform/kept-for.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { mondayBefore } from '../../protocol/delivery.ts';
import { dateOf } from '../../protocol/encoding.ts';

/** A grant that ends within the rounding to Mondays is not sent at all. */
const nearestDays = 1;
/**
 * A person's client reads and takes back at most 64 deliveries at once; nobody can put so many there that it gives up.
 */
const mostUnderLocator = 60;

/** What is handed in, as far as the server can read it. */
export type Offered = { header: Header; cipher: string; locatorHash: string; box: string };

/** What the server knows when an alert is handed in. */
export type HandInFacts = {
  own: string | null;
  peer: Peer['state'] | null;
  sends: readonly Scope[];
  /** The peer's current box recipient. */
  box: string | null;
  /** The draft that it was handed in from, where it stands. */
  draft: string | null;
  /** Another person's words stand under the same draft: withdrawing one would leave the text to the other. */
  otherLocator: boolean;
  /** How many deliveries already stand under these words. */
  underLocator: number;
  /** The words reached this server, from a page without script. */
  wordsSeen: boolean;
  tombstone: boolean;
  dropCommitTaken: boolean;
  deliveryTaken: boolean;
  /** This delivery as it was handed in before. */
  earlier: { header: Header; edition: number; cipher: string; locatorHash: string; draft: string | null } | null;
};

/**
 * Decides on an alert that is handed in: new, a later edition, or the same bytes again; refuses by code. Reads no
 * content.
 */
export function judgeHandIn(offered: Offered, facts: HandInFacts, now: Date): 'new' | 'edition' | 'same' {
  const { header } = offered;
  if (header.v !== 1) throw new Refusal('version', 'header.v');
  if (header.kind !== 'alert') throw new Refusal('malformed', 'header.kind');
  if (header.from !== facts.own) throw new Refusal('from-mismatch', 'header.from');
  if (facts.tombstone) throw new Refusal('tombstone', 'header.delivery');
  const { earlier } = facts;
  if (earlier && earlier.edition === header.edition && earlier.cipher === offered.cipher) return 'same';
  if (!facts.peer) throw new Refusal('unknown-issuer', 'header.to');
  if (facts.peer === 'ended' || !facts.sends.includes('alerts')) throw new Refusal('not-accepted', 'header.to');
  checkEnd(header, now);
  if (offered.box !== facts.box) throw new Refusal('recipient', 'box');
  if (!facts.draft) throw new Refusal('not-found', 'draft');
  if (earlier) return judgeEdition(offered, earlier, facts.draft);
  // An edition seals again what was granted before the words were seen, and grants nothing more.
  if (facts.wordsSeen) throw new Refusal('words-seen', 'locatorHash');
  if (facts.deliveryTaken) throw new Refusal('delivery-reuse', 'header.delivery');
  if (facts.dropCommitTaken) throw new Refusal('duplicate-drop-commit', 'header.dropCommit');
  if (facts.otherLocator) throw new Refusal('conflict', 'locatorHash');
  if (facts.underLocator >= mostUnderLocator) throw new Refusal('too-many', 'locatorHash');
  return 'new';
}

function checkEnd({ dropCommit, dropAfter }: Header, now: Date): void {
  if (dropCommit === null) throw new Refusal('malformed', 'header.dropCommit');
  if (dropAfter === null) throw new Refusal('malformed', 'header.dropAfter');
  const end = dateOf(dropAfter);
  if (mondayBefore(dropAfter) !== dropAfter || end > daysAfter(now, keptFor.alertDays))
    throw new Refusal('drop-after', 'header.dropAfter');
  if (end < daysAfter(now, nearestDays)) throw new Refusal('expired', 'header.dropAfter');
}

function judgeEdition(offered: Offered, earlier: NonNullable<HandInFacts['earlier']>, draft: string): 'edition' {
  const { header } = offered;
  if (header.edition < earlier.edition) throw new Refusal('edition-rollback', 'header.edition');
  const same =
    header.edition > earlier.edition &&
    header.to === earlier.header.to &&
    header.dropCommit === earlier.header.dropCommit &&
    offered.locatorHash === earlier.locatorHash &&
    draft === earlier.draft;
  if (!same) throw new Refusal('delivery-reuse', 'header.delivery');
  return 'edition';
}

/** What the server asks again before each attempt to send an alert. */
export type SendFacts = {
  dropAfter: Date;
  peer: Peer['state'] | null;
  sends: readonly Scope[];
  /** When the peer's newest manifest expires; null when we hold none. */
  manifestExpires: Date | null;
  /** The peer's current box recipient, and the one that the client sealed to. */
  box: string | null;
  sealedTo: string;
};

/** Decides whether an alert may go out now: goes, never goes, or waits for people to mend something. */
export function judgeSend(facts: SendFacts, now: Date): { go: true } | { cancel: string } | { wait: string } {
  if (facts.dropAfter <= now) return { cancel: 'expired' };
  if (facts.peer === null || facts.peer === 'ended') return { cancel: 'peer-ended' };
  if (facts.peer === 'paused') return { wait: 'peer-paused' };
  if (!facts.sends.includes('alerts')) return { wait: 'no-standing' };
  if (!facts.manifestExpires || facts.manifestExpires <= now) return { wait: 'manifest-expired' };
  if (facts.box !== facts.sealedTo) return { wait: 'box-changed' };
  return { go: true };
}

/** A sealed item without a consent of its own lives this long at most (PROTOCOL §5). */
const longestWithdrawalDays = 60;

/**
 * Checks the header of a sealed withdrawal: to that holder, under an id of its own, without a dropCommit, soon over.
 */
export function judgeWithdrawal(
  header: Header,
  facts: { own: string | null; peer: string; taken: boolean },
  now: Date,
): void {
  if (header.v !== 1) throw new Refusal('version', 'notice.header.v');
  if (header.kind !== 'withdrawal' || header.edition !== 1) throw new Refusal('malformed', 'notice.header');
  if (header.from !== facts.own) throw new Refusal('from-mismatch', 'notice.header.from');
  if (header.to !== facts.peer) throw new Refusal('not-for-me', 'notice.header.to');
  if (facts.taken) throw new Refusal('delivery-reuse', 'notice.header.delivery');
  if (header.dropCommit !== null) throw new Refusal('malformed', 'notice.header.dropCommit');
  const end = header.dropAfter === null ? null : dateOf(header.dropAfter);
  if (!end || end <= now || end > daysAfter(now, longestWithdrawalDays))
    throw new Refusal('drop-after', 'notice.header.dropAfter');
}
