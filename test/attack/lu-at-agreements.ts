import { expect } from 'vitest';
import { agreementsContract } from '../../schemas/routes/agreements.ts';
import { deskContract } from '../../schemas/routes/desk.ts';
import { call } from '../../src/client/api/call.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { hiddenIn } from '../support/member-pages.ts';
import { type AtWork, type Deed, lu, marisol } from './house-at-work.ts';
import { refusedWith } from './lu-at-people.ts';

const sent =
  (path: string, fields: (house: AtWork) => Record<string, string>, status: number) => async (house: AtWork) =>
    expect((await house.pages[lu]!.post(path.replace('TEXT', house.text), fields(house))).status).toBe(status);

/** What Lu does where agreements are signed and said something of. */
export const ofAgreements: Record<string, Deed> = {
  'POST /agreements': {
    work: 'untouched',
    by: async ({ drafted, toSign }) => {
      for (let n = 0; n < 12; n++) await drafted(lu, `De Lu ${n}`, toSign.series);
    },
  },
  'POST /agreements/problems': {
    work: 'untouched',
    by: ({ as }) => call(as(lu), agreementsContract.problems, { body: { file: 'a.md', markdown: '# Nada' } }),
  },
  'POST /agreements/:id/signatures': {
    work: 'confirmed',
    by: async ({ drafted, signDraft, toSign }) => {
      const other = await drafted(lu, 'Otra', toSign.series);
      const swapped = signDraft(lu, { id: toSign.id, envelope: other.envelope });
      await expect(swapped).rejects.toEqual(refusedWith('conflict'));
    },
  },
  'POST /agreements/:id/signatures-again': {
    work: 'untouched',
    by: ({ as, standing, secret }) => {
      const envelope = signEnvelope({ ...standing.envelope, signatures: [] }, secret(lu));
      const again = call(as(lu), agreementsContract.signAgain, { params: { id: standing.id }, body: { envelope } });
      return expect(again).rejects.toMatchObject({ code: expect.any(String) });
    },
  },
  'POST /agreements/:id/publish': {
    work: 'lost-or-confirmed',
    why: 'what enough stewards signed is published, under its hash; others of that version are shown as lapsed',
    by: async ({ as, drafted, signDraft, toSign }) => {
      const mine = await drafted(lu, 'De Lu', toSign.series);
      await signDraft(lu, mine);
      const publish = (id: string) => call(as(lu), agreementsContract.publish, { params: { id }, body: {} });
      for (const { id } of [mine, toSign]) await expect(publish(id)).rejects.toEqual(refusedWith('attest-threshold'));
    },
  },
  'POST /agreements/:series/withdrawal': {
    work: 'lost-or-confirmed',
    why: 'as many stewards sign one withdrawal, under its hash, within a week as it takes to publish one',
    by: async ({ as, standing, secret }) => {
      const { series, id: agreement } = standing;
      const { issuer, version } = readUnverified('agreement', standing.envelope).statement;
      const ask = async (at: Date) => {
        const said = { type: 'agreement-withdrawal', issuer, series, version, agreement, at: timeOf(at) } as const;
        const envelope = signEnvelope(draftEnvelope('agreement-withdrawal', said), secret(lu));
        return call(as(lu), agreementsContract.withdraw, { params: { series }, body: { envelope } });
      };
      const now = Date.now();
      const told = [await ask(new Date(now)), await ask(new Date(now)), await ask(new Date(now - 60_000))];
      expect(told.map(({ published, signers }) => [published, signers.length])).toEqual(told.map(() => [false, 1]));
      const { withdrawals } = await call(as(marisol), agreementsContract.withdrawals);
      expect(withdrawals).toHaveLength(2);
    },
  },
  'POST /acknowledgements': {
    work: 'lost-or-confirmed',
    why: 'what enough stewards signed is said, under its hash; drafts no later than it can be said no more',
    by: async ({ as, say, partner }) => {
      await call(as(lu), agreementsContract.acknowledge, { body: { envelope: say(lu, [partner.clause]) } });
      const { drafts } = await call(as(marisol), agreementsContract.acknowledgementDrafts);
      expect(drafts).toHaveLength(2);
    },
  },
  'POST /desk/releases': {
    work: 'lost-or-confirmed',
    why: 'what two stewards signed is released, under its hash; drafts of that number can be signed no more',
    by: async ({ as, release }) => {
      const answer = await call(as(lu), deskContract.sign, { body: { envelope: release(lu, 2) } });
      expect(answer).toMatchObject({ released: false });
      const { drafts } = await call(as(marisol), deskContract.drafts);
      expect(drafts).toHaveLength(2);
    },
  },
};

/** What Lu does where members write and decide. */
export const ofTexts: Record<string, Deed> = {
  'POST /agreements/writing': {
    work: 'untouched',
    by: async ({ write }) => {
      await write();
    },
  },
  'POST /agreements/writing/:text/parts': {
    work: 'untouched',
    by: sent('TEXT/parts', () => ({ kind: 'contact' }), 303),
  },
  'POST /agreements/writing/:text/parts/:part': {
    work: 'untouched',
    by: async ({ as, text }) => {
      const { parts } = JSON.parse(await as(lu).send('GET', text)) as {
        parts: { part: string; kind: string; revision: number }[];
      };
      const { part, revision } = parts.find(({ kind }) => kind === 'contact' || kind === 'clause')!;
      const typed = { revision, languages: ['es'], texts: {} };
      await expect(as(lu).send('POST', `${text}/parts/${part}`, typed)).rejects.toMatchObject({ status: 400 });
    },
  },
  'POST /agreements/writing/:text/parts/:part/unsaved': {
    work: 'untouched',
    by: ({ as, text }) =>
      expect(as(lu).send('POST', `${text}/parts/front/unsaved`, {})).rejects.toMatchObject({ status: 400 }),
  },
  'POST /agreements/writing/:text/parts/:part/move': {
    work: 'untouched',
    by: async (house) => {
      const { pages, text } = house;
      expect((await pages[lu]!.post(`${text}/parts/${await clauseOf(house)}/move`, { way: 'down' })).status).toBe(303);
    },
  },
  'POST /agreements/writing/:text/parts/:part/out': {
    work: 'untouched',
    by: async (house) => {
      const { pages, text } = house;
      takenOut = `${text}/parts/${await clauseOf(house)}`;
      expect((await pages[lu]!.post(`${takenOut}/out`, { from: '1' })).status).toBe(303);
    },
  },
  'POST /agreements/writing/:text/parts/:part/back': {
    work: 'untouched',
    by: async ({ pages }) => {
      expect((await pages[lu]!.post(`${takenOut}/back`, { from: '2', revision: '1' })).status).toBe(303);
    },
  },
  'POST /agreements/writing/:text/parts/:part/take': {
    work: 'untouched',
    by: async (house) => {
      const { pages, text, partner } = house;
      const place = `${text}/parts/${await clauseOf(house)}`;
      const given = { statement: partner.agreement, clause: partner.clause };
      expect((await pages[lu]!.post(`${place}/take`, given)).status).toBe(303);
    },
  },
  'POST /agreements/writing/:text/let-go': {
    work: 'untouched',
    by: sent('TEXT/let-go', ({ partner }) => ({ statement: partner.agreement }), 409),
  },
  'POST /agreements/writing/:text/parts/:part/unsaved/drop': {
    work: 'untouched',
    by: sent('TEXT/parts/front/unsaved/drop', () => ({}), 303),
  },
  'POST /agreements/writing/:text/throw-away': {
    work: 'lost-or-confirmed',
    why: 'a text in which others saved something goes once two members ask for it within a week',
    by: async ({ pages, text }) => {
      for (let n = 0; n < 3; n++) await pages[lu]!.post(`${text}/throw-away`, {});
      expect((await pages[marisol]!.get(text)).status).toBe(200);
    },
  },
  'POST /agreements/writing/:text/decide': {
    work: 'confirmed',
    by: async ({ pages, text, db }) => {
      const wording = hiddenIn((await pages[lu]!.get(`${text}/decide`)).text, 'open', 'wording');
      const other = wording.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
      const before = (await db.selectFrom('rounds').select('id').execute()).length;
      await pages[lu]!.post(`${text}/decide`, { do: 'open', wording: other, body: 'La asamblea' });
      expect((await db.selectFrom('rounds').select('id').execute()).length).toBe(before);
    },
  },
  'POST /agreements/rounds/:round/bring': {
    work: 'lost',
    why: 'consent and objections to the earlier wording count no more; they stay, and everybody is asked anew',
    by: async ({ pages, round }) => {
      await pages[lu]!.post(`${round}/bring`, { wording: 'A'.repeat(43) });
    },
  },
  'POST /agreements/rounds/:round': {
    work: 'lost-or-confirmed',
    why: 'adopting and closing take two; adopting no open objection to the proposal named; what was said stays',
    by: async ({ pages, round, db }) => {
      await pages[lu]!.post(round, { do: 'adopt', proposal: '1' });
      await pages[lu]!.post(round, { do: 'say', kind: 'question', proposal: '2', words: 'x' });
      for (let n = 0; n < 3; n++) await pages[lu]!.post(round, { do: 'close', minutes: 'Nada.' });
      const row = db.selectFrom('rounds').select('outcome').where('id', '=', round.split('/').at(-1)!);
      expect((await row.executeTakeFirst())?.outcome).toBeNull();
    },
  },
};

/** The part that Lu took out, to put back what it said. */
let takenOut = '';

/** A clause of the text that others write. */
async function clauseOf({ as, text }: AtWork): Promise<string> {
  const { parts } = JSON.parse(await as(lu).send('GET', text)) as { parts: { part: string; kind: string }[] };
  return parts.find(({ kind }) => kind === 'clause')!.part;
}
