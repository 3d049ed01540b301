import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtPages, atPages, type Fields, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';
import { typedForms } from '../support/typed-forms.ts';
import { type Collective, found } from '../support/world.ts';
import { closeTab, comeIn, type Engine, engines, held, leads, newTab, openEngine, says, type } from './engines.ts';

/* Whatever form it is, in both engines: nothing that somebody types into it is lost. */

/** A form before somebody types into it, and what happens elsewhere that makes it come too late. */
type Case = { name: string; path: string; form: string; field: string; late: (() => Promise<unknown>) | null };

const fieldsOf: Record<string, string> = { file: 'markdown', open: 'body', meeting: 'minutes', objection: 'harm' };
const inMinutes = ['adopt', 'close'];
const words = (name: string) => `Typed into ${name}:\nan hour of thought.`;

let ceiba: Collective & AsyncDisposable;
let people: AtPages[];
const begin = async (fields: Fields) => (await people[0]!.post('/agreements/writing', fields)).to!;
const say = (who: number, round: string, fields: Fields) =>
  people[who]!.post(round, { do: 'say', proposal: '1', ...fields });
const wordingOf = async (text: string) => hiddenIn((await people[1]!.get(`${text}/decide`)).text, 'open', 'wording');
const open = async (text: string) =>
  (await people[1]!.post(`${text}/decide`, { do: 'open', wording: await wordingOf(text), body: 'La asamblea' })).to!;
const closeBy = (round: string) => async () => {
  for (const who of [1, 2]) await people[who]!.post(round, { do: 'close', minutes: 'Ya no.' });
};

/** Every form with words, each on a page of its own, so that what is sent by one changes nothing for the others. */
async function everyForm(): Promise<Case[]> {
  const whole = { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') };
  const of = (name: string, path: string, late: Case['late']): Case => {
    const field = fieldsOf[name] ?? (inMinutes.includes(name) ? 'minutes' : 'words');
    const form = name === 'answer' ? 'form#answer-1' : `form#${name}`;
    return { name, path, form, field: `${form} [name="${field}"]`, late };
  };
  const inRound = async (name: string, ...stages: string[]) => {
    const round = await open(await begin(whole));
    await say(1, round, { kind: 'question', words: '¿Quién?' });
    for (const to of stages) await people[1]!.post(round, { do: 'move', to });
    if (name === 'adopt') for (const who of [1, 2]) await say(who, round, { kind: 'consent' });
    return of(name, round, closeBy(round));
  };
  const text = await begin({ from: 'empty', language: 'es' });
  const part = (await people[0]!.post(`${text}/parts`, { kind: 'clause', violence: 'verbal' })).to!;
  const saved = () => people[1]!.post(part, { revision: '1', press: 'save', 'text.es': 'Lo de otra' });
  const [first, second] = [await begin(whole), await begin(whole)];
  const form = 'form[data-keep$="/unsaved"]';
  return [
    { name: 'part', path: part, form, field: `${form} [name="text.es"]`, late: saved },
    of('file', '/agreements/writing', null),
    of('open', `${first}/decide`, () =>
      people[1]!.post(`${first}/parts/front`, { revision: '1', press: 'save', 'title.es': 'Otro' }),
    ),
    of('meeting', `${second}/decide`, () => open(second)),
    await inRound('question'),
    await inRound('answer'),
    await inRound('close'),
    await inRound('sense', 'sense_check'),
    await inRound('amendment', 'sense_check', 'amend'),
    ...(await Promise.all(
      ['consent', 'stand_aside', 'objection', 'adopt'].map((name) => inRound(name, 'sense_check', 'consent')),
    )),
  ];
}

/** What else its form wants before it is taken. */
async function fill(page: Page, { name, form, field }: Case): Promise<void> {
  if (name === 'meeting') {
    await type(page, `${form} [name="body"]`, 'La asamblea');
    await type(page, `${form} [name="decided"]`, '2026-01-31');
  }
  if (name === 'objection') await type(page, `${form} [name="words"]`, 'Así no.');
  await type(page, field, typedInto(name));
}

const typedInto = (name: string) => {
  if (name === 'open') return 'La asamblea de los jueves';
  return name === 'file' ? agreementText('ceiba-v1.es.md') : words(name);
};
const same = (value: string | null) => value?.replaceAll('\r\n', '\n').trim();
const press = (page: Page, { form }: Case) =>
  page.$eval(`${form} .press button`, (button) => (button as HTMLElement).click());

beforeAll(async () => {
  ceiba = await found('Ceiba');
  people = await Promise.all([0, 1, 2].map((who) => atPages(ceiba, who)));
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());

for (const engine of Object.keys(engines) as Engine[])
  describe.skipIf(engines[engine] === undefined)(`what somebody types, in ${engine}`, { timeout: 180_000 }, () => {
    let browser: Browser & AsyncDisposable;
    let context: BrowserContext;
    let cases: Case[];
    const tab = async (one: Case) => {
      const page = await newTab(context);
      await page.goto(ceiba.origin + one.path);
      await fill(page, one);
      return { one, page };
    };
    const tabs = async () => {
      const all: { one: Case; page: Page }[] = [];
      for (const one of cases) all.push(await tab(one));
      return all;
    };
    const closed = (all: { page: Page }[]) => Promise.all(all.map(({ page }) => closeTab(page)));
    beforeAll(async () => {
      browser = await openEngine(engine);
      context = await browser.createBrowserContext();
      await comeIn(context, ceiba.origin, ceiba.keyrings[0]!);
    }, 60_000);
    afterAll(() => browser?.close());

    test('is every form of our pages', async () => {
      cases = await everyForm();
      const pages = await Promise.all(
        cases.map(async ({ path }) => typedForms(path, (await people[0]!.get(path)).text)),
      );
      const ids = pages.flat().map(({ id }) => id || 'part');
      expect([...new Set(ids.map((id) => id.replace(/-\d+$/, '')))].toSorted()).toEqual(
        cases.map(({ name }) => name).toSorted(),
      );
    });

    test('stays without a network, without a session, and when something came before it', async () => {
      const all = await tabs();
      await Promise.all(all.map(({ page }) => says(page, 'Kept for you')));
      const still = async (one: Case, page: Page) =>
        expect([one.name, same(await held(page, one.field)), new URL(page.url()).pathname]).toEqual([
          ...[one.name, same(typedInto(one.name)), one.path],
        ]);
      for (const { one, page } of all) {
        await page.setOfflineMode(true);
        await press(page, one);
        await says(page, 'The node does not answer: this may not have arrived. What you typed is still here');
        await page.setOfflineMode(false);
        await still(one, page);
      }
      await ceiba.node!.app.runtime.db.deleteFrom('sessions').where('kind', '=', 'browser').execute();
      for (const { one, page } of all) {
        await press(page, one);
        await says(page, 'Your session has ended. What you typed is still here');
        await still(one, page);
      }
      await comeIn(context, ceiba.origin, ceiba.keyrings[0]!);
      people = await Promise.all([0, 1, 2].map((who) => atPages(ceiba, who)));
      for (const { one, page } of all) {
        if (one.late === null) continue;
        await one.late();
        await press(page, one);
        await says(page, 'Somebody saved this while', 'This round is over', 'A round is open', 'changed the text');
        const everything = await page.$$eval('main textarea, main input', (fields) =>
          fields.map((field) => (field as HTMLTextAreaElement).value),
        );
        expect([one.name, everything.map(same)]).toEqual([
          one.name,
          expect.arrayContaining([same(typedInto(one.name))]),
        ]);
      }
      await closed(all);
    });

    test('counts at the first press after a pause', async () => {
      cases = await everyForm();
      const all = await tabs();
      await Promise.all(all.map(({ page }) => says(page, 'Kept for you')));
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      for (const { one, page } of all) await taken(one, page);
      await closed(all);
    });

    test('is there after Back for whoever typed it, and for nobody once they left', async () => {
      const round = cases.find(({ name }) => name === 'question')!;
      const { page } = await tab(round);
      // Nothing is waited for: the page goes with what was typed a moment ago.
      await leads(page, () => page.$eval('nav a[href="/agreements"]', (link) => link.click()));
      const there = () => held(page, round.field).catch(() => null);
      await page.goBack();
      await expect.poll(async () => same((await there()) ?? ''), { timeout: 10_000 }).toBe(same(words('question')));
      await leads(page, () => page.$eval('aside form button', (button) => button.click()));
      await page.goBack();
      await expect.poll(() => page.$eval('h1', (h1) => h1.innerText).catch(() => '')).toBe('This page is for members');
      expect(await page.content()).not.toContain('hour of thought');
      await closeTab(page);
    });

    /** Pressed once, it leads away, and nothing of it is kept. */
    async function taken(one: Case, page: Page): Promise<void> {
      const { member } = ceiba.keyrings[0]!;
      const rows = () =>
        ceiba.node!.app.runtime.db.selectFrom('typed').select('place').where('member', '=', member).execute();
      const before = (await rows()).length;
      await page.bringToFront();
      await leads(page, () => press(page, one));
      await expect.poll(async () => (await rows()).length, { message: one.name, timeout: 5_000 }).toBe(before - 1);
    }
  });
