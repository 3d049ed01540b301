import type { Run } from './plans.ts';
import * as agreements from './runs-of-agreements.ts';
import * as notices from './runs-of-notices.ts';
import * as peers from './runs-of-peers.ts';
import * as people from './runs-of-people.ts';

/** A way to run each function of each file that asks the database. */
export const runs: Record<string, Record<string, Run>> = {
  'agreements/acknowledgements/store.ts': agreements.ofAcknowledgements,
  'agreements/publishing/withdrawal-store.ts': agreements.ofWithdrawals,
  'agreements/reading/feed-store.ts': agreements.ofFeeds,
  'agreements/rounds/store.ts': agreements.ofRounds,
  'agreements/search/store.ts': agreements.ofSearch,
  'agreements/texts/store.ts': agreements.ofTexts,
  'agreements/versions/received-store.ts': agreements.ofReceivedVersions,
  'agreements/versions/store.ts': agreements.ofVersions,
  'agreements/versions/taken-down-store.ts': agreements.ofTakenDown,
  'collective/store.ts': people.ofCollective,
  'deliveries/store.ts': peers.ofLedger,
  'desk/store.ts': agreements.ofReleases,
  'deliveries/worker-store.ts': peers.ofWorker,
  'federation/key-store.ts': people.ofKeys,
  'federation/received.ts': people.ofReceived,
  'following/store.ts': peers.ofFollowing,
  'members/rotation-store.ts': people.ofRotation,
  'members/keyring-store.ts': people.ofKeyrings,
  'members/departure-store.ts': people.ofDepartures,
  'members/nickname-store.ts': people.ofNicknames,
  'members/plain-store.ts': people.ofPlain,
  'members/session-store.ts': people.ofSessions,
  'members/store.ts': people.ofMembers,
  'members/typed-store.ts': people.ofTyped,
  'notices/ours/consent-store.ts': notices.ofConsents,
  'notices/ours/draft-store.ts': notices.ofDrafts,
  'notices/ours/store.ts': notices.ofOurs,
  'notices/theirs/arrival-store.ts': notices.ofArrivals,
  'notices/theirs/item-store.ts': notices.ofItems,
  'notices/theirs/list-store.ts': notices.ofLists,
  'notices/theirs/reseal-store.ts': notices.ofReseals,
  'notices/theirs/store.ts': notices.ofIncoming,
  'notices/tombstone-store.ts': notices.ofTombstones,
  'peers/left-store.ts': peers.ofWhatIsLeft,
  'peers/store.ts': peers.ofPeers,
  'record/store.ts': people.ofRecord,
};
