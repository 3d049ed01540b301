import type { I18n } from '@lingui/core';
import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { randomId } from '../../protocol/encoding.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { lockText } from '../texts/store.ts';
import { bodyIn } from './input.ts';
import { type DecisionRefusal, type Proposed, partsIn, proposable } from './proposal.ts';
import { judgeBring, judgeMove, judgeSaid, type OpenStage, type Said, type Stage } from './round.ts';
import {
  appendEntry,
  entriesOf,
  insertProposal,
  insertRound,
  lockRound,
  openRoundOn,
  proposalOf,
  type RoundRow,
  setStage,
} from './store.ts';

type Tx = Transaction<Database>;
/**
 * What came of a step: the round it belongs to, with the number of what was said, and whether it waits for a second
 * person; or why it was not taken. Either way nothing is half done.
 */
export type Step =
  | { is: 'done'; round: string; said?: number; waits?: true }
  | { is: 'refused'; because: DecisionRefusal };

/**
 * Opens a round on a text as it is now; where one is open, that one goes on. Refuses a text that is not whole, other
 * words than those that `wording` names, and a body without a name. Whether anybody can sign what it would become is
 * looked at when it is adopted.
 */
export async function openRound(
  runtime: Runtime,
  member: string,
  i18n: I18n,
  given: { text: string; wording: string; body: string },
): Promise<Step> {
  const now = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    await lockText(tx, given.text);
    const open = await openRoundOn(tx, given.text);
    if (open !== null) return { is: 'done', round: open };
    const body = bodyIn(given.body);
    if (body === null) return refused('body');
    const found = await requireUnchanged(tx, i18n, given, now);
    if ('is' in found) return found;
    const { text, series, base, content } = found;
    const id = randomId();
    const row: RoundRow = {
      ...{ id, text, series, body, method: 'consent_round', stage: 'questions', proposal: 1 },
      ...{ outcome: null, minutes: null, decided: null, draft: null, opened: now, opened_by: member, closed: null },
    };
    await insertRound(tx, row, { content, base, member, at: now });
    await record(tx, { actor: member, action: 'rounds.opened', subject: id }, now);
    return { is: 'done', round: id };
  });
}

/**
 * Adds what a member says to a round, once.
 * @throws what {@link judgeSaid} refuses, and `not-found`.
 */
export async function sayInRound(runtime: Runtime, member: string, id: string, said: Said): Promise<Step> {
  const at = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    const round = await lockRoundOr404(tx, id);
    const standing = await proposalOf(tx, id, round.proposal);
    const entries = await entriesOf(tx, id);
    const judged = judgeSaid({ ...round, entries }, partsIn(standing?.content ?? ''), member, said);
    if (judged.is === 'refused') return judged;
    const before = entries.findLast((one) => one.member === member && one.kind === said.kind)?.seq ?? 0;
    const seq = judged.is === 'new' ? await appendEntry(tx, id, { ...said, stage: null, member, at }) : before;
    return { is: 'done', round: id, said: seq };
  });
}

/** Moves a round to another stage. Refuses a stage that does not lead there, and `not-found`. */
export async function moveRound(runtime: Runtime, member: string, id: string, to: OpenStage): Promise<Step> {
  const now = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    const round = await lockRoundOr404(tx, id);
    const judged = judgeMove({ ...round, entries: await entriesOf(tx, id) }, to);
    if (judged.is === 'refused') return judged;
    if (judged.is === 'new') {
      await setStage(tx, id, to);
      await appendEntry(tx, id, stageEntry(to, round.proposal, member, now));
      await record(tx, { actor: member, action: 'rounds.moved', subject: id }, now);
    }
    return { is: 'done', round: id };
  });
}

/**
 * Makes the text as it is now the next proposal of its round; everybody is asked anew. Refuses a text that is not
 * whole, the same words on the same base, other words than those that `wording` names, any stage but amending, and
 * `not-found`.
 */
export async function bringText(
  runtime: Runtime,
  member: string,
  i18n: I18n,
  given: { round: string; text: string | null; wording: string },
): Promise<Step> {
  const now = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    if (given.text === null) return refused('text-gone');
    // The text first, as where it is published: two transactions never wait for each other crosswise.
    await lockText(tx, given.text);
    const round = await lockRoundOr404(tx, given.round);
    const early = judgeBring(round, true);
    if (early.is === 'refused') return early;
    const standing = await proposalOf(tx, round.id, round.proposal);
    const found = await requireUnchanged(tx, i18n, { text: given.text, wording: given.wording }, now);
    if ('is' in found) return found;
    const { content, base } = found;
    const judged = judgeBring(round, content !== standing?.content || base !== standing.base);
    if (judged.is === 'refused') return judged;
    await insertProposal(tx, { round: round.id, number: round.proposal + 1, content, base, member, at: now });
    await record(tx, { actor: member, action: 'rounds.proposed', subject: round.id }, now);
    return { is: 'done', round: round.id };
  });
}

/** The text as it is, which the transaction holds, if it is what the asker read. */
export async function requireUnchanged(
  tx: Tx,
  i18n: I18n,
  { text, wording }: { text: string; wording: string },
  now: Date,
): Promise<Proposed | Exclude<Step, { is: 'done' }>> {
  const found = await proposable(tx, text, i18n, now);
  if (!found.ok) return refused(found.because);
  return found.proposed.wording === wording ? found.proposed : refused('text-changed');
}

/** One transaction of a round. */
export function inTransaction<T>({ db }: Pick<Runtime, 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(db, work);
}

/**
 * A round, held until the transaction ends.
 * @throws `not-found`.
 */
export async function lockRoundOr404(tx: Tx, id: string): Promise<RoundRow> {
  const round = await lockRound(tx, id);
  if (!round) throw new Refusal('not-found');
  return round;
}

/** That a stage began, and who moved the round there. */
export function stageEntry(stage: Stage, proposal: number, member: string, at: Date) {
  return { kind: 'stage' as const, proposal, part: null, about: null, words: null, harm: null, stage, member, at };
}

export const refused = (because: DecisionRefusal): { is: 'refused'; because: DecisionRefusal } => ({
  is: 'refused',
  because,
});
