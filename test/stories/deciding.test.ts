import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedPaths } from '../../src/agreements/versions/addresses.ts';
import { listAgreements, listDrafts, publishAgreement, signAgreement } from '../../src/client/agreements/agreements.ts';
import { atWork, meet } from '../../src/commands/scripted-steps.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { type AtPages, asking, atPages, type Fields, fieldsIn, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

type Open = Collective & AsyncDisposable;
const harm = 'Quien duerme en la casa y no puede llamar.';

describe('a collective decides on its agreement', () => {
  let ceiba: Open;
  let maguey: Open;
  let people: AtPages[];
  let text = '';
  let round = '';

  beforeAll(async () => {
    [ceiba, maguey] = (await Promise.all(['Ceiba', 'Maguey'].map((name) => found(name)))) as [Open, Open];
    await meet(maguey, ceiba);
    people = await Promise.all([0, 1, 2].map((who) => atPages(ceiba, who)));
  });
  afterAll(async () => {
    for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
  });

  const page = async (who = 0) => (await people[who]!.get(round)).text;
  const send = async (who: number, fields: Fields) => {
    const answer = await people[who]!.post(round, fields);
    expect(answer.to?.split('#')[0]).toBe(round);
    expect(answer.status).toBe(303);
  };
  const say = (who: number, kind: string, proposal: number, fields: Fields = {}) =>
    send(who, { do: 'say', kind, proposal: String(proposal), ...fields });
  const move = (who: number, to: string) => send(who, { do: 'move', to });
  const begin = async (who: number, fields: Fields) => {
    const answer = await people[who]!.post('/agreements/writing', fields);
    expect(answer.status).toBe(303);
    return answer.to!;
  };

  it('opens a round on a text, in its own words', async () => {
    text = await begin(0, { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') });
    const decide = await people[1]!.get(`${text}/decide`);
    expect(decide.status).toBe(200);
    const wording = hiddenIn(decide.text, 'open', 'wording');
    const opened = await people[1]!.post(`${text}/decide`, { do: 'open', wording, body: 'La asamblea de Ceiba' });
    round = opened.to!;
    expect(round).toMatch(/^\/agreements\/rounds\/[A-Za-z0-9_-]{22}$/);
    // Whoever comes after finds it.
    expect(await people[0]!.get(`${text}/decide`)).toMatchObject({ status: 303, to: round });
    expect((await people[0]!.get('/agreements/rounds')).text).toContain(`href="${round}"`);
    const shown = await page();
    expect(shown).toContain('Deciding together: La asamblea de Ceiba');
    expect(shown).toContain('aria-current="step"');
    expect(shown).toContain('Acuerdo de convivencia de Ceiba');
    expect(shown).toContain('<title>Ceiba</title>');
  });

  it('asks and answers, says how it sits, and proposes other words', async () => {
    const clause = /#clause-([A-Za-z0-9_-]{22})/.exec(await page())![1]!;
    await say(2, 'question', 1, { part: clause, words: '¿Quién avisa de noche?' });
    await say(0, 'answer', 1, { about: '1', words: 'Todavía nadie.' });
    await move(2, 'sense_check');
    await say(1, 'sense', 1, { words: 'Me preocupa la noche.' });
    await move(1, 'amend');
    await say(1, 'amendment', 1, { part: clause, words: 'Siempre vela alguien.' });
    await move(1, 'consent');
    const shown = await page(1);
    for (const words of ['¿Quién avisa de noche?', 'Todavía nadie.', 'Me preocupa la noche.', 'Siempre vela alguien.'])
      expect(shown).toContain(words);
    expect(shown).toContain(`<b>${calledBy(people[2]!.member, 'en')}</b>`);
    expect(shown).toContain('<b>You</b>');
    expect(shown).toContain(`/proposals/1#clause-${clause}`);
  });

  it('is held up by an objection that names a harm, not by one that names none', async () => {
    const bare = await people[2]!.post(round, { do: 'say', kind: 'objection', proposal: '1', words: 'No me gusta.' });
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('An objection names a possible harm.');
    expect(bare.text).toContain('No me gusta.</textarea>');
    await say(0, 'consent', 1);
    await say(1, 'consent', 1);
    await say(2, 'objection', 1, { words: 'No me gusta.', harm });
    expect(await page(0)).toContain('This objection is open.');
    const adopting = await people[0]!.post(round, { do: 'adopt', proposal: '1' });
    expect(adopting.status).toBe(409);
    expect(adopting.text).toContain('Not yet: an objection is open.');
  });

  it('amends the text, sees what changed, and asks anew', async () => {
    await move(0, 'amend');
    const front = `${text}/parts/front`;
    const fields = fieldsIn((await people[0]!.get(front)).text, 'summary');
    const summary = Object.keys(fields).find((name) => name.startsWith('summary'))!;
    const saved = { ...fields, press: 'save', [summary]: 'Ceiba es una casa. De noche siempre vela alguien.' };
    expect((await people[0]!.post(front, saved)).status).toBe(303);
    const bring = await people[0]!.get(`${round}/bring`);
    expect(bring.text).toContain('De noche siempre vela alguien.');
    const wording = hiddenIn(bring.text, 'bring', 'wording');
    expect(await people[0]!.post(`${round}/bring`, { wording })).toMatchObject({
      status: 303,
      to: `${round}#proposed`,
    });
    const since = await people[2]!.get(`${round}/proposals/2/since/1`);
    expect(since.text).toContain('De noche siempre vela alguien.');
    await move(0, 'consent');
    const shown = await page(2);
    expect(shown).toContain('Its author has not said how they stand to the new words.');
    expect(shown).toContain('at least two people have to consent to this proposal');
    // A form of before says yes to words that are gone.
    const late = await people[1]!.post(round, { do: 'say', kind: 'consent', proposal: '1' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Another proposal stands now.');
    await say(2, 'stand_aside', 2, { words: 'Me voy de viaje.' });
    await say(0, 'consent', 2);
    await say(1, 'consent', 2);
  });

  it('adopts it, keeps minutes, and its stewards sign what was adopted', async () => {
    await send(1, { do: 'adopt', proposal: '2', minutes: 'Quedamos en mirar lo de la noche en mayo.' });
    expect(await page()).toContain('Stewards sign it at the desk');
    const file = await people[2]!.get(`${round}/minutes.md`);
    expect(file.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    for (const words of ['> Quedamos en mirar', '## Objections, and how they were met', `> ${harm}`, 'Stands aside'])
      expect(file.text).toContain(words);
    expect(file.text).not.toContain('You ');
    for (const who of [0, 1]) {
      const { api, root, keyring } = await atWork(ceiba, who);
      const [draft] = await listDrafts({ api, chain: root.chain });
      await signAgreement({ api, chain: root.chain, keyring }, draft!);
      if (who === 1) await publishAgreement(api, draft!.id);
    }
  });

  it('is shown by the partner with who decided, how and when; the text is gone, the round says where to read it', async () => {
    const [ours] = (await listAgreements((await atWork(ceiba, 0)).api)).agreements;
    const day = new Date().toISOString().slice(0, 10);
    expect(ours).toMatchObject({
      version: 1,
      adopted: { body: 'La asamblea de Ceiba', method: 'consent_round', at: day },
    });
    const { api } = await atWork(maguey, 0);
    const partners = await eventually(
      async () => (await listAgreements(api)).partners,
      (shown) => shown.length > 0,
    );
    const there = await (await fetch(partners[0]!.url, { headers: { accept: 'text/html' } })).text();
    const date = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
    expect(there).toContain(`La asamblea de Ceiba, on ${date}, in a consent round.`);
    expect(there).toContain('De noche siempre vela alguien.');
    expect((await people[0]!.get(text)).status).toBe(404);
    expect(await page()).toContain('Published as version 1');
    // What was said stays inside.
    for (const words of [harm, '¿Quién avisa de noche?', 'Me voy de viaje.', round]) expect(there).not.toContain(words);
  });

  it('writes down a second version that was decided face to face, with what changes shown before', async () => {
    const [ours] = (await listAgreements((await atWork(ceiba, 0)).api)).agreements;
    const markdown = agreementText('ceiba-v2.es.md').replace('\nidiomas:', `\nserie: ${ours!.series}\nidiomas:`);
    const second = await begin(0, { from: 'markdown', markdown });
    const decide = await people[0]!.get(`${second}/decide`);
    expect(decide.text).toContain('<h2 id="whole">');
    const wording = hiddenIn(decide.text, 'meeting', 'wording');
    const given = {
      do: 'meeting',
      wording,
      body: 'Asamblea de mayo',
      decided: '2026-05-02',
      method: 'assembly_minutes',
    };
    const bare = await people[0]!.post(`${second}/decide`, { ...given, minutes: '' });
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('value="Asamblea de mayo"');
    const written = await people[0]!.post(`${second}/decide`, { ...given, minutes: 'Vino casi toda la casa.' });
    expect(written.status).toBe(303);
    const shown = (await people[2]!.get(written.to!)).text;
    expect(shown).toContain('Adopted: Asamblea de mayo, on May 2, 2026, in an assembly, with minutes.');
    expect(shown).toContain('Vino casi toda la casa.');
    const { api, root } = await atWork(ceiba, 0);
    const [draft] = await listDrafts({ api, chain: root.chain });
    expect(draft!.statement).toMatchObject({
      series: ours!.series,
      version: 2,
      adopted: { body: 'Asamblea de mayo', method: 'assembly_minutes', at: '2026-05-02' },
    });
  });

  it('shows none of it to anybody else', async () => {
    const nobody = asking(ceiba.origin);
    const paths = [
      '/agreements/rounds',
      round,
      `${round}/minutes.md`,
      `${round}/proposals/1`,
      `${round}/bring`,
      `${text}/decide`,
    ];
    for (const path of paths) {
      const answer = await nobody.get(path);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.text).not.toContain('asamblea');
    }
    expect((await nobody.post(round, { do: 'adopt', proposal: '2' })).status).toBe(401);
    for (const path of ['/', '/agreements', feedPaths.atom, feedPaths.json, '/outbox']) {
      const answer = await nobody.get(path);
      for (const words of [harm, 'Vino casi toda la casa.', round.split('/').at(-1)!])
        expect(answer.text).not.toContain(words);
    }
  });
});
