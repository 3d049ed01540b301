import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { withSignatures } from '../../peers/signatures.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import {
  type DraftRow,
  lockDraft,
  lockVersion,
  type PublishedRow,
  setDraftEnvelope,
  setVersionEnvelope,
} from '../versions/store.ts';
import { deliverSignedAgain } from './publish.ts';

/**
 * Adds a steward's signature to a draft; the same steward twice counts once.
 * @throws `not-found`, `lapsed`, `conflict` (another draft's envelope), `signature` (somebody who is no member),
 * `not-allowed` (the member who hands it in is no steward, or did not sign).
 */
export async function signDraft(
  runtime: Runtime,
  member: string,
  id: string,
  signed: Envelope,
): Promise<{ draft: DraftRow; signers: string[]; needed: number }> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    const own = await ownChain(tx);
    const draft = await lockDraft(tx, id);
    if (!own || !draft) throw new Refusal('not-found');
    if (draft.lapsed) throw new Refusal('lapsed');
    const envelope = withSignatures(withoutFormerKeys(storedEnvelope(draft.envelope), own), signed);
    if (!signersOf(signed, own, 'steward').has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const signers = [...signersOf(envelope, own, 'steward')];
    const changed = { ...draft, envelope: JSON.stringify(envelope) };
    await setDraftEnvelope(tx, id, changed.envelope);
    await record(tx, { actor: member, action: 'agreements.signed', subject: id }, now);
    return { draft: changed, signers, needed: own.newest.statement.policy.rotate };
  });
}

/**
 * Adds a steward's signature to a published version some of whose signers have other keys by now. Signatures that count
 * no more stay until enough others do: they show that it was adopted. Its words and its id stay the same; once enough
 * count, those who show it are sent it again.
 * @throws `not-found`, also for a version that no former key signed, `conflict` (another envelope), `signature`,
 * `not-allowed`.
 */
export async function signAgain(runtime: Runtime, member: string, id: string, signed: Envelope): Promise<PublishedRow> {
  const now = runtime.clock.now();
  const row = await transaction(runtime.db, async (tx) => {
    const own = await ownChain(tx);
    const row = await lockVersion(tx, id);
    if (!own || !row || row.withdrawn) throw new Refusal('not-found');
    const stored = storedEnvelope(row.envelope);
    const kept = withoutFormerKeys(stored, own);
    if (!signersOf(signed, own, 'steward').has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const needed = own.newest.statement.policy.rotate;
    const enough = (one: Envelope) => signersOf(one, own, 'steward').size >= needed;
    if (kept.signatures.length === stored.signatures.length && enough(kept)) throw new Refusal('not-found');
    const counting = withSignatures(kept, signed);
    const envelope = enough(counting) ? counting : withSignatures(stored, signed);
    const changed = { ...row, envelope: JSON.stringify(envelope) };
    await setVersionEnvelope(tx, id, changed.envelope);
    if (enough(counting)) await deliverSignedAgain(tx, runtime.origin, changed, now);
    await record(tx, { actor: member, action: 'agreements.signed-again', subject: id }, now);
    return changed;
  });
  runtime.wake();
  return row;
}
