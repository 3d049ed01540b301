import type { Transaction } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { Database } from '../../database/schema.ts';
import { checkSignedAgreement } from '../../protocol/agreement.ts';
import { draftEnvelope, idOf } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { requireDecided, requireNext } from './rules.ts';
import { type DraftRow, lockVersions, putDraft } from './store.ts';

/**
 * Keeps a statement as the draft of its series and version, in place of any other; the caller's record names it after.
 * @throws `agreement-form` (nothing decided), `conflict` (withdrawn, or not the next of its series), and what
 * publishing would refuse of its words.
 */
export async function keepDraft(
  tx: Transaction<Database>,
  own: Chain,
  statement: Agreement,
  now: Date,
): Promise<DraftRow> {
  requireDecided(statement);
  const envelope = draftEnvelope('agreement', statement);
  // Before anybody signs in vain.
  checkSignedAgreement(envelope, own, now);
  const { series, version } = statement;
  const row = { id: idOf(envelope), series, version, envelope: JSON.stringify(envelope), created: now };
  const [newest] = await lockVersions(tx, series);
  if (newest?.withdrawn) throw new Refusal('conflict', 'series');
  requireNext(statement, newest ?? null);
  await putDraft(tx, row);
  return row;
}
