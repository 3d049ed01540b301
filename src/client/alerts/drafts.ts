import { Refusal } from '../../../schemas/codes.ts';
import { noticesDraftsContract } from '../../../schemas/routes/notices-drafts.ts';
import { b64u, fromB64u } from '../../protocol/encoding.ts';
import { boxOf } from '../../protocol/manifest.ts';
import { ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { type Desk, refusedHere } from '../api/desk.ts';
import { everyPage } from '../api/every-page.ts';
import { type BegunFile, type DraftFile, openDraft, sealDraft } from './draft-file.ts';

/** A draft as it was opened, and its revision: what a change is made on. */
export type OpenDraft<File = DraftFile> = { file: File; revision: number };

/** Every draft that the node keeps, the one stored last first: ids, revisions, days. Nothing is opened. */
export async function listDrafts({ api }: Pick<Desk, 'api'>) {
  const drafts = await everyPage(
    (query) => call(api, noticesDraftsContract.drafts, { query }),
    (page) => page.drafts,
  );
  return drafts.sort((a, b) => (a.updated === b.updated ? 0 : a.updated < b.updated ? 1 : -1));
}

/**
 * Fetches and opens one draft.
 * @throws `not-found`, `unseal` when none of this keyring's boxes opens it, and `bundle` for one that is no text yet.
 */
export async function loadDraft(desk: Desk, draft: string): Promise<OpenDraft> {
  const { file, revision } = await loadEither(desk, draft);
  if (file.type !== 'alert-draft') throw new Refusal('bundle', 'draft');
  return { file, revision };
}

/** Fetches and opens one draft, also one that somebody is still typing. */
export async function loadEither({ api, keyring }: Desk, draft: string): Promise<OpenDraft<DraftFile | BegunFile>> {
  const { revision, ciphertext } = await call(api, noticesDraftsContract.draft, { params: { draft } });
  return { file: await openDraft(fromB64u(ciphertext), draft, keyring), revision };
}

/** Keeps a new draft at the node, sealed to the own box as the own chain names it. */
export async function addDraft<File extends DraftFile | BegunFile>(desk: Desk, file: File): Promise<OpenDraft<File>> {
  const body = { draft: file.draft, ciphertext: await sealed(desk, file) };
  const { revision } = await call(desk.api, noticesDraftsContract.addDraft, { body });
  return { file, revision };
}

/** Stores a draft over the revision that it was made from; refuses (`conflict`) where somebody was first. */
export async function storeDraft<File extends DraftFile | BegunFile>(
  desk: Desk,
  { file, revision }: OpenDraft<File>,
): Promise<OpenDraft<File>> {
  const body = { ciphertext: await sealed(desk, file) };
  const stored = { params: { draft: file.draft }, body, ifMatch: revision };
  return { file, revision: (await call(desk.api, noticesDraftsContract.changeDraft, stored)).revision };
}

/**
 * Opens a draft, changes it and stores it back over the revision it was opened at. When a colleague was first, opens
 * theirs and makes the same change on it, so that nobody's part is lost; `change` therefore checks what it is about to
 * sign each time.
 */
export async function changeDraft(
  desk: Desk,
  draft: string,
  change: (file: DraftFile) => DraftFile | Promise<DraftFile>,
): Promise<OpenDraft> {
  for (let attempt = 1; ; attempt++) {
    const { file, revision } = await loadDraft(desk, draft);
    const changed = await change(file);
    try {
      return await storeDraft(desk, { file: changed, revision });
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.code === 'conflict') || attempt === 5) throw error;
    }
  }
}

/**
 * Takes a draft away as it was at that revision: at once where nobody else worked on it, else once a colleague asks for
 * the same within a week.
 */
export function eraseDraft({ api }: Desk, draft: string, revision: number) {
  return call(api, noticesDraftsContract.eraseDraft, { params: { draft }, ifMatch: revision });
}

/**
 * Erases a draft with every revision because the person said no, or not now: a "no" leaves nothing.
 * @returns false where something was sent from it already, which stays until they take it back.
 */
export async function eraseForPerson({ api }: Desk, draft: string): Promise<boolean> {
  return (await call(api, noticesDraftsContract.saidNo, { params: { draft } })).erased;
}

/** For whoever asks again after an answer that did not come back: what is gone is null, and no refusal. */
export function unlessGone(error: unknown): null {
  if (error instanceof ApiRefusal && error.code === 'not-found') return null;
  throw error;
}

/**
 * Does what may be refused, and leaves the code in the node's record when it is: the code and the draft, nothing else.
 */
export async function noting<T>({ api }: Desk, draft: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (refusedHere(error)) {
      const { code } = error;
      // The refusal matters more than its note: a node that cannot take the note must not hide why.
      await call(api, noticesDraftsContract.noteRefused, { params: { draft }, body: { code } }).catch(() => {});
    }
    throw error;
  }
}

/** A draft as the own chain's box takes it. */
async function sealed({ own, now }: Desk, file: DraftFile | BegunFile): Promise<string> {
  return b64u(await sealDraft(file, boxOf(own, now)));
}
