import { beforeEach, describe, expect, it } from 'vitest';
import { closeWithout } from '../../../src/agreements/rounds/close.ts';
import { openRound } from '../../../src/agreements/rounds/hold.ts';
import { entriesOf, listedRounds, proposalHeads, pruneRounds, roundRow } from '../../../src/agreements/rounds/store.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import {
  draftedStatement,
  drafts,
  meeting,
  openedRound,
  rewrite,
  whyNot,
  wordingOfText,
  writtenText,
} from './deciding.ts';

const { ceiba } = await openNodes('ceiba');
const i18n = i18nFor('en');
beforeEach(async () => {
  for (const table of ['rounds', 'texts', 'agreement_drafts', 'agreements'] as const)
    await ceiba.runtime.db.deleteFrom(table).execute();
});

const today = () => new Date().toISOString().slice(0, 10);
const actions = async () =>
  (await ceiba.runtime.db.selectFrom('record').select(['action', 'subject']).orderBy('seq').execute()).slice(-3);

describe('a round', () => {
  it('becomes a draft with who decided, how and when, once two consent and the objection is met', async () => {
    const text = await writtenText(ceiba);
    const round = await openedRound(ceiba, text);
    expect(await round.say('tono', 'question', { words: '¿Quién avisa?' })).toBeNull();
    expect(await round.say('lu', 'answer', { about: 1, words: 'La comisión.' })).toBeNull();
    expect(await round.move('rosa', 'sense_check', 'amend', 'consent')).toBeNull();
    expect(await round.say('rosa', 'consent')).toBeNull();
    expect(await round.object('tono')).toBeNull();
    expect(await round.say('lu', 'consent')).toBeNull();
    expect(await round.adopt('rosa')).toBe('objection');
    await rewrite(ceiba, text, 'Con alguien que vela de noche.');
    expect(await round.bring('rosa')).toBe('stage');
    expect(await round.move('tono', 'amend')).toBeNull();
    expect(await round.bring('rosa')).toBeNull();
    expect(await round.move('tono', 'consent')).toBeNull();
    // Everybody is asked anew.
    expect(await round.adopt('rosa')).toBe('few');
    expect(await round.say('tono', 'consent')).toBeNull();
    expect(await round.say('lu', 'consent')).toBeNull();
    expect(await round.adopt('marisol')).toBeNull();

    const row = await round.row();
    expect(row).toMatchObject({ stage: 'outcome', outcome: 'adopted', proposal: 2, decided: today(), series: text });
    const statement = await draftedStatement(ceiba, row.draft!);
    expect(statement).toMatchObject({
      series: text,
      version: 1,
      prev: null,
      summary: { es: 'Con alguien que vela de noche.' },
      adopted: { body: 'La asamblea', method: 'consent_round', at: today() },
    });
    expect(await actions()).toEqual([
      { action: 'rounds.moved', subject: round.id },
      { action: 'rounds.adopted', subject: round.id },
      { action: 'agreements.drafted', subject: row.draft },
    ]);
    expect((await entriesOf(ceiba.runtime.db, round.id)).at(-1)).toMatchObject({
      kind: 'stage',
      stage: 'outcome',
      member: ceiba.people.marisol.member,
    });
  });

  it('is one for a text, whoever opens another', async () => {
    const text = await writtenText(ceiba);
    const wording = await wordingOfText(ceiba, text);
    const opening = ['rosa', 'lu', 'tono'] as const;
    const came = await Promise.all(
      opening.map((who) => openRound(ceiba.runtime, ceiba.people[who].member, i18n, { text, wording, body: who })),
    );
    const ids = new Set(came.map((one) => (one.is === 'done' ? one.round : whyNot(one))));
    expect(ids.size).toBe(1);
    expect(await listedRounds(ceiba.runtime.db)).toHaveLength(1);
  });

  it('begins and goes on with the words that its members read', async () => {
    const text = await writtenText(ceiba);
    const read = await wordingOfText(ceiba, text);
    await rewrite(ceiba, text, 'Otra cosa.');
    const { runtime, people } = ceiba;
    const opened = await openRound(runtime, people.rosa.member, i18n, { text, wording: read, body: 'La asamblea' });
    expect(whyNot(opened)).toBe('text-changed');
    expect(whyNot(await meeting(ceiba, text, { wording: read }))).toBe('text-changed');
    const round = await openedRound(ceiba, text);
    await round.move('rosa', 'sense_check', 'amend');
    expect(await round.bring('rosa')).toBe('same');
    await rewrite(ceiba, text, 'Y otra.');
    expect(await round.bring('rosa', read)).toBe('text-changed');
    expect(await round.bring('rosa')).toBeNull();
    expect((await proposalHeads(runtime.db, round.id)).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('takes what was read: a yes to an earlier proposal is none to this one', async () => {
    const text = await writtenText(ceiba);
    const round = await openedRound(ceiba, text);
    await round.move('rosa', 'sense_check', 'amend');
    await rewrite(ceiba, text, 'Otra cosa.');
    await round.bring('rosa');
    await round.move('rosa', 'consent');
    expect(await round.say('lu', 'consent', { proposal: 1 })).toBe('proposal');
    expect(await round.adopt('lu', 1)).toBe('proposal');
  });

  it('can end without being adopted, once, and leaves the text for another', async () => {
    const text = await writtenText(ceiba);
    const round = await openedRound(ceiba, text);
    const close = (who: 'lu' | 'rosa', minutes?: string) =>
      closeWithout(ceiba.runtime, ceiba.people[who].member, round.id, { minutes });
    await round.say('lu', 'question', { words: '¿Quién falta?' });
    // Rosa opened it: Lu alone ends nothing, however often, and only within a week of another who wants it too.
    for (let n = 0; n < 3; n++) expect(await close('lu', ' Falta gente. ')).toMatchObject({ is: 'done', waits: true });
    ceiba.ahead.ms = 7 * 86_400_000;
    expect(await close('rosa')).toMatchObject({ waits: true });
    expect(await round.row()).toMatchObject({ outcome: null });
    expect(whyNot(await close('lu', ' Falta gente. '))).toBeNull();
    expect(whyNot(await close('lu'))).toBeNull();
    expect(await round.row()).toMatchObject({
      outcome: 'not_adopted',
      minutes: 'Falta gente.',
      draft: null,
      decided: null,
    });
    expect(await round.say('rosa', 'question', { words: '¿Y ahora?' })).toBe('closed');
    expect(await round.move('rosa', 'amend')).toBe('closed');
    expect(await round.adopt('rosa')).toBe('closed');
    expect(await entriesOf(ceiba.runtime.db, round.id)).toHaveLength(2);
    ceiba.ahead.ms = 0;
    expect((await openedRound(ceiba, text)).id).not.toBe(round.id);
  });

  it('adds one entry for a form that was sent twice at once', async () => {
    const round = await openedRound(ceiba, await writtenText(ceiba));
    const twice = () => Promise.all([1, 2, 3].map(() => round.say('rosa', 'question', { words: '¿Quién avisa?' })));
    expect(await twice()).toEqual([null, null, null]);
    const move = () => round.move('rosa', 'sense_check');
    expect(await Promise.all([move(), move()])).toEqual([null, null]);
    const entries = await entriesOf(ceiba.runtime.db, round.id);
    expect(entries.map(({ kind }) => kind)).toEqual(['question', 'stage']);
  });

  it('answers what is not there as what does not exist', async () => {
    const round = await openedRound(ceiba, await writtenText(ceiba));
    const other = await openedRound(ceiba, await writtenText(ceiba));
    await other.say('lu', 'question', { words: '¿Cuándo?' });
    expect(await round.say('rosa', 'answer', { about: 1, words: 'Mañana.' })).toBe('about');
    expect(await round.say('rosa', 'question', { part: 'AAAAAAAAAAAAAAAAAAAAAA', words: '¿Y?' })).toBe('part');
    await expect(closeWithout(ceiba.runtime, 'x', 'AAAAAAAAAAAAAAAAAAAAAA', {})).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('minutes of a meeting', () => {
  it('do not pass over an objection in a round that is open on the text', async () => {
    const text = await writtenText(ceiba);
    const round = await openedRound(ceiba, text);
    await round.move('rosa', 'sense_check', 'consent');
    expect(await round.object('lu')).toBeNull();
    expect(whyNot(await meeting(ceiba, text))).toBe('round-open');
    expect(await drafts(ceiba.runtime.db)).toEqual([]);
  });

  it('make the draft at once, once, with the day that people wrote', async () => {
    const text = await writtenText(ceiba);
    const came = [await meeting(ceiba, text), await meeting(ceiba, text)];
    expect(came[0]).toEqual(came[1]);
    const row = (await roundRow(ceiba.runtime.db, (came[0] as { round: string }).round))!;
    expect(row).toMatchObject({ outcome: 'adopted', decided: '2026-02-01', method: 'assembly_minutes' });
    expect(row.minutes).toContain('Nadie se opuso.');
    const adopted = { body: 'La asamblea', method: 'assembly_minutes', at: '2026-02-01' };
    expect(await draftedStatement(ceiba, row.draft!)).toMatchObject({ series: text, version: 1, adopted });
    expect(await drafts(ceiba.runtime.db)).toHaveLength(1);
    // Other minutes of the same text stand beside the first: stewards sign one of them.
    await meeting(ceiba, text, { decided: '2026-02-02' });
    const both = (await drafts(ceiba.runtime.db)).map(({ series, version }) => [series, version]);
    expect(both).toEqual([
      [text, 1],
      [text, 1],
    ]);
    expect(await listedRounds(ceiba.runtime.db)).toHaveLength(2);
  });

  it.each([
    ['tomorrow', { decided: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }, 'day'],
    ['a day that no calendar has', { decided: '2026-02-30' }, 'day'],
    ['no day', { decided: '' }, 'day'],
    ['nobody', { body: ' \u202e ' }, 'body'],
    ['a body of two hundred and one letters', { body: 'a'.repeat(201) }, 'body'],
    ['no minutes', { minutes: ' \r\n ' }, 'no-words'],
    ['more than anybody reads', { minutes: 'a'.repeat(20_001) }, 'too-long'],
  ] as const)('are refused with %s', async (_what, given, because) => {
    expect(whyNot(await meeting(ceiba, await writtenText(ceiba), given))).toBe(because);
    expect(await drafts(ceiba.runtime.db)).toEqual([]);
  });

  it('are refused for a text that is to be looked at again before', async () => {
    const text = await writtenText(ceiba);
    const wording = await wordingOfText(ceiba, text);
    ceiba.ahead.ms = 200 * 86_400_000;
    expect(whyNot(await meeting(ceiba, text, { wording }))).toBe('review');
    ceiba.ahead.ms = 0;
  });
});

describe('what closed', () => {
  it('is erased with everything that was said, what is open is not', async () => {
    const text = await writtenText(ceiba);
    const closed = await openedRound(ceiba, text);
    await closed.say('rosa', 'question', { words: '¿Quién avisa?' });
    await closeWithout(ceiba.runtime, ceiba.people.rosa.member, closed.id, {});
    const open = await openedRound(ceiba, text);
    await pruneRounds(ceiba.runtime.db, new Date(Date.now() - 1000));
    expect(await listedRounds(ceiba.runtime.db)).toHaveLength(2);
    await pruneRounds(ceiba.runtime.db, new Date(Date.now() + 1000));
    expect((await listedRounds(ceiba.runtime.db)).map(({ id }) => id)).toEqual([open.id]);
    expect(await entriesOf(ceiba.runtime.db, closed.id)).toEqual([]);
    expect(await proposalHeads(ceiba.runtime.db, closed.id)).toEqual([]);
  });
});
