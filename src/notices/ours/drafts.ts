import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { erasing, transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { keysOf } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import {
  addDraft,
  type Draft,
  draftOf,
  draftsBegunBy,
  earlierRevisions,
  eraseDrafts,
  erasuresAsked,
  lockDraft,
  putErasure,
  putRevision,
} from './draft-store.ts';
import { outgoingOf } from './store.ts';

/** Of one person: nobody keeps others from writing. */
const mostDrafts = 200;
const mostRevisions = 64;
/** What one of two people asked for is forgotten when nobody joins in. */
export const askedDays = 7;

/**
 * Keeps a new draft, sealed to the own box by the client. Refuses an id that is taken (`conflict`), and more than one
 * person can write (`too-many`).
 */
export async function keepDraft(
  runtime: Runtime,
  member: string,
  draft: { draft: string; ciphertext: string },
): Promise<{ draft: string; revision: number }> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if ((await draftsBegunBy(tx, member)) >= mostDrafts) throw new Refusal('too-many');
    if (!(await addDraft(tx, { ...draft, member }, now))) throw new Refusal('conflict', 'draft');
    await record(tx, { actor: member, action: 'draft.kept', subject: draft.draft }, now);
  });
  return { draft: draft.draft, revision: 1 };
}

/**
 * Puts a new revision over the one that the client had open; that one stays for thirty days. `resealed` says that only
 * the seal is new, and nothing of this member's own is in it.
 * @throws `conflict` for when a colleague was first, and then changes nothing: what both did can be put together from
 * the newer revision; `too-many` past what one person may store over one draft within thirty days.
 */
export async function changeDraft(
  runtime: Runtime,
  member: string,
  given: { draft: string; expected: number; ciphertext: string; resealed?: true | undefined },
): Promise<{ draft: string; revision: number }> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    const draft = await lockDraft(tx, given.draft);
    if (!draft) throw new Refusal('not-found');
    if (draft.revision !== given.expected) throw new Refusal('conflict', 'if-match');
    const mine = (await earlierRevisions(tx, given.draft)).filter(({ stored_by }) => stored_by === member);
    if (mine.length >= mostRevisions) throw new Refusal('too-many');
    const others = draft.worked_on_by.filter((one) => one !== member);
    const worked_on_by = given.resealed ? draft.worked_on_by : [...others, member];
    await putRevision(tx, draft, { ciphertext: given.ciphertext, stored_by: member, worked_on_by }, now);
    await record(tx, { actor: member, action: 'draft.changed', subject: given.draft }, now);
  });
  return { draft: given.draft, revision: given.expected + 1 };
}

/** Whether a draft is gone; else who asked so far to take it away. */
type TakenAway = { erased: boolean; asked: string[] };

/**
 * Takes a draft away as it is at the named revision: at once where nobody else has put anything into it, else once two
 * accompaniers have asked for it within a week. Nothing is left of it then.
 * @throws `not-found`, `conflict` (another revision by now, or something was handed in from it: only a withdrawal
 * erases it then).
 */
export async function eraseDraft(
  runtime: Runtime,
  member: string,
  { draft, expected }: { draft: string; expected: number },
): Promise<TakenAway> {
  const now = runtime.clock.now();
  return erasing(runtime.db, async (tx) => {
    const found = await requireUnsent(tx, draft);
    if (found.revision !== expected) throw new Refusal('conflict', 'if-match');
    const own = found.made_by === member && found.worked_on_by.every((one) => one === member);
    await putErasure(tx, { draft, member, revision: expected, asked: now });
    const asked = await askedNow(tx, draft, now);
    if (own || asked.length >= 2) return { erased: await erase(tx, member, draft, now), asked: [] };
    await record(tx, { actor: member, action: 'draft.erasure-asked', subject: draft }, now);
    return { erased: false, asked };
  });
}

/**
 * Erases a draft with every revision, because the person whom it is about does not want it shared: nobody else is
 * asked.
 * @returns false where something was handed in from it, which the person takes back with their words.
 * @throws `not-found`.
 */
export async function eraseForPerson(runtime: Runtime, member: string, draft: string): Promise<boolean> {
  const now = runtime.clock.now();
  return erasing(runtime.db, async (tx) => {
    if (!(await lockDraft(tx, draft))) throw new Refusal('not-found');
    if ((await outgoingOf(tx, { draft })).length > 0) return false;
    return erase(tx, member, draft, now);
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

async function requireUnsent(tx: Transaction<Database>, draft: string): Promise<Draft> {
  const found = await lockDraft(tx, draft);
  if (!found) throw new Refusal('not-found');
  if ((await outgoingOf(tx, { draft })).length > 0) throw new Refusal('conflict', 'draft');
  return found;
}

/** Accompaniers of today who asked within a week. */
async function askedNow(tx: Transaction<Database>, draft: string, now: Date): Promise<string[]> {
  const own = await ownChain(tx);
  const accompaniers = new Set((own ? keysOf(own, 'accompanier') : []).map((key) => key.member));
  const asked = await erasuresAsked(tx, daysAfter(now, -askedDays), [draft]);
  return asked.map(({ member }) => member).filter((member) => accompaniers.has(member));
}

async function erase(tx: Transaction<Database>, member: string, draft: string, now: Date): Promise<true> {
  await eraseDrafts(tx, [draft]);
  await record(tx, { actor: member, action: 'draft.erased', subject: draft }, now);
  return true;
}
