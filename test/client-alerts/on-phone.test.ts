import { afterEach, beforeEach, expect, test } from 'vitest';
import { noticesAskedContract } from '../../schemas/routes/notices-asked.ts';
import { answering } from '../../src/client/alerts/answer-asked.ts';
import { type Asked, askedUnder, readQuestion } from '../../src/client/alerts/asked-file.ts';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import { readForWitness, witnessConsent } from '../../src/client/alerts/consent.ts';
import { loadDraft } from '../../src/client/alerts/drafts.ts';
import { sealPadded } from '../../src/client/alerts/padded.ts';
import { lookUp } from '../../src/client/alerts/withdraw.ts';
import type { Api } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { wordsFrom } from '../../src/client/desk/care/answers.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { alertFields } from '../../src/client/say/alert.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { composeConsent } from '../../src/protocol/consent.ts';
import { b64u, fromB64u } from '../../src/protocol/encoding.ts';
import { signEnvelope } from '../../src/protocol/envelope.ts';
import { locatorHash, locatorOf, newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { know, later, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { apiOf, deskOf, type Office, openOffice } from './office.ts';
import { pressingAt, typedFor } from './pressing.ts';

/* Asked at the desk of an accompanier, answered on the phone of the person affected. */

const [ceibaOwn, magueyOwn, hawthornOwn] = [
  await collective('ceiba'),
  await collective('maguey'),
  await collective('hawthorn'),
];
const peer = magueyOwn.id;
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
  await know(ceiba.house, hawthornOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

/** An alert that two signed. */
async function attested(conduct = 'Mandó mensajes sin parar.'): Promise<string> {
  const words = wordsFrom(typedFor(ceiba, peer, { conduct: [conduct] }));
  const { draft } = (await composeAlert(deskOf(ceiba, 'rosa'), words)).file;
  const marisol = deskOf(ceiba, 'marisol');
  await attestAlert(marisol, await reviewAlert(marisol, draft));
  return draft;
}

const secretIn = (link: string) => new URL(link).hash.slice(1);
/** Her phone: nobody is signed in there. */
const phone = (): Api => apiOf(ceiba);
const newWords = () => wordsOf(newSecret(), 'es');

/** Rosa reads it with the person, and asks on her phone. */
async function asked(draft: string, to = peer) {
  const { tasks, lost } = pressingAt(ceiba, 'rosa');
  const aloud = await tasks.readAloud({ draft, peer: to });
  const { link, opening } = await tasks.askOnPhone(aloud);
  return { tasks, lost, aloud, link, opening, question: await readQuestion(phone(), secretIn(link)) };
}

test('she reads the same text and terms, answers with words of her own, and can take it back with them', async () => {
  const draft = await attested();
  const { tasks, aloud, opening, question, link } = await asked(draft);
  expect(link).toMatch(/\/asked\?lang=en#[A-Za-z0-9_-]{22}$/);
  expect(alertFields(i18nFor('en'), question.shown, question.clauses)).toEqual(aloud.fields);
  expect(aloud.terms[0]).toContain(question.to);
  expect(await tasks.answered(opening)).toBeNull();
  const words = newWords();
  await answering(phone(), question).yes(words);
  // It is answered once, and nobody opens the question again.
  await expect(readQuestion(phone(), secretIn(link))).rejects.toMatchObject({ code: 'nothing-here' });
  await expect(answering(phone(), question).no()).rejects.toMatchObject({ code: 'conflict' });
  expect(await tasks.answered(opening)).toEqual({ says: expect.stringContaining('said yes'), gone: false });
  await expect(tasks.answered(opening)).rejects.toMatchObject({ code: 'conflict' });
  const marisol = deskOf(ceiba, 'marisol');
  await witnessConsent(marisol, await readForWitness(marisol, draft, peer));
  const view = await tasks.draft(draft);
  await tasks.sealAndSend({ opening: view.opening, peer });
  const { deliveries } = await lookUp(phone(), words, ceiba.house.clock.time);
  expect(deliveries.map((one) => one.peer)).toEqual([peer]);
});

test('neither her words nor a word of the text passes the node, nor the secret of the link', async () => {
  const draft = await attested('Un gato azul.');
  ceiba.seen.length = 0;
  const { tasks, opening, question, link } = await asked(draft);
  const words = newWords();
  await answering(phone(), question).yes(words);
  await tasks.answered(opening);
  const seen = ceiba.seen.join('\n');
  expect(seen).toContain('"sealed"');
  for (const secret of ['gato azul', secretIn(link), ...words.split(' ').map((word) => `"${word}`)])
    expect(seen).not.toContain(secret);
});

test('a no on her phone erases the draft, as a no at the desk does', async () => {
  const draft = await attested();
  const { tasks, opening, question } = await asked(draft);
  await answering(phone(), question).no();
  expect(await tasks.answered(opening)).toEqual({ says: expect.stringContaining('Nothing was shared'), gone: true });
  await expect(loadDraft(deskOf(ceiba, 'rosa'), draft)).rejects.toMatchObject({ code: 'not-found' });
});

test('a no counts that comes as the desk is left, also where the node could not carry it out at once', async () => {
  const draft = await attested();
  const { tasks, lost, opening, question } = await asked(draft);
  await answering(phone(), question).no();
  lost.busy = 1;
  await expect(tasks.endAsking(opening)).rejects.toMatchObject({ code: 'busy' });
  lost.gone = 1;
  await expect(tasks.endAsking(opening)).rejects.toMatchObject({ code: 'unreachable' });
  expect(await tasks.endAsking(opening)).toEqual({ says: expect.stringContaining('Nothing was shared'), gone: true });
  await expect(loadDraft(deskOf(ceiba, 'rosa'), draft)).rejects.toMatchObject({ code: 'not-found' });
});

test('a yes that somebody else has signed too is not kept: a witness reads it first', async () => {
  const draft = await attested();
  const { tasks, opening, question } = await asked(draft);
  const secret = newSecret();
  const hers = composeConsent(question.terms, secret);
  const file = {
    answer: 'yes',
    consent: signEnvelope(hers, signingSecret(deskOf(ceiba, 'marisol').keyring)),
    locatorHash: locatorHash(b64u(locatorOf(secret, question.terms.issuer))),
  };
  const sealed = b64u(await sealPadded(file, question.answerTo));
  await call(phone(), noticesAskedContract.answer, { params: { asked: question.asked }, body: { sealed } });
  await expect(tasks.answered(opening)).rejects.toMatchObject({ code: 'consent-content' });
  expect((await loadDraft(deskOf(ceiba, 'rosa'), draft)).file.consents).toEqual([]);
});

test('an answer that did not come back is the same when she presses again', async () => {
  const draft = await attested();
  const { tasks, opening, question } = await asked(draft);
  const [words, api] = [newWords(), phone()];
  let lost = 2;
  const answer = answering(
    {
      ...api,
      async send(...given) {
        const text = await api.send(...given);
        if (lost-- > 0) throw new Error('lost');
        return text;
      },
    },
    question,
  );
  for (let press = 0; press < 2; press++) await expect(answer.yes(words)).rejects.toThrow('lost');
  await answer.yes(words);
  expect(await tasks.answered(opening)).toMatchObject({ gone: false });
});

test('for a second partner, only the words that she has already are taken', async () => {
  const draft = await attested();
  const first = await asked(draft);
  const words = newWords();
  await answering(phone(), first.question).yes(words);
  await first.tasks.answered(first.opening);
  const { tasks, opening, question } = await asked(draft, hawthornOwn.id);
  await expect(answering(phone(), question).yes(newWords())).rejects.toMatchObject({ code: 'no-such-consent' });
  await answering(phone(), question).yes(words);
  await tasks.answered(opening);
  const { file } = await loadDraft(deskOf(ceiba, 'rosa'), draft);
  expect(new Set(file.consents.map(({ locatorHash }) => locatorHash)).size).toBe(1);
  expect(file.consents.map(({ header }) => header.to)).toEqual([peer, hawthornOwn.id]);
});

test.each([
  ['for longer', { notAfter: '2027-11-01T00:00:00Z' }],
  ['for an assembly', { handling: 'assembly' }],
  ['to another collective', { audience: hawthornOwn.id }],
  ['through a delegate', { grantedBy: 'delegate' }],
] as [string, Partial<Asked['terms']>][])('a yes %s is not the one on the screen', async (_, other) => {
  const draft = await attested();
  const { tasks, opening, question } = await asked(draft);
  const terms = { ...question.terms, ...other };
  await answering(phone(), { ...question, terms }).yes(newWords());
  await expect(tasks.answered(opening)).rejects.toMatchObject({ code: 'consent-content' });
  expect((await loadDraft(deskOf(ceiba, 'rosa'), draft)).file.consents).toEqual([]);
});

test('what a server puts in the place of her answer, or of the question, opens nowhere', async () => {
  const draft = await attested();
  const { tasks, opening, question, link } = await asked(draft);
  const [{ asked: id }, mine] = [await askedUnder(fromB64u(secretIn(link))), await askedUnder(newSecret())];
  const sealed = b64u(await sealPadded({ answer: 'no' }, mine.recipient));
  await call(phone(), noticesAskedContract.answer, { params: { asked: id }, body: { sealed } });
  await expect(tasks.answered(opening)).rejects.toMatchObject({ code: 'unseal' });
  expect((await loadDraft(deskOf(ceiba, 'rosa'), draft)).file.draft).toBe(draft);
  const served: Api = { ...phone(), send: async () => JSON.stringify({ sealed }) };
  await expect(readQuestion(served, secretIn(link))).rejects.toMatchObject({ code: 'unseal' });
  // A question whose text is not the one that her consent would name is shown to nobody.
  const [other] = [(await loadDraft(deskOf(ceiba, 'rosa'), await attested('Otra cosa.'))).file];
  const { recipient } = await askedUnder(fromB64u(secretIn(link)));
  const { asked: _asked, shown: _shown, ...file } = question;
  const mixed = b64u(await sealPadded({ ...file, alert: other.alert }, recipient));
  const mixing: Api = { ...phone(), send: async () => JSON.stringify({ sealed: mixed }) };
  await expect(readQuestion(mixing, secretIn(link))).rejects.toMatchObject({ code: 'consent-content' });
});

test('a question is one accompanier’s, one at a time, for a quarter of an hour', async () => {
  const draft = await attested();
  const first = await asked(draft);
  const second = await asked(draft);
  await expect(readQuestion(phone(), secretIn(first.link))).rejects.toMatchObject({ code: 'nothing-here' });
  const params = { asked: second.question.asked };
  const theirs = call(deskOf(ceiba, 'marisol').api, noticesAskedContract.answered, { params });
  await expect(theirs).rejects.toMatchObject({ code: 'nothing-here' });
  await call(deskOf(ceiba, 'marisol').api, noticesAskedContract.endAsking, { params });
  expect(await second.tasks.answered(second.opening)).toBeNull();
  await second.tasks.endAsking(second.opening);
  await expect(readQuestion(phone(), secretIn(second.link))).rejects.toMatchObject({ code: 'nothing-here' });
  const third = await asked(draft);
  later([ceiba.house], 1 / 96);
  await expect(third.tasks.answered(third.opening)).rejects.toMatchObject({ code: 'nothing-here' });
});
