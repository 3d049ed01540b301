import type { Migration } from 'kysely/migration';
import { mainJob } from './0001-main-job.ts';
import { rotation } from './0002-rotation.ts';
import { reseals } from './0003-reseals.ts';
import { lists } from './0004-lists.ts';
import { agreementWithdrawals } from './0005-agreement-withdrawals.ts';
import { peersAnswered } from './0006-peers-answered.ts';
import { acknowledgements } from './0007-acknowledgements.ts';
import { browserSessions } from './0008-browser-sessions.ts';
import { texts } from './0009-texts.ts';
import { rounds } from './0010-rounds.ts';
import { agreementWords } from './0011-agreement-words.ts';
import { newestVersions } from './0012-newest-versions.ts';
import { missingIndexes } from './0013-missing-indexes.ts';
import { receipts } from './0014-receipts.ts';
import { items } from './0015-items.ts';
import { sessionKind } from './0016-session-kind.ts';
import { agreementParts } from './0017-agreement-parts.ts';
import { peerRevision } from './0018-peer-revision.ts';
import { followerKeys } from './0019-follower-keys.ts';
import { proposals } from './0020-proposals.ts';
import { lanePlaces } from './0021-lane-places.ts';
import { caps } from './0022-caps.ts';
import { guessing } from './0023-guessing.ts';
import { nodeIdentity } from './0025-node-identity.ts';
import { rowKeys } from './0026-row-keys.ts';
import { peersCalled } from './0027-peers-called.ts';
import { receiptsOfOne } from './0028-receipts-of-one.ts';
import { signedWithdrawals } from './0029-signed-withdrawals.ts';
import { foundingDrafts } from './0030-founding-drafts.ts';
import { roundClosings } from './0031-round-closings.ts';
import { nodeKeyPairs } from './0032-node-key-pairs.ts';
import { wordsSeen } from './0034-words-seen.ts';
import { keyrings } from './0035-keyrings.ts';
import { setUpProfile } from './0036-set-up-profile.ts';
import { typed } from './0037-typed.ts';
import { sessionsBegan } from './0038-sessions-began.ts';
import { deskReleases } from './0039-desk-releases.ts';
import { offeredKeyrings } from './0040-offered-keyrings.ts';
import { contacts } from './0041-contacts.ts';
import { alone } from './0042-alone.ts';
import { passkeys } from './0043-passkeys.ts';
import { plainMembers } from './0044-plain-members.ts';
import { pause } from './0045-pause.ts';
import { departures } from './0046-departures.ts';

/**
 * Every migration, in order of their names; forward only. A static list, so that a bundle or a package holds them all.
 */
export const migrations: Record<string, Migration> = {
  '0001-main-job': mainJob,
  '0002-rotation': rotation,
  '0003-reseals': reseals,
  '0004-lists': lists,
  '0005-agreement-withdrawals': agreementWithdrawals,
  '0006-peers-answered': peersAnswered,
  '0007-acknowledgements': acknowledgements,
  '0008-browser-sessions': browserSessions,
  '0009-texts': texts,
  '0010-rounds': rounds,
  '0011-agreement-words': agreementWords,
  '0012-newest-versions': newestVersions,
  '0013-missing-indexes': missingIndexes,
  '0014-receipts': receipts,
  '0015-items': items,
  '0016-session-kind': sessionKind,
  '0017-agreement-parts': agreementParts,
  '0018-peer-revision': peerRevision,
  '0019-follower-keys': followerKeys,
  '0020-proposals': proposals,
  '0021-lane-places': lanePlaces,
  '0022-caps': caps,
  '0023-guessing': guessing,
  '0025-node-identity': nodeIdentity,
  '0026-row-keys': rowKeys,
  '0027-peers-called': peersCalled,
  '0028-receipts-of-one': receiptsOfOne,
  '0029-signed-withdrawals': signedWithdrawals,
  '0030-founding-drafts': foundingDrafts,
  '0031-round-closings': roundClosings,
  '0032-node-key-pairs': nodeKeyPairs,
  '0034-words-seen': wordsSeen,
  '0035-keyrings': keyrings,
  '0036-set-up-profile': setUpProfile,
  '0037-typed': typed,
  '0038-sessions-began': sessionsBegan,
  '0039-desk-releases': deskReleases,
  '0040-offered-keyrings': offeredKeyrings,
  '0041-contacts': contacts,
  '0042-alone': alone,
  '0043-passkeys': passkeys,
  '0044-plain-members': plainMembers,
  '0045-pause': pause,
  '0046-departures': departures,
};
