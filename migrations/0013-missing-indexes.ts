import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Indexes for what is looked for by something else than the key of its row, and for what goes along with a row that is
 * erased; test/database/plans holds every query to them.
 */
export const missingIndexes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const index of indexes) await sql.raw(`create index ${index}`).execute(db);
  },
};

const indexes = [
  // Sealed items: the copies of a draft, what the sweep ends, and what a peer dropped before it came.
  'outgoing_draft on outgoing (draft) where draft is not null',
  'outgoing_kind on outgoing (kind)',
  'outgoing_peer on outgoing (peer)',
  'consents_ends on consents (drop_after)',
  'consents_peer on consents (peer)',
  'tombstones_ended on tombstones (ended)',
  "tombstones_pending on tombstones (peer) where direction = 'in' and ending = 'pending'",
  'recusals_member on recusals (member)',
  // The ledger: kinds that say nothing more once they were sent.
  "deliveries_settled on deliveries (kind, created) where state in ('sent', 'cancelled')",
  // People: what ends with their key, or with their leaving.
  'sessions_member on sessions (member)',
  'entries_member on entries (member)',
  'box_shares_member on box_shares (member)',
  'text_unsaved_member on text_unsaved (member)',
  // What strangers can make many of: challenges, their keys, and where they are from (whatever the collation is).
  'challenges_ends on challenges (expires)',
  'kv_ends on kv (expires)',
  'followers_origin on followers (actor text_pattern_ops)',
  'follows_origin on follows (actor text_pattern_ops)',
  // What others publish and say: what waits or was refused, and what one collective says.
  "agreements_received_unshown on agreements_received (received) where state <> 'shown'",
  'acknowledgements_pending_due on acknowledgements_pending (next_try)',
  'acknowledgements_issuer on acknowledgements (issuer, at desc)',
  // Rounds: by what they became, by the text that they are about, and by their end.
  'rounds_draft on rounds (draft) where draft is not null',
  'rounds_text on rounds (text) where text is not null',
  'rounds_closed on rounds (closed) where closed is not null',
];
