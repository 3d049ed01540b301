import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Part } from '../../../src/agreements/texts/text.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { membersAt } from './members-at.ts';

const { ceiba } = await openNodes('ceiba');
let at: ReturnType<typeof membersAt>;
let rosa: string;
let lu: string;
let place: string;
let part: string;
beforeAll(async () => {
  at = membersAt(ceiba);
  rosa = ceiba.people.rosa.member;
  lu = ceiba.people.lu.member;
});
beforeEach(async () => {
  await ceiba.runtime.db.deleteFrom('texts').execute();
  await ceiba.reset();
  place = (await at.ask(rosa, '/agreements/writing', { from: 'empty', language: 'es' })).place;
  part = (await at.ask(rosa, `${place}/parts`, { kind: 'clause', violence: 'verbal' })).place;
});

type Typed = Record<string, string | string[]>;
const save = (who: string, revision: number, typed: Typed, of = part) =>
  at.ask(who, `${of}?lang=en`, { revision: String(revision), press: 'save', ...typed });
const typing = (who: string, revision: number, typed: Typed, of = part) =>
  at.ask(who, `${of}/unsaved`, { revision: String(revision), ...typed }, 'application/json');
const page = async (who: string, of = part) => (await at.ask(who, `${of}?lang=en`)).text;
const standing = async (of = part) => {
  const { parts } = await at.json<{ parts: Part[] }>(rosa, place);
  return parts.find((one) => of.endsWith(one.part));
};
const unsaved = async () =>
  (await ceiba.runtime.db.selectFrom('typed').selectAll().orderBy('at').execute()).map(({ member, content }) => {
    const { revision, 'text.es': text } = JSON.parse(content) as Record<string, unknown>;
    return { who: member === rosa ? 'rosa' : 'lu', revision, text };
  });

describe('saving a part', () => {
  it('appends a revision, and shows the form filled in again', async () => {
    const typed = {
      violence: 'verbal',
      stance: 'not_tolerated',
      severity: 'micro',
      axes: ['gender', 'class'],
      'ownName.es': 'callar acentos',
      'text.es': 'No gritamos.\n\n- **Nunca** por el acento.',
      'examples.es': 'gritar\nimitar un acento',
    };
    const { status, place: to } = await save(rosa, 1, typed);
    const id = part.split('/').at(-1);
    expect([status, to]).toEqual([303, `${place}?saved=${id}&lang=en#part-${id}`]);
    const { text: whole } = await at.ask(rosa, to!);
    expect(whole.match(/Saved\. Other members see it now\./g)).toHaveLength(1);
    expect(whole.indexOf('Saved.')).toBeGreaterThan(whole.indexOf(`id="part-${id}"`));
    expect(await standing()).toMatchObject({
      revision: 2,
      member: rosa,
      content: { stance: 'not_tolerated', axes: ['gender', 'class'], examples: { es: ['gritar', 'imitar un acento'] } },
    });
    const form = await page(lu);
    expect(form).toContain('<h1 lang="es" dir="auto">callar acentos</h1>');
    expect(form).toContain('<input type="hidden" name="revision" value="2"/>');
    expect(form).toMatch(/value="not_tolerated" checked/);
    expect(form).toMatch(/value="class" checked/);
    expect(form).toMatch(/<option value="micro" selected/);
    expect(form).toContain('\nNo gritamos.\n\n- **Nunca** por el acento.</textarea>');
    expect(form).toContain('value="callar acentos"');
    const wrong = await save(rosa, 2, { ...typed, 'ownName.es': 'callar | gritar' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('<h1 lang="es" dir="auto">callar acentos</h1>');
  });

  it('shows how the Markdown subset reads, and saves nothing by it', async () => {
    const text =
      '# no **fuerte** [x](javascript:alert(1)) [y](https://ejemplo.test) <b>z</b> <script>alert(1)</script>';
    const { status, text: seen } = await save(rosa, 1, { press: 'preview', 'text.es': text });
    expect(status).toBe(200);
    expect(seen).toContain('<strong>fuerte</strong>');
    expect(seen).toContain('<a href="https://ejemplo.test/"');
    expect(seen).not.toContain('<script>alert');
    expect(seen).not.toContain('href="javascript');
    expect(seen).toContain('This is not saved yet.');
    expect(seen).toContain(`value="${'1'}"`);
    expect(await standing()).toMatchObject({ revision: 1 });
    expect(await unsaved()).toEqual([]);
  });

  it('names what is wrong beside its field, and shows all that was typed', async () => {
    const { status, text } = await save(rosa, 1, {
      stance: 'worked_on_together',
      'ownName.es': 'a|b',
      'text.es': `Lo que escribí. ${'ñ'.repeat(4001)}`,
      'support.es': 'una línea',
    });
    expect(status).toBe(400);
    expect(text).toContain('This is not saved yet. What you typed is all here.');
    expect(text).toContain('<a href="#field-text-es">“What we live by” is longer than 4000 characters.');
    expect(text).toMatch(
      /<textarea[^>]*id="field-text-es"[^>]*aria-describedby="[^"]*field-text-es-wrong"[^>]*aria-invalid="true"/,
    );
    expect(text).toMatch(/<p class="wrong" id="field-ownName-es-wrong">“Our own name for it” cannot hold the sign/);
    for (const typed of ['a|b', 'Lo que escribí.', 'una línea', 'value="worked_on_together" checked'])
      expect(text).toContain(typed);
    expect(await standing()).toMatchObject({ revision: 1 });
    const json = await at.ask(rosa, part, { revision: '1', 'text.es': 'a\u202eb' }, 'application/json');
    expect([json.status, JSON.parse(json.text)]).toEqual([
      400,
      {
        code: 'agreement-form',
        problems: [{ name: 'text.es', sentence: expect.stringContaining('turns the order of letters round') }],
      },
    ]);
  });

  it.each([
    ['a field of nobody', 'revision=1&surprise=1', 400],
    ['no revision', 'text.es=a', 400],
    ['a revision that is none', 'revision=-1', 400],
    ['a revision that is not there yet', 'revision=7&text.es=a', 404],
    ['NUL', 'revision=1&text.es=a%00b', 400],
    ['ten megabytes', `revision=1&text.es=${'a'.repeat(10 * 1024 * 1024)}`, 413],
    ['more than a part may hold', `revision=1&text.es=${'%F0%9F%98%80'.repeat(1)}${'a'.repeat(300 * 1024)}`, 400],
    ['more than five hundred fields', Array.from({ length: 501 }, (_, n) => `text.a${n}=x`).join('&'), 413],
  ])('refuses %s, and stores nothing', async (_, body, status) => {
    expect((await at.ask(rosa, part, body)).status).toBe(status);
    expect((await at.ask(rosa, `${part}/unsaved`, body)).status).toBe(
      status === 400 && body.length > 9999 ? 413 : status,
    );
    expect(await standing()).toMatchObject({ revision: 1 });
    expect(await unsaved()).toEqual([]);
  });

  it('takes combining marks as they are, and shows no towers of them', async () => {
    const tower = `Z${'\u0301\u0316'.repeat(60)}a`;
    expect((await save(rosa, 1, { 'text.es': tower })).status).toBe(303);
    const seen = await page(rosa, `${part}/revisions/2`);
    expect(seen).not.toMatch(/\p{M}{9}/u);
    expect(await page(rosa)).toContain(tower);
  });

  it('keeps words of a language that the agreement does not name, and says so', async () => {
    await save(rosa, 1, { 'text.es': 'Uno.', 'text.en': 'One.' });
    const form = await page(rosa);
    expect(form).toContain('these words are kept, not published');
    await save(rosa, 1, { languages: 'es en', 'title.es': 'T' }, `${place}/parts/front`);
    expect(await page(rosa)).not.toContain('these words are kept, not published');
    expect(await page(rosa)).toContain('One.</textarea>');
  });
});

describe('two members in the same part', () => {
  it('both keep their words: the second sees both, and saves theirs when they have read the other', async () => {
    await save(rosa, 1, { 'text.es': 'Lo de Rosa.', 'support.es': 'igual' });
    const { status, text } = await save(lu, 1, { 'text.es': 'Lo de Lu.', 'support.es': 'igual' });
    expect(status).toBe(409);
    expect(text).toContain('Somebody saved this while you were writing');
    expect(text).toContain('>Lo de Rosa.</dd>');
    expect(text).toContain('>Lo de Lu.</dd>');
    // Only where they differ; the form holds what Lu typed.
    expect(text).not.toContain('>igual</dd>');
    expect(text).toContain('\nLo de Lu.</textarea>');
    expect(text).toContain('Save mine in its place');
    expect(await standing()).toMatchObject({ revision: 2, content: { text: { es: 'Lo de Rosa.' } } });
    expect(await unsaved()).toEqual([{ who: 'lu', revision: 1, text: 'Lo de Lu.' }]);
    // A closed tab loses nothing: coming back shows both again, to Lu alone.
    const back = await page(lu);
    expect(back).toContain('>Lo de Rosa.</dd>');
    expect(back).toContain('\nLo de Lu.</textarea>');
    expect(await page(rosa)).not.toContain('Lo de Lu.');
    expect((await save(lu, 2, { 'text.es': 'Lo de ambas.', 'support.es': 'igual' })).status).toBe(303);
    expect(await standing()).toMatchObject({ revision: 3, member: lu, content: { text: { es: 'Lo de ambas.' } } });
    expect(await unsaved()).toEqual([]);
    expect(await page(rosa, `${part}/revisions/2`)).toContain('Lo de Rosa.');
  });

  it('drops what it typed when its author says so', async () => {
    await save(rosa, 1, { 'text.es': 'Lo de Rosa.' });
    await save(lu, 1, { 'text.es': 'Lo de Lu.' });
    expect((await at.ask(lu, `${part}/unsaved/drop`, {})).status).toBe(303);
    expect(await unsaved()).toEqual([]);
    expect(await page(lu)).toContain('\nLo de Rosa.</textarea>');
    expect(await page(lu)).not.toContain('Lo de Lu.');
  });

  it('is no conflict when both typed the same, or nothing was changed since', async () => {
    await save(rosa, 1, { 'text.es': 'Lo mismo.' });
    expect((await save(lu, 1, { 'text.es': ' Lo mismo.\r\n' })).status).toBe(303);
    expect(await standing()).toMatchObject({ revision: 2, member: rosa });
    await save(rosa, 2, { 'text.es': 'Otra cosa.' });
    await save(rosa, 3, { 'text.es': 'Lo mismo.' });
    expect((await save(lu, 2, { 'text.es': 'Más.' })).status).toBe(303);
    expect(await standing()).toMatchObject({ revision: 5, content: { text: { es: 'Más.' } } });
  });

  it('sees what is wrong and the conflict at once, and overwrites nothing', async () => {
    await save(rosa, 1, { 'text.es': 'Lo de Rosa.' });
    const { status, text } = await save(lu, 1, { 'text.es': 'Lo de Lu.', 'ownName.es': 'a|b' });
    expect(status).toBe(400);
    expect(text).toContain('Somebody saved this while you were writing');
    expect(text).toContain('Lo de Rosa.');
    expect(text).toContain('Lo de Lu.');
    expect(await standing()).toMatchObject({ revision: 2 });
  });

  it('tells who writes that it was taken out meanwhile, and saving puts it back', async () => {
    await at.ask(rosa, `${part}/out`, { from: '1' });
    const { status, text } = await save(lu, 1, { stance: 'not_tolerated', 'text.es': 'Lo de Lu.' });
    expect(status).toBe(409);
    expect(text).toContain('It was taken out of the text.');
    expect(text).toContain('Lo de Lu.');
    expect((await save(lu, 2, { violence: 'verbal', stance: 'not_tolerated', 'text.es': 'Lo de Lu.' })).status).toBe(
      303,
    );
    expect(await standing()).toMatchObject({ revision: 3, content: { violence: 'verbal', text: { es: 'Lo de Lu.' } } });
  });

  it('at the same instant: one is saved, the other is told and loses nothing', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const answers = await Promise.all([
        save(rosa, round, { 'text.es': `Rosa ${round}` }),
        save(lu, round, { 'text.es': `Lu ${round}` }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
      const [late] = await unsaved();
      const now = await standing();
      expect(now).toMatchObject({ revision: round + 1 });
      const words = [late?.text, now?.content?.kind === 'clause' ? now.content.text.es : ''].sort();
      expect(words).toEqual([`Lu ${round}`, `Rosa ${round}`]);
      await at.ask(late?.who === 'rosa' ? rosa : lu, `${part}/unsaved/drop`, {});
    }
  });

  it('in different parts never disturb each other', async () => {
    const others: string[] = [];
    for (const violence of ['sexual', 'digital', 'physical', 'economic'])
      others.push((await at.ask(rosa, `${place}/parts`, { kind: 'clause', violence })).place);
    const answers = await Promise.all(
      [part, ...others].map((one, n) => save(n % 2 === 0 ? rosa : lu, 1, { 'text.es': `Parte ${n}` }, one)),
    );
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    for (const [n, one] of [part, ...others].entries())
      expect(await standing(one)).toMatchObject({ revision: 2, content: { text: { es: `Parte ${n}` } } });
  });
});

describe('what is typed and not saved', () => {
  it('is kept for its author alone, makes no revision, and is shown to them when they come back', async () => {
    expect(JSON.parse((await typing(lu, 1, { stance: 'not_tolerated', 'text.es': 'A medias' })).text)).toEqual({
      kept: true,
    });
    await typing(lu, 1, { stance: 'not_tolerated', 'text.es': 'A medias, más' });
    expect(await unsaved()).toEqual([{ who: 'lu', revision: 1, text: 'A medias, más' }]);
    expect(await standing()).toMatchObject({ revision: 1, content: { text: {} } });
    const mine = await page(lu);
    expect(mine).toContain('You had typed this and not saved it');
    expect(mine).toContain('\nA medias, más</textarea>');
    expect(mine).toMatch(/value="not_tolerated" checked/);
    expect((await at.ask(lu, `${place}?lang=en`)).text).toContain('You typed something here and did not save it');
    for (const who of [rosa, ceiba.people.itzel.member])
      for (const path of [
        '',
        `${part.slice(place.length)}`,
        '/agreement.md',
        `${part.slice(place.length)}/revisions/1`,
      ]) {
        const { text } = await at.ask(who, place + path);
        expect([path, text.includes('A medias'), text.includes('did not save')]).toEqual([path, false, false]);
      }
    const json = await at.json<{ unsaved: string[] }>(rosa, place);
    expect([json.unsaved, JSON.stringify(json).includes('A medias')]).toEqual([[], false]);
    // Another member's "drop" does not reach it.
    await at.ask(rosa, `${part}/unsaved/drop`, {});
    expect(await unsaved()).toHaveLength(1);
    await save(lu, 1, { stance: 'not_tolerated', 'text.es': 'Entero' });
    expect(await unsaved()).toEqual([]);
  });

  it('is dropped when it says what stands, or what it began from', async () => {
    await typing(lu, 1, { 'text.es': 'A medias' });
    expect(JSON.parse((await typing(lu, 1, { 'text.es': '' })).text)).toEqual({ kept: false });
    expect(await unsaved()).toEqual([]);
    await save(rosa, 1, { 'text.es': 'Lo de Rosa.' });
    // Lu typed nothing: no conflict is made up for her.
    expect(JSON.parse((await typing(lu, 1, { 'text.es': '' })).text)).toEqual({ kept: false });
    expect(JSON.parse((await typing(lu, 1, { 'text.es': 'Lo de Rosa.' })).text)).toEqual({ kept: false });
    expect(await page(lu)).not.toContain('Somebody saved');
  });

  it('keeps also what could not be saved as it is', async () => {
    await typing(lu, 1, { reviewMonths: 'seis' }, (await at.ask(rosa, `${place}/parts`, { kind: 'belonging' })).place);
    const [row] = await ceiba.runtime.db.selectFrom('typed').selectAll().execute();
    expect(JSON.parse(row?.content ?? '')).toEqual({ revision: 1, reviewMonths: 'seis' });
    await typing(lu, 1, { 'text.es': `a\u202eb ${'ñ'.repeat(5000)}` });
    expect(await unsaved()).toHaveLength(2);
    expect((await page(lu)).includes('ñ'.repeat(5000))).toBe(true);
  });
});
