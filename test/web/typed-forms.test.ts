import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterAs } from '../support/browser-session.ts';
import { formsOfPages, takesWords } from '../support/forms-of-pages.ts';
import { type AtPages, asking, atPages, type Fields, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';
import { pagesFrom, type TypedForm, typedForms } from '../support/typed-forms.ts';
import { type Collective, found } from '../support/world.ts';

/* Whatever a member types into a form is kept at the node until they send it, for them alone. */

let ceiba: Collective & AsyncDisposable;
let rosa: AtPages;
let luz: AtPages;
let forms: TypedForm[] = [];
let round = '';
const say = (fields: Fields) => ({ do: 'say', proposal: '1', ...fields });
const whole = { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') };
const begin = async (fields: Fields) => (await rosa.post('/agreements/writing', fields)).to!;
const open = async (text: string) => {
  const wording = hiddenIn((await rosa.get(`${text}/decide`)).text, 'open', 'wording');
  return (await rosa.post(`${text}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
};
const inStage = async (...stages: string[]) => {
  const one = await open(await begin(whole));
  await luz.post(one, say({ kind: 'question', words: '¿Quién?' }));
  for (const to of stages) await rosa.post(one, { do: 'move', to });
  return one;
};

beforeAll(async () => {
  ceiba = await found('Ceiba');
  [rosa, luz] = await Promise.all([atPages(ceiba, 0), atPages(ceiba, 1)]);
  const text = await begin({ from: 'empty', language: 'es' });
  for (const kind of ['contact', 'step', 'belonging']) await rosa.post(`${text}/parts`, { kind });
  await rosa.post(`${text}/parts`, { kind: 'clause', violence: 'verbal' });
  await rosa.post(`${text}/parts`, { kind: 'procedure', about: 'appeal' });
  await begin(whole);
  round = await inStage();
  await inStage('sense_check');
  await inStage('sense_check', 'amend');
  const last = await inStage('sense_check', 'consent');
  for (const member of [rosa, luz]) await member.post(last, say({ kind: 'consent' }));
  const pages = await pagesFrom(rosa, '/agreements/writing', '/agreements/rounds');
  forms = [...pages].flatMap(([path, html]) => typedForms(path, html));
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const pattern = (path: string) => path.replaceAll(/(?<=\/)[\w-]{22}(?=\/|$)/g, ':id');
const words = 'Lo que <escribí> ayer.';
const shown = 'Lo que &lt;escribí&gt; ayer.';
const keep = (member: AtPages, form: TypedForm, value: string, more: Fields = {}) =>
  member.post(form.keep!, { ...form.hidden, ...Object.fromEntries(form.words.map((name) => [name, value])), ...more });

describe('a form into which words are typed', () => {
  test('is found wherever one is sent', async () => {
    const sent = (await formsOfPages()).filter(takesWords).map(({ path }) => path.replaceAll(/:\w+/g, ':id'));
    expect(
      [...new Set(forms.map(({ action }) => pattern(action).replace('/parts/front', '/parts/:id')))].toSorted(),
    ).toEqual([...new Set(sent)].toSorted());
    const ids = new Set(forms.map(({ id }) => id.replace(/-\d+$/, '')));
    const all = ['', 'adopt', 'amendment', 'answer', 'close', 'consent', 'file', 'meeting', 'objection', 'open'];
    expect([...ids].toSorted()).toEqual([...all, 'question', 'sense', 'stand_aside']);
  });

  test('names who types, is not filled in by the browser, and says where what is typed is kept', () => {
    for (const { page, id, keep, offersToFill, hidden } of forms)
      expect([page, id, keep === null, offersToFill, hidden['typed-by']]).toEqual([
        page,
        id,
        false,
        false,
        rosa.member,
      ]);
  });

  test('comes back with what was typed to whoever typed it, also in their next session, and to nobody else', async () => {
    const again = asking(ceiba.origin, rosa.member, await enterAs(ceiba.origin, ceiba.keyrings[0]!));
    const once = [...new Map(forms.map((form) => [`${pattern(form.page)} ${form.id} ${form.words}`, form])).values()];
    expect(once.length).toBeGreaterThan(15);
    for (const form of once) {
      const of = `${form.page} ${form.id}`;
      expect([of, (await keep(rosa, form, words)).status]).toEqual([of, 200]);
      for (const who of [rosa, again]) {
        const { text } = await who.get(form.page);
        expect([of, text.includes(shown), text.includes('Only you see it')]).toEqual([of, true, true]);
      }
      const { text } = await luz.get(form.page);
      expect([of, text.includes(shown), text.includes('Only you see it')]).toEqual([of, false, false]);
      expect((await asking(ceiba.origin).get(form.page)).text).not.toContain(shown);
      const drop = new URL(form.keep!, ceiba.origin);
      const place = drop.searchParams.get('place');
      const to = place === null ? `${drop.pathname}/drop` : '/typed/drop';
      expect((await rosa.post(to, place === null ? {} : { place })).status).toBe(303);
      expect([of, (await rosa.get(form.page)).text.includes(shown)]).toEqual([of, false]);
    }
  });

  test('is not kept in the name of who came in since', async () => {
    const [form] = forms.filter(({ id }) => id === 'question');
    expect((await keep(luz, form!, words)).status).toBe(403);
    expect((await luz.get(form!.page)).text).not.toContain(shown);
    expect((await keep(asking(ceiba.origin), form!, words)).status).toBe(401);
  });

  test('keeps nothing once it is sent, and what it was for is gone with it', async () => {
    const rows = async () => (await ceiba.node!.app.runtime.db.selectFrom('typed').selectAll().execute()).length;
    const question = forms.find(({ id, page }) => id === 'question' && page === round)!;
    await keep(rosa, question, words);
    expect(await rows()).toBe(1);
    expect((await rosa.post(round, say({ kind: 'question', words: 'Enviado' }))).status).toBe(303);
    expect(await rows()).toBe(0);
    const text = await begin(whole);
    const page = (await rosa.get(`${text}/decide`)).text;
    const meeting = typedForms(`${text}/decide`, page).find(({ id }) => id === 'meeting')!;
    await keep(rosa, meeting, words);
    expect(await rows()).toBe(1);
    await rosa.post(`${text}/throw-away`, {});
    expect(await rows()).toBe(0);
  });

  test('shows what was typed into it also where it is not on the page any more', async () => {
    const one = await open(await begin(whole));
    const [form] = typedForms(one, (await rosa.get(one)).text).filter(({ id }) => id === 'question');
    await keep(rosa, form!, words);
    await rosa.post(one, { do: 'close' });
    const { text } = await rosa.get(one);
    expect([text.includes(shown), text.includes('Only you see it')]).toEqual([true, true]);
    expect((await luz.get(one)).text).not.toContain(shown);
    await rosa.post('/typed/drop', { place: `${one}#question` });
    expect((await rosa.get(one)).text).not.toContain(shown);
  });

  test('shows minutes typed before somebody opened a round on the same text', async () => {
    const text = await begin(whole);
    const [form] = typedForms(`${text}/decide`, (await rosa.get(`${text}/decide`)).text).filter(
      ({ id }) => id === 'meeting',
    );
    await keep(rosa, form!, words);
    const wording = hiddenIn((await luz.get(`${text}/decide`)).text, 'open', 'wording');
    const one = (await luz.post(`${text}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
    expect((await rosa.get(one)).text).toContain(shown);
    expect((await luz.get(one)).text).not.toContain(shown);
    await rosa.post('/typed/drop', { place: `${text}/decide#meeting` });
    expect((await rosa.get(one)).text).not.toContain(shown);
  });

  test('holds nothing once its words are taken back', async () => {
    const form = forms.find(({ id, page }) => id === 'question' && page === round)!;
    await keep(rosa, form, words);
    await keep(rosa, form, '  ');
    expect((await rosa.get(round)).text).not.toContain('Only you see it');
  });

  test('is kept in bounds, and only where a form of ours can be', async () => {
    const places = ['//evil.test#x', '/x', 'x#y', '/x#', '/a b#c', `/${'x'.repeat(65)}#c`, '/../etc#c', '/x#c\n', ''];
    for (const place of places) {
      expect([place, (await rosa.post(`/typed?${new URLSearchParams({ place })}`, { words })).status]).toEqual([
        place,
        400,
      ]);
      expect([place, (await rosa.post('/typed/drop', { place })).status]).toEqual([place, 400]);
    }
    const at = (n: number) => `/typed?${new URLSearchParams({ place: `/agreements/rounds/x#question-${n}` })}`;
    for (let n = 0; n < 500; n++) await rosa.post(at(n), { words });
    expect([(await rosa.post(at(500), { words })).status, (await rosa.post(at(7), { words: 'x' })).status]).toEqual([
      429, 200,
    ]);
    expect((await luz.post(at(500), { words })).status).toBe(200);
    expect((await luz.post(at(1), { words: 'x'.repeat(600 * 1024) })).status).toBe(413);
  });
});
