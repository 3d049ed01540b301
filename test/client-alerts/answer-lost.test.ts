import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDraft, listDrafts, loadDraft } from '../../src/client/alerts/drafts.ts';
import { whereDraft } from '../../src/client/alerts/where.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import type { Answers } from '../../src/client/desk/care/answers.ts';
import { ownId } from '../../src/client/keyring/keyring.ts';
import { b64u, sha256, utf8 } from '../../src/protocol/encoding.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { deskOf, type Office, openOffice } from './office.ts';
import { back, pressingAt, typedFor } from './pressing.ts';

/* A change arrives, and its answer does not come back: whoever asks again has one of it. */

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const typed = (more: Answers = {}): Answers => typedFor(ceiba, magueyOwn.id, more);
const pressing = (name: string) => pressingAt(ceiba, name);

const drafts = () => listDrafts(deskOf(ceiba, 'rosa'));

test('what is typed is one draft, and the newest words are in it', async () => {
  const { form, through } = pressing('rosa');
  const { keep } = await form(null);
  await through(2, () => keep(typed({ conduct: ['Uno'] })));
  await through(2, () => keep(typed({ conduct: ['Dos'] })));
  let save = 0;
  await through(1, () => keep(typed({ conduct: [`Tres ${save++}`] })));
  const [only, ...others] = await drafts();
  expect(others).toEqual([]);
  expect(await pressing('marisol').form(only?.draft ?? '')).toMatchObject({ answers: { conduct: ['Tres 1'] } });
});

test('a colleague who typed in the meantime is not overwritten', async () => {
  const { form, lost } = pressing('rosa');
  const { keep } = await form(null);
  lost.next = 1;
  await expect(keep({ conduct: ['Uno'] })).rejects.toMatchObject({ code: 'unreachable' });
  const other = await pressing('marisol').form((await drafts())[0]?.draft ?? '');
  await other.keep({ conduct: ['Dos'] });
  await expect(keep({ conduct: ['Tres'] })).rejects.toMatchObject({ code: 'conflict' });
});

test('however long somebody types on a bad line, it stays one draft', async () => {
  const { form, through } = pressing('rosa');
  const { keep } = await form(null);
  for (let save = 1; save <= 60; save++) await through(save % 2, () => keep({ conduct: [`${save}`] }));
  expect(await drafts()).toHaveLength(1);
});

test.each([1, 2, 3])('signed with %i answers lost, it is one alert, and nothing of what was typed', async (losses) => {
  const { tasks, form, through } = pressing('rosa');
  const { keep, read } = await form(null);
  await keep(typed());
  const opening = await read(typed());
  const draft = await through(losses, () => tasks.signTyped(opening));
  expect((await drafts()).map((one) => one.draft)).toEqual([draft]);
});

test('a tab that is closed before the answer to its signature leaves one line in the list', async () => {
  const { tasks, form, lost } = pressing('rosa');
  const { keep, read } = await form(null);
  await keep(typed());
  const opening = await read(typed());
  lost.next = 1;
  await expect(tasks.signTyped(opening)).rejects.toMatchObject({ code: 'unreachable' });
  expect(await drafts()).toHaveLength(2);
  expect((await pressing('rosa').tasks.prepared()).map(({ stage }) => stage)).toEqual(['colleague']);
  expect(await drafts()).toHaveLength(1);
});

test('what a colleague lays under the id that she can work out takes the place of nothing', async () => {
  const { tasks, form } = pressing('rosa');
  const { keep, read } = await form(null);
  await keep(typed());
  const opening = await read(typed());
  const [begun] = await drafts();
  const { draft, revision } = begun!;
  const marisol = deskOf(ceiba, 'marisol');
  // Of all that both know, and with her own key.
  const words = `${draft} signed at ${revision}`;
  const ids = [b64u(sha256(utf8(words)).subarray(0, 16)), ownId(marisol.keyring, words)];
  for (const id of ids) {
    const { file } = await loadDraft(marisol, await signedBy(pressing('marisol')));
    await addDraft(marisol, { ...file, draft: id });
  }
  expect((await tasks.prepared()).find((one) => one.draft === draft)?.stage).toBe('begun');
  const signed = await tasks.signTyped(opening);
  expect(ids).not.toContain(signed);
  expect((await tasks.draft(signed)).fields.map(({ text }) => text)).toContain('Mandó mensajes sin parar.');
});

/** An alert that was typed and signed by its first accompanier. */
async function signedBy({ tasks, form }: ReturnType<typeof pressing>): Promise<string> {
  const { keep, read } = await form(null);
  await keep(typed());
  return tasks.signTyped(await read(typed()));
}

test('attested, consented to, witnessed and handed in with each answer lost twice, everything is there once', async () => {
  const [rosa, marisol] = [pressing('rosa'), pressing('marisol')];
  const draft = await signedBy(rosa);
  const of = { draft, peer: magueyOwn.id };
  const second = await marisol.tasks.draft(draft);
  await marisol.through(2, () => marisol.tasks.attest(second.opening));
  const aloud = await rosa.tasks.readAloud(of);
  const { opening, words } = await rosa.tasks.sayYes({ ...aloud, words: null });
  const keepYes = () => rosa.tasks.keepYes({ opening, back: back(words) });
  await rosa.through(2, keepYes);
  const witness = await marisol.tasks.readAsWitness(of);
  // The same text with the points that it cites, and the same terms, below when the person said yes.
  expect(witness.fields).toEqual(aloud.fields);
  expect(witness.fields.map(({ label }) => label)).toContain('Points of our agreement');
  expect(witness.terms.slice(1)).toEqual(aloud.terms);
  await marisol.through(2, () => marisol.tasks.signAsWitness(witness.opening));
  await rosa.through(1, keepYes);
  const { file } = await loadDraft(deskOf(ceiba, 'rosa'), draft);
  expect(file.alert.signatures).toHaveLength(2);
  expect(file.consents.map(({ consent, header }) => [consent.signatures.length, header.edition])).toEqual([[2, 1]]);
  const whole = await rosa.tasks.draft(draft);
  await rosa.through(2, () => rosa.tasks.sealAndSend({ opening: whole.opening, peer: magueyOwn.id }));
  const sent = await whereDraft(deskOf(ceiba, 'rosa').api, draft);
  expect(sent.map(({ steps }) => steps.length)).toEqual([1]);
});

test('a yes whose words nobody typed back is nowhere, and nobody can witness it', async () => {
  const [rosa, marisol] = [pressing('rosa'), pressing('marisol')];
  const draft = await signedBy(rosa);
  const of = { draft, peer: magueyOwn.id };
  await marisol.tasks.attest((await marisol.tasks.draft(draft)).opening);
  const aloud = await rosa.tasks.readAloud(of);
  const { opening, words } = await rosa.tasks.sayYes({ ...aloud, words: null });
  const before = (await drafts())[0]?.revision;
  const said = ceiba.seen.length;
  const unread = { code: 'words', where: String(askedBack[0] + 1) };
  for (const typed of [[], ['', '', ''], ['ajo', ...back(words).slice(1)]])
    await expect(rosa.tasks.keepYes({ opening, back: typed })).rejects.toMatchObject(unread);
  // The node heard nothing of it.
  expect(ceiba.seen.slice(said)).toEqual([]);
  expect((await drafts())[0]?.revision).toBe(before);
  await expect(marisol.tasks.readAsWitness(of)).rejects.toMatchObject({ code: 'no-consent' });
  await rosa.tasks.keepYes({ opening, back: back(words) });
  const { partners } = await marisol.tasks.draft(draft);
  expect(partners.map(({ step }) => step)).toEqual(['witness']);
  // Whoever has words already types all of them, which says enough.
  const again = await rosa.tasks.readAloud(of);
  const known = await rosa.tasks.sayYes({ ...again, words: words.join(' ') });
  await rosa.tasks.keepYes({ opening: known.opening, back: [] });
});

test.each(['sayNo', 'throwAway'] as const)('%s: what is gone is gone, also where nobody heard it', async (task) => {
  const rosa = pressing('rosa');
  const draft = await signedBy(rosa);
  const { tasks, through } = rosa;
  let opening = 0;
  if (task === 'sayNo') {
    const { tasks: other } = pressing('marisol');
    await other.attest((await other.draft(draft)).opening);
    ({ opening } = await tasks.readAloud({ draft, peer: magueyOwn.id }));
  }
  const [{ revision } = { revision: 0 }] = await drafts();
  const says = await through(1, () => (task === 'sayNo' ? tasks.sayNo(opening) : tasks.throwAway({ draft, revision })));
  expect(says).not.toBe('');
  expect(await drafts()).toEqual([]);
});
