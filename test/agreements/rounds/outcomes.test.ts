import { beforeEach, describe, expect, it } from 'vitest';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { sayInRound } from '../../../src/agreements/rounds/hold.ts';
import { entriesOf } from '../../../src/agreements/rounds/store.ts';
import { movePart } from '../../../src/agreements/texts/add-move-remove.ts';
import { deleteText, newestParts, textRow } from '../../../src/agreements/texts/store.ts';
import { inOrder } from '../../../src/agreements/texts/text.ts';
import { deletePlain, insertPlain } from '../../../src/members/plain-store.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { fileOf, publishFile, signBy, takeBack } from '../words.ts';
import {
  consentedRound,
  draftedStatement,
  drafts,
  meeting,
  openedRound,
  publishDecided,
  rewrite,
  whyNot,
  wordingOfText,
  writtenText,
} from './deciding.ts';

const { ceiba } = await openNodes('ceiba');
beforeEach(async () => {
  for (const table of ['rounds', 'texts', 'agreement_drafts', 'agreements'] as const)
    await ceiba.runtime.db.deleteFrom(table).execute();
});

describe('a published agreement', () => {
  const consented = (text: string) => consentedRound(ceiba, text);
  const publish = (draft: string) => publishDecided(ceiba, draft);

  it('erases the text that it came from, and keeps the round', async () => {
    const text = await writtenText(ceiba);
    const round = await consented(text);
    await round.adopt('rosa');
    expect(await textRow(ceiba.runtime.db, text)).not.toBeNull();
    const { series } = await publish((await round.row()).draft!);
    expect(await textRow(ceiba.runtime.db, text)).toBeNull();
    expect(await round.row()).toMatchObject({ text: null, series, outcome: 'adopted' });
  });

  it('keeps a text in which somebody wrote after the clock was set back, or put clauses in another order', async () => {
    const later: ((text: string) => Promise<void>)[] = [
      async (text) => {
        ceiba.ahead.ms = -3_600_000;
        await rewrite(ceiba, text, 'Lo que sigue.');
        ceiba.ahead.ms = 0;
      },
      async (text) => {
        const [first] = inOrder(await newestParts(ceiba.runtime.db, text)).filter(({ kind }) => kind === 'clause');
        await movePart(ceiba.runtime, text, first!.part, 'down');
      },
    ];
    for (const write of later) {
      const text = await writtenText(ceiba);
      const round = await consented(text);
      await round.adopt('rosa');
      await write(text);
      const { series } = await publish((await round.row()).draft!);
      expect(await textRow(ceiba.runtime.db, text)).toMatchObject({ series });
    }
  });

  it('keeps a text in which somebody went on writing, as the next version', async () => {
    const text = await writtenText(ceiba);
    const round = await consented(text);
    await round.adopt('rosa');
    await rewrite(ceiba, text, 'Lo que sigue.');
    const first = await publish((await round.row()).draft!);
    expect(await textRow(ceiba.runtime.db, text)).toMatchObject({ series: first.series });
    const second = await consented(text);
    await second.adopt('lu');
    expect(await draftedStatement(ceiba, (await second.row()).draft!)).toMatchObject({ version: 2, prev: first.id });
  });

  it.each([
    [
      'that somebody has not saved yet',
      async (text: string) => {
        const place = `/agreements/writing/${text}/parts/front`;
        const row = { place, member: ceiba.people.lu.member, content: '{"revision":1}', at: new Date() };
        await ceiba.runtime.db.insertInto('typed').values(row).execute();
      },
    ],
    ['on which another round is open', async (text: string) => void (await openedRound(ceiba, text))],
  ])('keeps a text %s', async (_what, then) => {
    const text = await writtenText(ceiba);
    const round = await consented(text);
    await round.adopt('rosa');
    await then(text);
    const { series } = await publish((await round.row()).draft!);
    expect(await textRow(ceiba.runtime.db, text)).toMatchObject({ series });
  });

  it('that moved on meanwhile is not adopted over, until the text is brought anew', async () => {
    const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    const text = await writtenText(ceiba, first.series);
    await rewrite(ceiba, text, 'Lo de siempre.');
    const round = await consented(text);
    const second = await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
    expect(await round.adopt('rosa')).toBe('moved-on');
    expect(await drafts(ceiba.runtime.db)).toEqual([]);
    await round.move('rosa', 'amend');
    expect(await round.bring('rosa')).toBeNull();
    await round.move('rosa', 'consent');
    await round.say('rosa', 'consent');
    await round.say('lu', 'consent');
    expect(await round.adopt('rosa')).toBeNull();
    expect(await draftedStatement(ceiba, (await round.row()).draft!)).toMatchObject({ version: 3, prev: second.id });
  });

  it('that was taken back gets no new version', async () => {
    const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    const text = await writtenText(ceiba, first.series);
    await rewrite(ceiba, text, 'Lo de siempre.');
    const round = await consented(text);
    await takeBack(ceiba, first.series);
    expect(await round.adopt('rosa')).toBe('withdrawn');
    await expect(wordingOfText(ceiba, text)).rejects.toThrow('withdrawn');
  });

  it('is decided on as it was proposed, also when the text was thrown away', async () => {
    const text = await writtenText(ceiba);
    const round = await consented(text);
    await ceiba.runtime.db.transaction().execute((tx) => deleteText(tx, text));
    expect(await round.adopt('rosa')).toBeNull();
    await publish((await round.row()).draft!);
  });
});

describe('a plain member', () => {
  it('decides as every member does: of two who consent one may be it, while they are one', async () => {
    const { runtime } = ceiba;
    const paz = 'pazpazpazpazpazpazpazw';
    await runtime.db.transaction().execute((tx) => insertPlain(tx, { member: paz, public_key: 'paz' }, new Date()));
    const round = await openedRound(ceiba, await writtenText(ceiba));
    await round.move('rosa', 'sense_check', 'consent');
    await round.say('rosa', 'consent');
    expect(await round.adopt('rosa')).toBe('few');
    const said = { kind: 'consent' as const, proposal: 1, part: null, about: null, words: null, harm: null };
    expect(whyNot(await sayInRound(runtime, paz, round.id, said))).toBeNull();
    await runtime.db.transaction().execute((tx) => deletePlain(tx, paz));
    expect(await round.adopt('rosa')).toBe('few');
    // What they said stays to be read, as of everybody who left.
    const members = (await entriesOf(runtime.db, round.id)).map(({ member }) => member);
    expect(members).toContain(paz);
    await runtime.db.transaction().execute((tx) => insertPlain(tx, { member: paz, public_key: 'paz' }, new Date()));
    expect(await round.adopt('rosa')).toBeNull();
    await runtime.db.transaction().execute((tx) => deletePlain(tx, paz));
  });
});

describe('two members at once', () => {
  it('adopt or object, one after the other: never a version over an open objection', { timeout: 120_000 }, async () => {
    for (let turn = 0; turn < 16; turn++) {
      const round = await consentedRound(ceiba, await writtenText(ceiba));
      // From both at once to the objection a little late, so that either may come first.
      const late = new Promise((resolve) => setTimeout(resolve, turn * 4));
      const objecting = (turn === 0 ? Promise.resolve() : late).then(() => round.object('tono'));
      const came = await Promise.all([objecting, round.adopt('marisol')]);
      const { outcome } = await round.row();
      const objections = (await entriesOf(ceiba.runtime.db, round.id)).filter(({ kind }) => kind === 'objection');
      expect([outcome, objections.length, ...came]).toEqual(
        outcome === 'adopted' ? ['adopted', 0, 'closed', null] : [null, 1, null, 'objection'],
      );
    }
  });

  it('publish a decision, and write another one down: neither waits for ever, and no word is lost', {
    timeout: 120_000,
  }, async () => {
    for (let turn = 0; turn < 6; turn++) {
      const text = await writtenText(ceiba);
      await meeting(ceiba, text);
      const [draft] = await drafts(ceiba.runtime.db);
      await signBy(ceiba, draft!, ceiba.people.rosa, ceiba.people.lu);
      const wording = await wordingOfText(ceiba, text);
      const [published, second] = await Promise.allSettled([
        publishDraft(ceiba.runtime, ceiba.people.rosa.member, draft!.id),
        meeting(ceiba, text, { wording, decided: '2026-02-03' }),
      ]);
      const last = second.status === 'fulfilled' ? whyNot(second.value) : 'failed';
      if (published.status === 'fulfilled') expect(last).toBe('text-gone');
      else expect([published.reason.code, last]).toEqual(['not-found', null]);
      for (const table of ['rounds', 'texts', 'agreement_drafts'] as const)
        await ceiba.runtime.db.deleteFrom(table).execute();
    }
  });

  it('adopt once', async () => {
    const round = await consentedRound(ceiba, await writtenText(ceiba));
    const both = await Promise.all([round.adopt('rosa'), round.adopt('lu'), round.adopt('tono')]);
    expect(both).toEqual([null, null, null]);
    expect(await drafts(ceiba.runtime.db)).toHaveLength(1);
    const outcomes = (await entriesOf(ceiba.runtime.db, round.id)).filter(({ stage }) => stage === 'outcome');
    expect(outcomes).toHaveLength(1);
  });
});
