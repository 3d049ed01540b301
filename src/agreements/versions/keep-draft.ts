import type { Transaction } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { checkSignedAgreement } from '../../protocol/agreement.ts';
import { draftEnvelope, idOf } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { requireDecided, requireNext } from './rules.ts';
import { type DraftRow, insertDraft, lockDraft, lockVersions, removeDraft, standingDraftsBy } from './store.ts';

/** Of one person at once, without and with those that a decision made: nobody keeps others from drafting. */
const mostDrafts = 8;
const mostDecided = 32;

/**
 * Keeps a statement as a draft under its hash, beside any other of its series and version, whose signatures stay; the
 * caller's record names it after.
 * @throws `agreement-form` (nothing decided), `conflict` (withdrawn, or not the next of its series), `too-many` (more
 * than one person may begin, and all signed by somebody), and what publishing would refuse of its words.
 */
export async function keepDraft(
  tx: Transaction<Database>,
  own: Chain,
  { member, statement }: { member: string; statement: Agreement },
  now: Date,
): Promise<DraftRow> {
  requireDecided(statement);
  const envelope = draftEnvelope('agreement', statement);
  // Before anybody signs in vain.
  checkSignedAgreement(envelope, own, now);
  const { series, version } = statement;
  const id = idOf(envelope);
  const row = { id, series, version, envelope: JSON.stringify(envelope), created: now, made_by: member, lapsed: null };
  const [newest] = await lockVersions(tx, series);
  if (newest?.withdrawn) throw new Refusal('conflict', 'series');
  requireNext(statement, newest ?? null);
  await makeRoom(tx, member);
  await insertDraft(tx, row);
  return (await lockDraft(tx, id)) ?? row;
}

/** Past what one person may begin, the oldest of theirs goes that nobody signed and no round or meeting decided on. */
async function makeRoom(tx: Transaction<Database>, member: string): Promise<void> {
  const own = await standingDraftsBy(tx, member);
  const undecided = own.filter(({ decided }) => decided === null);
  if (own.length >= mostDecided) throw new Refusal('too-many');
  if (undecided.length < mostDrafts) return;
  const alone = undecided.find(({ envelope }) => storedEnvelope(envelope).signatures.length === 0);
  if (!alone) throw new Refusal('too-many');
  await removeDraft(tx, alone.id);
}
