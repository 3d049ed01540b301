import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { memberRows } from '../../members/store.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { randomId } from '../../protocol/encoding.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import {
  askToThrowAway,
  authorsOf,
  deleteText,
  insertRevision,
  lockText,
  newestParts,
  setPlace,
  type TextRow,
} from './store.ts';
import { type Content, inOrder, type Part, requireRoom } from './text.ts';

type Tx = Transaction<Database>;

/**
 * Adds a part at the end and gives its id.
 * @throws `not-found`, and `too-large` past what one agreement may hold.
 */
export async function addPart(runtime: Runtime, member: string, text: string, content: Content): Promise<string> {
  const at = runtime.clock.now();
  return inText(runtime, text, async (tx, _row, parts) => {
    requireRoom(parts, content.kind);
    const part = randomId();
    const place = Math.max(0, ...parts.map((one) => one.place)) + 1;
    await insertRevision(tx, text, { part, kind: content.kind, revision: 1, place, content, member, at });
    return part;
  });
}

/**
 * Moves a part before or after its neighbour of the same kind; nothing happens at the end.
 * @throws `not-found`.
 */
export async function movePart(runtime: Runtime, text: string, part: string, way: 'up' | 'down'): Promise<void> {
  await inText(runtime, text, async (tx, _row, parts) => {
    const moved = parts.find((one) => one.part === part && one.content !== null);
    if (!moved) throw new Refusal('not-found');
    const row = inOrder(parts.filter(({ kind, content }) => kind === moved.kind && content !== null));
    const other = row[row.indexOf(moved) + (way === 'up' ? -1 : 1)];
    if (!other) return;
    await setPlace(tx, text, part, other.place);
    await setPlace(tx, text, other.part, moved.place);
  });
}

/** What one of two people asked for is forgotten when nobody joins in. */
export const askedDays = 7;

/**
 * Throws a text away with everything that was written in it: at once where nobody else wrote in it, else once two
 * members have asked for it within a week.
 * @returns whether it is gone.
 * @throws `not-found`.
 */
export async function throwAway(runtime: Runtime, member: string, text: string): Promise<boolean> {
  const now = runtime.clock.now();
  return inText(runtime, text, async (tx, { created_by }) => {
    const alone = [created_by, ...(await authorsOf(tx, text))].every((one) => one === member);
    const members = new Set((await memberRows(tx)).map((one) => one.member));
    const all = await askToThrowAway(tx, { text, member, asked: now }, daysAfter(now, -askedDays));
    const gone = alone || all.filter((one) => members.has(one)).length >= 2;
    if (gone) await deleteText(tx, text);
    const action = gone ? 'texts.thrown-away' : 'texts.erasure-asked';
    await record(tx, { actor: member, action, subject: text }, now);
    return gone;
  });
}

/**
 * Works on a text under its lock.
 * @throws `not-found`.
 */
export async function inText<T>(
  { db }: Pick<Runtime, 'db'>,
  text: string,
  work: (tx: Tx, row: TextRow, parts: Part[]) => Promise<T>,
): Promise<T> {
  return transaction(db, async (tx) => {
    const row = await lockText(tx, text);
    if (!row) throw new Refusal('not-found');
    return work(tx, row, await newestParts(tx, text));
  });
}
