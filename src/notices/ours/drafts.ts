import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { addDraft, draftOf, eraseDrafts, outgoingOf, replaceDraft } from './store.ts';

/** Keeps a new draft, sealed to the own box by the client. Refuses an id that is taken (`conflict`). */
export async function keepDraft(
  runtime: Runtime,
  member: string,
  draft: { draft: string; ciphertext: string },
): Promise<{ draft: string; revision: number }> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if (!(await addDraft(tx, draft.draft, draft.ciphertext, now))) throw new Refusal('conflict', 'draft');
    await record(tx, { actor: member, action: 'draft.kept', subject: draft.draft }, now);
  });
  return { draft: draft.draft, revision: 1 };
}

/**
 * Puts a new version over the revision that the client had open.
 * @throws `conflict` for when a colleague was first, and then changes nothing: what both did can be put together from
 * the newer revision.
 */
export async function changeDraft(
  runtime: Runtime,
  member: string,
  draft: { draft: string; expected: number; ciphertext: string },
): Promise<{ draft: string; revision: number }> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if (!(await replaceDraft(tx, draft.draft, draft.expected, draft.ciphertext, now))) {
      if (await draftOf(tx, draft.draft)) throw new Refusal('conflict', 'if-match');
      throw new Refusal('not-found');
    }
    await record(tx, { actor: member, action: 'draft.changed', subject: draft.draft }, now);
  });
  return { draft: draft.draft, revision: draft.expected + 1 };
}

/** Erases a draft that nothing was handed in from; after that only a withdrawal erases it (`conflict`). */
export async function eraseDraft(runtime: Runtime, member: string, draft: string): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if ((await outgoingOf(tx, { draft })).length > 0) throw new Refusal('conflict', 'draft');
    if (!(await eraseDrafts(tx, [draft]))) throw new Refusal('not-found');
    await record(tx, { actor: member, action: 'draft.erased', subject: draft }, now);
  });
}

/** Notes that a client refused to seal or to sign a draft: its code, never why in words. */
export async function noteRefused(runtime: Runtime, member: string, draft: string, code: RefusalCode): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if (!(await draftOf(tx, draft))) throw new Refusal('not-found');
    await record(tx, { actor: member, action: `alert.refused.${code}`, subject: draft }, now);
  });
}
