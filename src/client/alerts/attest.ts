import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { signEnvelope } from '../../protocol/envelope.ts';
import { checkSignedAlert } from '../../protocol/notice.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import type { Desk } from '../api/desk.ts';
import { signingSecret } from '../keyring/keyring.ts';
import type { WordedClause } from '../say/cited.ts';
import { readClauses } from './clauses.ts';
import type { DraftFile } from './draft-file.ts';
import { changeDraft, loadDraft, noting } from './drafts.ts';

/**
 * What an accompanier reads before signing: the text, the clauses it cites, who signed so far. `id` names exactly this
 * text.
 */
export type AlertReview = {
  draft: string;
  id: string;
  alert: Alert;
  clauses: WordedClause[];
  attesters: string[];
  needed: number;
  file: DraftFile;
};

/**
 * Opens a draft and checks the text: rules, clauses, and that whoever signed is an accompanier of ours; keys that were
 * replaced count no more.
 * @throws as `checkSignedAlert`.
 */
export async function reviewAlert(desk: Desk, draft: string): Promise<AlertReview> {
  const { file } = await loadDraft(desk, draft);
  const { id, alert, attesters } = readAlert(desk, file);
  const clauses = await readClauses(desk, alert.clauses);
  return { draft, id, alert, clauses, attesters, needed: desk.own.newest.statement.policy.attest, file };
}

/**
 * Signs the very text that was read, and stores it back; signing declares that there is no conflict of interest.
 * @throws `conflict` when the draft holds another text by now, `not-allowed` to whoever is no accompanier; the refusal
 * stands in the node's record.
 */
export async function attestAlert(desk: Desk, review: AlertReview): Promise<{ attesters: string[]; needed: number }> {
  const { keyring } = desk;
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  const { file } = await noting(desk, review.draft, () =>
    changeDraft(desk, review.draft, (now) => {
      if (readAlert(desk, now).id !== review.id) throw new Refusal('conflict', 'alert');
      const alert = withoutFormerKeys(now.alert, desk.own);
      return { ...now, alert: signEnvelope(alert, signingSecret(keyring)) };
    }),
  );
  return { attesters: readAlert(desk, file).attesters, needed: review.needed };
}

function readAlert({ own, now }: Desk, file: DraftFile): { id: string; alert: Alert; attesters: string[] } {
  const { statement: alert, id, signers } = checkSignedAlert(withoutFormerKeys(file.alert, own), own, now);
  return { id, alert, attesters: [...signers] };
}
