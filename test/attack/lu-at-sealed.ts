import { expect } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { noticesAskedContract } from '../../schemas/routes/notices-asked.ts';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { peersContract } from '../../schemas/routes/peers.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { type AtWork, age, type Deed, lu, marisol, rosa } from './house-at-work.ts';
import { refusedWith } from './lu-at-people.ts';

const refused = (sent: Promise<unknown>) => expect(sent).rejects.toMatchObject({ code: expect.any(String) });
const newest = async ({ as, draft }: AtWork) =>
  (await call(as(lu), noticesDraftsContract.drafts)).drafts.find((one) => one.draft === draft)!.revision;

/** What Lu does where drafts of alerts are, and what partners sent. */
export const ofSealed: Record<string, Deed> = {
  'POST /drafts': {
    work: 'untouched',
    by: async ({ as, draft }) => {
      const add = (id: string) =>
        call(as(lu), noticesDraftsContract.addDraft, { body: { draft: id, ciphertext: age('of Lu') } });
      await expect(add(draft)).rejects.toEqual(refusedWith('conflict'));
      await add(randomId());
    },
  },
  'PUT /drafts/:draft': {
    work: 'untouched',
    by: async (house) => {
      const put = async (ifMatch: number) =>
        call(house.as(lu), noticesDraftsContract.changeDraft, {
          params: { draft: house.draft },
          body: { ciphertext: age('nothing') },
          ifMatch,
        });
      await put(await newest(house));
      await expect(put(1)).rejects.toEqual(refusedWith('conflict'));
    },
  },
  'DELETE /drafts/:draft': {
    work: 'lost-or-confirmed',
    why: 'two people ask for it, naming the revision that they saw',
    by: async (house) => {
      const params = { draft: house.draft };
      const ifMatch = await newest(house);
      const asked = await call(house.as(lu), noticesDraftsContract.eraseDraft, { params, ifMatch });
      expect(asked).toMatchObject({ erased: false });
    },
  },
  'POST /drafts/:draft/refused': {
    work: 'untouched',
    by: ({ as, draft }) =>
      call(as(lu), noticesDraftsContract.noteRefused, { params: { draft }, body: { code: 'signature' } }),
  },
  'POST /drafts/:draft/no': {
    work: 'lost',
    why: 'the no of the person whom it is about waits for nobody; who pressed it stands in the record',
    gone: ({ spare }) => [`draft ${spare}`],
    by: async ({ as, db, spare: draft }) => {
      await call(as(lu), noticesDraftsContract.saidNo, { params: { draft }, body: {} });
      const said = db.selectFrom('record').select('actor').where('subject', '=', draft);
      expect((await said.where('action', '=', 'draft.erased').execute()).length).toBe(1);
    },
  },
  'POST /consents': {
    work: 'lost-or-confirmed',
    why: 'a later edition takes the place of the one that waits, under the same words and consent alone',
    by: async ({ as, partner, draft }) => {
      const header = {
        v: 1 as const,
        kind: 'alert' as const,
        from: partner.peer,
        to: partner.peer,
        delivery: randomId(),
        edition: 1,
        dropCommit: partner.cipher,
        dropAfter: '2027-01-04T00:00:00Z',
      };
      const box = `age1pq1${'q'.repeat(1959)}`;
      const body = { header, body: age('x'), locatorHash: partner.cipher, box, draft };
      await refused(as(lu).send('POST', '/consents', body));
    },
  },
  'POST /consents/:delivery/hurry': {
    work: 'lost-or-confirmed',
    why: 'what one more signs of a delivery that waits stands beside what others signed: of what is out, nothing',
    by: ({ as, partner: { sent: delivery } }) => {
      const hurry = draftEnvelope('hurry', { type: 'hurry', delivery, edition: 1, at: timeOf(new Date()) });
      return refused(call(as(lu), noticesContract.signHurry, { params: { delivery }, body: { hurry } }));
    },
  },
  'DELETE /consents/:delivery': {
    work: 'lost',
    why: 'what waits goes by one press, and nobody has it yet: what is out is not taken back so',
    by: ({ as, partner: { sent: delivery } }) => refused(call(as(lu), noticesContract.stop, { params: { delivery } })),
  },
  'POST /asked': {
    work: 'untouched',
    by: async ({ as }) => {
      const put = (who: number, asked: string) =>
        call(as(who), noticesAskedContract.ask, { body: { asked, sealed: age('x') } });
      const theirs = randomId();
      await put(rosa, theirs);
      await expect(put(lu, theirs)).rejects.toEqual(refusedWith('conflict'));
      await put(lu, randomId());
      expect(await call(as(rosa), noticesAskedContract.answered, { params: { asked: theirs } })).toEqual({
        sealed: null,
      });
    },
  },
  'POST /asked/:asked': {
    work: 'untouched',
    by: async ({ as, ceiba }) => {
      const answer = { params: { asked: randomId() }, body: { sealed: age('x') } };
      await refused(call(connect(ceiba.origin), noticesAskedContract.answer, answer));
      await refused(call(as(lu), noticesAskedContract.answer, answer));
    },
  },
  'DELETE /asked/:asked': {
    work: 'untouched',
    by: async ({ as }) => {
      const asked = randomId();
      await call(as(rosa), noticesAskedContract.ask, { body: { asked, sealed: age('x') } });
      await call(as(lu), noticesAskedContract.endAsking, { params: { asked } });
      expect(await call(as(rosa), noticesAskedContract.answered, { params: { asked } })).toEqual({ sealed: null });
    },
  },
  'POST /lists': {
    work: 'lost',
    why: 'an accompanier’s next list takes the place of the last: an older one does not, nor one of somebody else',
    by: async ({ as, listed, compared }) => {
      for (const list of [listed(lu, -1), compared(lu)])
        await refused(call(as(lu), noticesContract.renewList, { body: { list } }));
    },
  },
  'POST /my-code': {
    work: 'lost',
    why: 'the page without script takes back with what it made of the words: what somebody makes up takes nothing back',
    by: async ({ ceiba, partner }) => {
      await refused(call(connect(ceiba.origin), noticesContract.myCode, { body: { locator: randomId() } }));
      const pressed = [
        { do: 'take-back', held: randomId() },
        { do: 'take-back', held: age(partner.sent), peer: partner.peer },
        { do: 'ask-nothing-more', held: age(partner.sent) },
        { do: 'look', w1: wordsOf(newSecret(), 'es') },
      ];
      for (const fields of pressed) {
        const body = new URLSearchParams(fields);
        const headers = { accept: 'text/html' };
        const { status } = await fetch(`${ceiba.origin}/my-code`, { method: 'POST', headers, body });
        expect(status).toBe(fields.do === 'look' ? 404 : 409);
      }
    },
  },
  'POST /my-code/ask-nothing-more': {
    work: 'untouched',
    by: ({ ceiba }) =>
      refused(call(connect(ceiba.origin), noticesContract.askNothingMore, { body: { locator: randomId() } })),
  },
  'POST /my-code/withdrawals': {
    work: 'lost',
    why: 'the person takes back with their words: whoever knows what lies where, and not the words, takes nothing back',
    by: ({ ceiba, partner }) => {
      const header = {
        ...{ v: 1 as const, kind: 'withdrawal' as const, from: partner.peer, to: partner.peer, delivery: randomId() },
        ...{ edition: 1, dropCommit: null, dropAfter: '2027-01-04T00:00:00Z' },
      };
      const proofs = [{ delivery: partner.sent, token: randomId(), notice: { header, body: age('x') } }];
      const body = { locator: randomId(), proofs };
      return refused(call(connect(ceiba.origin), noticesContract.withdraw, { body }));
    },
  },
  'POST /drop': {
    work: 'lost',
    why: 'whoever has the token of a delivery erases it: with another token nothing goes',
    by: ({ ceiba, notice }) =>
      refused(
        call(connect(ceiba.origin), noticesContract.drop, { body: { delivery: notice.delivery, token: randomId() } }),
      ),
  },
  'PUT /notices/:peer/:delivery/:edition/reseal': {
    work: 'untouched',
    by: ({ as, notice, partner }) =>
      call(as(lu), noticesContract.proposeReseal, {
        params: notice,
        body: { expected: partner.cipher, body: age('of Lu'), recused: [] },
      }),
  },
  'POST /notices/:peer/:delivery/:edition/reseal': {
    work: 'lost-or-confirmed',
    why: 'under the hash that was shown alone, and the rest is shown as lapsed',
    by: ({ as, notice, partner }) =>
      expect(
        call(as(lu), noticesContract.confirmReseal, { params: notice, body: { proposed: partner.cipher } }),
      ).rejects.toEqual(refusedWith('conflict')),
  },
  'POST /notices/:peer/:delivery/:edition/opened': {
    work: 'lost-or-confirmed',
    why: 'an accepted edition takes the place of the one before: of other bytes than lie there nothing is accepted',
    by: ({ as, notice, partner }) =>
      refused(call(as(lu), noticesContract.opened, { params: notice, body: { cipher: partner.peer, version: 1 } })),
  },
  'POST /notices/:peer/:delivery/:edition/failed': {
    work: 'lost-or-confirmed',
    why: 'what fails is erased once two members said so of the very bytes: one who says it twice is one',
    by: async ({ as, notice, partner }) => {
      const body = { cipher: partner.cipher, code: 'signature' as const };
      await call(as(lu), noticesContract.failed, { params: notice, body });
      await call(as(lu), noticesContract.failed, { params: notice, body });
    },
  },
  'POST /notices/:peer/:delivery/recusal': {
    work: 'untouched',
    by: async ({ as, notice }) => {
      await call(as(lu), noticesContract.recuse, { params: notice, body: {} });
      expect((await call(as(marisol), noticesContract.reseals)).reseals.length).toBeGreaterThan(0);
    },
  },
  'POST /peers': {
    work: 'untouched',
    by: ({ as }) => call(as(lu), peersContract.add, { body: { actor: 'https://maguey.test/actor' } }),
  },
  'POST /peers/:peer/comparison': {
    work: 'lost-or-confirmed',
    why: 'two people sign the same bytes: one who signs others, or signs twice, confirms nothing and loses nothing',
    by: async ({ as, partner, compared }) => {
      const sign = (envelope: ReturnType<typeof compared>) =>
        call(as(lu), peersContract.compare, { params: { peer: partner.peer }, body: { envelope } });
      const earlier = timeOf(new Date(Date.now() - 60_000));
      for (const one of [compared(lu, earlier), compared(lu, earlier)])
        expect(await sign(one)).toMatchObject({ complete: false });
      await expect(sign(compared(rosa, earlier))).rejects.toEqual(refusedWith('not-allowed'));
    },
  },
  'POST /peers/:peer/standing': {
    work: 'lost-or-confirmed',
    why: 'two people sign the same bytes, and the newest that both signed counts: one alone decides nothing',
    by: async ({ as, partner, decided }) => {
      const sign = (body: ReturnType<typeof decided>) =>
        call(as(lu), peersContract.stand, { params: { peer: partner.peer }, body });
      const mine = decided(lu, ['alerts'], timeOf(new Date(Date.now() + 60_000)));
      for (const one of [mine, mine]) expect(await sign(one)).toMatchObject({ complete: false });
      const { standing } = decided(rosa, ['alerts']);
      await expect(sign({ standing, offer: mine.offer })).rejects.toEqual(refusedWith('conflict'));
    },
  },
  'POST /follows': {
    work: 'untouched',
    by: ({ as }) => as(lu).send('POST', '/follows', { actor: 'https://maguey.test/actor' }),
  },
  'DELETE /follows/:follow': {
    work: 'lost',
    why: 'following is nobody’s work: any member ends it and any member begins it again',
    gone: () => ['follow '],
    by: async ({ as }) => {
      const { follows } = JSON.parse(await as(lu).send('GET', '/follows')) as { follows: { id: string }[] };
      await as(lu).send('DELETE', `/follows/${follows[0]!.id}`);
    },
  },
  'POST /followers/remove': {
    work: 'untouched',
    by: ({ as }) => refused(as(lu).send('POST', '/followers/remove', { actor: 'https://nobody.test/actor' })),
  },
};
