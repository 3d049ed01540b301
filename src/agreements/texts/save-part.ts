import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import type { Runtime } from '../../runtime.ts';
import { readTyped, sameToRead, type Typed, type Wrong } from './form-values.ts';
import { dropUnsaved, insertRevision, lockText, newestParts, partAt, putUnsaved } from './store.ts';
import { type Content, emptyContent, type Part, requireRoom, storedContent } from './text.ts';

type Tx = Transaction<Database>;

/** What somebody typed into a part, and the revision that they had before them. */
export type Save = { text: string; part: string; from: number; typed: Typed };
export type Saved =
  | { kind: 'saved'; revision: number }
  | { kind: 'wrong'; wrong: Wrong[] }
  | { kind: 'conflict'; current: Part };

/** Largest part, and largest unsaved one, in bytes of its stored form. */
const largest = 256 * 1024;

/**
 * Saves a part as its next revision. Where somebody else saved other words since, nothing is overwritten: what was
 * typed is kept for its author and the answer is what stands. The same words twice are no conflict, and make no
 * revision.
 * @throws `not-found`, `malformed`, `too-large`.
 */
export async function savePart(runtime: Runtime, member: string, save: Save): Promise<Saved> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx): Promise<Saved> => {
    const { base, current } = await lockPart(tx, save);
    const { content, wrong } = readTyped(save.typed, current.content ?? base.content ?? emptyContent(current.kind));
    if (wrong.length > 0) return { kind: 'wrong', wrong };
    if (Buffer.byteLength(storedContent(content)) > largest) throw new Refusal('too-large');
    const { text, part } = save;
    if (!sameToRead(content, current.content) && !sameToRead(base.content, current.content)) {
      await keep(tx, member, save, now);
      return { kind: 'conflict', current };
    }
    await dropUnsaved(tx, text, part, member);
    return { kind: 'saved', revision: await nextRevision(tx, text, current, { content, member, at: now }) };
  });
}

/**
 * Keeps what somebody is typing, for them alone, without a revision; what says the same as what stands, or as what they
 * began from, is dropped.
 * @throws as {@link savePart}.
 */
export async function keepUnsaved(runtime: Runtime, member: string, save: Save): Promise<{ kept: boolean }> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    const { base, current } = await lockPart(tx, save);
    const { content, wrong } = readTyped(save.typed, current.content ?? base.content ?? emptyContent(current.kind));
    const nothingNew = sameToRead(content, current.content) || sameToRead(content, base.content);
    const kept = wrong.length > 0 || !nothingNew;
    if (kept) await keep(tx, member, save, now);
    else await dropUnsaved(tx, save.text, save.part, member);
    return { kept };
  });
}

/** Drops what a member typed into a part and did not save; nothing happens where there is nothing. */
export async function forgetUnsaved({ db }: Runtime, member: string, text: string, part: string): Promise<void> {
  await transaction(db, (tx) => dropUnsaved(tx, text, part, member));
}

/**
 * Takes a part out, or puts what it was at a revision in its place again; both can be undone.
 * @throws `not-found`, and `conflict` when somebody saved since `from`.
 */
export async function putPart(
  runtime: Runtime,
  member: string,
  { text, part, from, revision }: { text: string; part: string; from: number; revision: number | null },
): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    const { base, current } = await lockPart(tx, { text, part, from });
    if (!sameToRead(base.content, current.content)) throw new Refusal('conflict', 'revision');
    if (revision === null && current.kind === 'front') throw new Refusal('malformed', 'part');
    const before = revision === null ? null : await partAt(tx, text, part, revision);
    if (revision !== null && !before?.content) throw new Refusal('not-found', 'revision');
    await nextRevision(tx, text, current, { content: before?.content ?? null, member, at: now });
  });
}

/**
 * Adds a revision to a part under the text's lock, unless it would be the same; gives the number of the newest.
 * @throws `too-large` where there is no room for one that was out.
 */
export async function nextRevision(
  tx: Tx,
  text: string,
  current: Part,
  next: Pick<Part, 'member' | 'at'> & { content: Content | null },
): Promise<number> {
  const { content } = next;
  const stored = (one: Content | null) => one && storedContent(one);
  if (stored(content) === stored(current.content)) return current.revision;
  if (current.content === null) requireRoom(await newestParts(tx, text), current.kind);
  const revision = current.revision + 1;
  await insertRevision(tx, text, { ...current, ...next, revision });
  return revision;
}

async function lockPart(tx: Tx, { text, part, from }: Pick<Save, 'text' | 'part' | 'from'>) {
  if (!(await lockText(tx, text))) throw new Refusal('not-found');
  const current = await partAt(tx, text, part);
  const base = current && from !== current.revision ? await partAt(tx, text, part, from) : current;
  if (!current || !base) throw new Refusal('not-found');
  return { current, base };
}

async function keep(tx: Tx, member: string, { text, part, from, typed }: Save, at: Date): Promise<void> {
  if (Buffer.byteLength(JSON.stringify(typed)) > largest) throw new Refusal('too-large');
  await putUnsaved(tx, { text, part, member, revision: from, typed, at });
}
