import type { I18n } from '@lingui/core';
import type { Transaction } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { memberRows } from '../../members/store.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { canonical } from '../../protocol/canonical.ts';
import { b64u, sha256, utf8 } from '../../protocol/encoding.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { askedDays } from '../texts/add-move-remove.ts';
import { lockText, textRow } from '../texts/store.ts';
import { keepDraft } from '../versions/keep-draft.ts';
import { nextVersion } from '../versions/rules.ts';
import { type DraftRow, lockDrafts, lockVersions, type PublishedRow } from '../versions/store.ts';
import { inTransaction, lockRoundOr404, refused, requireUnchanged, type Step, stageEntry } from './hold.ts';
import { bodyIn, dayOf, decidedOn, mostMinutes, wordsIn } from './input.ts';
import { type DecisionRefusal, wordingOf } from './proposal.ts';
import { judgeAdoption } from './round.ts';
import {
  appendEntry,
  askToClose,
  closeRound,
  entriesOf,
  insertRound,
  openRoundOn,
  proposalHeads,
  proposalOf,
  type RoundRow,
  roundRow,
} from './store.ts';

type Tx = Transaction<Database>;
type Adopted = NonNullable<Agreement['adopted']>;

/**
 * Adopts the proposal that stands, and makes of it the draft that stewards sign. Refuses, beside what
 * {@link judgeAdoption} refuses, another proposal than the named one, and an agreement of which another version was
 * published since; then nothing changes. Adopting twice is once.
 */
export async function adoptProposal(
  runtime: Runtime,
  member: string,
  id: string,
  given: { proposal: number; minutes?: string | undefined },
): Promise<Step> {
  const now = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    const own = await chainOf(tx);
    await lockSeries(tx, (await roundRow(tx, id))?.series ?? id);
    const round = await lockRoundOr404(tx, id);
    if (round.outcome === 'adopted' && round.proposal === given.proposal) return doneWith(round, given.minutes);
    if (round.proposal !== given.proposal && round.outcome === null) return refused('proposal');
    const entries = await entriesOf(tx, id);
    const members = new Set((await memberRows(tx)).map((one) => one.member));
    const judged = judgeAdoption({ ...round, entries }, members);
    if (judged.is === 'refused') return judged;
    const minutes = wordsIn(given.minutes);
    if ((minutes?.length ?? 0) > mostMinutes) return refused('too-long');
    const standing = await proposalOf(tx, id, round.proposal);
    if (!standing) throw new Refusal('not-found');
    const adopted: Adopted = { body: round.body, method: round.method, at: dayOf(now) };
    const words = { ...standing, series: round.series, member };
    const draft = await draftOf(tx, own, words, adopted, now);
    if (!('id' in draft)) return draft;
    await closeRound(tx, id, { outcome: 'adopted', minutes, decided: adopted.at, draft: draft.id, closed: now });
    await appendEntry(tx, id, stageEntry('outcome', round.proposal, member, now));
    await recordAdopted(tx, member, id, draft, now);
    return { is: 'done', round: id };
  });
}

/**
 * Closes a round in which nothing was adopted: at once where nobody else took part, else once two members have asked
 * for it within a week, since what the others said of consent counts no more then. It stays to be read. Refuses one
 * that is closed, and `not-found`.
 */
export async function closeWithout(
  runtime: Runtime,
  member: string,
  id: string,
  given: { minutes?: string | undefined },
): Promise<Step> {
  const now = runtime.clock.now();
  return inTransaction(runtime, async (tx) => {
    const round = await lockRoundOr404(tx, id);
    if (round.outcome === 'not_adopted') return doneWith(round, given.minutes);
    if (round.outcome !== null) return refused('closed');
    const minutes = wordsIn(given.minutes);
    if ((minutes?.length ?? 0) > mostMinutes) return refused('too-long');
    const alone = (await partIn(tx, round)).every((one) => one === member);
    const members = new Set((await memberRows(tx)).map((one) => one.member));
    const all = await askToClose(tx, { round: id, member, minutes, asked: now }, daysAfter(now, -askedDays));
    const asked = all.filter((one) => members.has(one.member));
    if (!alone && asked.length < 2) {
      await record(tx, { actor: member, action: 'rounds.closing-asked', subject: id }, now);
      return { is: 'done', round: id, waits: true };
    }
    const said = [...new Set(all.flatMap((one) => one.minutes ?? []))];
    const kept = said.length === 0 ? null : said.join('\n\n');
    await closeRound(tx, id, { outcome: 'not_adopted', minutes: kept, decided: null, draft: null, closed: now });
    await appendEntry(tx, id, stageEntry('outcome', round.proposal, member, now));
    await record(tx, { actor: member, action: 'rounds.not-adopted', subject: id }, now);
    return { is: 'done', round: id };
  });
}

/** What closes a round a second time is done already, unless it brings other minutes than the round has. */
function doneWith({ id, minutes }: RoundRow, typed: string | undefined): Step {
  const other = wordsIn(typed);
  return other === null || other === minutes ? { is: 'done', round: id } : refused('closed');
}

/** Who opened it, said something in it, moved it, or brought a wording. */
async function partIn(tx: Tx, { id, opened_by }: RoundRow): Promise<string[]> {
  const all = [...(await entriesOf(tx, id)), ...(await proposalHeads(tx, id))];
  return [opened_by, ...all.map(({ member }) => member)];
}

/** A decision that people took together in one place. */
export type Meeting = { body: string; method: Adopted['method']; decided: string; minutes: string };

/**
 * Writes down what was decided on a text face to face: a round that closes at once, with a draft for stewards to sign.
 * The same decision sent twice is one.
 * @throws what {@link openRound} refuses, a day in the future, no minutes, and a text on which a round is open, whose
 * objections would not be heard.
 */
export async function recordMeeting(
  runtime: Runtime,
  member: string,
  i18n: I18n,
  given: { text: string; wording: string } & Meeting,
): Promise<Step> {
  const now = runtime.clock.now();
  const { text, method } = given;
  const [body, at, minutes] = [bodyIn(given.body), decidedOn(given.decided, now), wordsIn(given.minutes)];
  if (body === null) return refused('body');
  if (at === null) return refused('day');
  if (minutes === null) return refused('no-words');
  if (minutes.length > mostMinutes) return refused('too-long');
  const same = canonical({ text, wording: given.wording, body, method, at, minutes });
  const id = b64u(sha256(utf8(same)).slice(0, 16));
  return inTransaction(runtime, async (tx) => {
    const own = await chainOf(tx);
    await lockSeries(tx, (await textRow(tx, text))?.series ?? text);
    await lockText(tx, text);
    if (await roundRow(tx, id)) return { is: 'done', round: id };
    if ((await openRoundOn(tx, text)) !== null) return refused('round-open');
    const found = await requireUnchanged(tx, i18n, given, now);
    if ('is' in found) return found;
    const { series, base, content } = found;
    const draft = await draftOf(tx, own, { ...found, member }, { body, method, at }, now);
    if (!('id' in draft)) return draft;
    const row: RoundRow = {
      ...{ id, text, series, body, method, stage: 'outcome', proposal: 1, outcome: 'adopted' },
      ...{ minutes, decided: at, draft: draft.id, opened: now, opened_by: member, closed: now },
    };
    await insertRound(tx, row, { content, base, member, at: now });
    await recordAdopted(tx, member, id, draft, now);
    return { is: 'done', round: id };
  });
}

async function chainOf(tx: Tx): Promise<Chain> {
  const own = await ownChain(tx);
  if (!own) throw new Refusal('not-set-up');
  return own;
}

/**
 * The draft that stewards sign, in its place after the version that stands; refused when that is another one than it
 * was proposed on.
 */
async function draftOf(
  tx: Tx,
  own: Chain,
  { series, base, content, member }: { series: string; base: string | null; content: string; member: string },
  adopted: Adopted,
  now: Date,
): Promise<DraftRow | { is: 'refused'; because: DecisionRefusal }> {
  const [newest = null] = await lockSeries(tx, series);
  if (newest?.withdrawn) return refused('withdrawn');
  if ((newest?.id ?? null) !== base) return refused('moved-on');
  const wording = wordingOf(content);
  if (wording.reviewBy <= adopted.at) return refused('review');
  const place = { issuer: own.collective, series, newest };
  return keepDraft(tx, own, { member, statement: nextVersion({ ...wording, adopted }, place, now) }, now);
}

/**
 * Before a text or a round, as publishing does: two transactions never wait for each other crosswise.
 * @returns its versions.
 */
async function lockSeries(tx: Tx, series: string): Promise<PublishedRow[]> {
  await lockDrafts(tx, series);
  return lockVersions(tx, series);
}

async function recordAdopted(tx: Tx, member: string, id: string, draft: DraftRow, now: Date): Promise<void> {
  await record(tx, { actor: member, action: 'rounds.adopted', subject: id }, now);
  await record(tx, { actor: member, action: 'agreements.drafted', subject: draft.id }, now);
}
