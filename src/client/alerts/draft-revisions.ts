import { noticesDraftsContract } from '../../../schemas/routes/notices-drafts.ts';
import { noticesRevisionsContract } from '../../../schemas/routes/notices-revisions.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import { type BegunFile, type DraftFile, openDraft } from './draft-file.ts';
import { type OpenDraft, storeDraft } from './drafts.ts';

/** Revisions of a draft that were replaced within thirty days, newest first. Nothing is opened. */
export async function listRevisions({ api }: Desk, draft: string) {
  return (await call(api, noticesRevisionsContract.draftRevisions, { params: { draft } })).revisions;
}

/**
 * Puts an earlier revision over the newest one, which stays among the revisions.
 * @throws `not-found`, and `unseal` for one that none of this keyring's boxes opens.
 */
export async function restoreRevision(
  desk: Desk,
  draft: string,
  earlier: number,
): Promise<OpenDraft<DraftFile | BegunFile>> {
  const { api, keyring } = desk;
  const found = await call(api, noticesRevisionsContract.draftRevision, { params: { draft, revision: earlier } });
  const file = await openDraft(fromB64u(found.ciphertext), draft, keyring);
  const { revision } = await call(api, noticesDraftsContract.draft, { params: { draft } });
  return storeDraft(desk, { file, revision });
}
