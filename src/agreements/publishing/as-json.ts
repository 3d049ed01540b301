import type { Kysely } from 'kysely';
import { ownChain } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { type Chain, signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import type { DraftRow } from '../versions/store.ts';

/**
 * A draft with its envelope, who signed it, and how many stewards it takes; a client works all of that out again by
 * itself.
 */
export async function draftAsJson(db: Kysely<Database>, row: DraftRow) {
  return asJson(await ownChain(db), row);
}

/** Several drafts in the same form, by one look at our chain. */
export async function draftsAsJson(db: Kysely<Database>, rows: readonly DraftRow[]) {
  const own = await ownChain(db);
  return rows.map((row) => asJson(own, row));
}

function asJson(own: Chain | null, row: DraftRow) {
  const stored = storedEnvelope(row.envelope);
  const envelope = own ? withoutFormerKeys(stored, own) : stored;
  return {
    id: row.id,
    series: row.series,
    version: row.version,
    created: timeOf(row.created),
    by: row.made_by,
    lapsed: row.lapsed && timeOf(row.lapsed),
    signed: own ? [...signersOf(envelope, own, 'steward')] : [],
    needed: own?.newest.statement.policy.rotate ?? 0,
    envelope,
  };
}
