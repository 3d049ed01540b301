import type { Kysely } from 'kysely';
import { ownChain } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { standingDraftsOf } from './store.ts';

/** A draft of a series under which stewards have signed: what is saved or decided anew stands beside it. */
export type UnderSignature = { id: string; signed: number; needed: number };

/** What stewards have signed of a series and nobody has published yet. */
export async function underSignature(db: Kysely<Database>, series: string): Promise<UnderSignature[]> {
  const own = await ownChain(db);
  if (!own) return [];
  const drafts = (await standingDraftsOf(db, series)).map(({ id, envelope }) => {
    const signers = signersOf(withoutFormerKeys(storedEnvelope(envelope), own), own, 'steward');
    return { id, signed: signers.size, needed: own.newest.statement.policy.rotate };
  });
  return drafts.filter(({ signed }) => signed > 0);
}
