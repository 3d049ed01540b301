import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { entriesOf, roundRow } from '../../../src/agreements/rounds/store.ts';
import { listDrafts, signAgreement } from '../../../src/client/agreements/agreements.ts';
import { atWork } from '../../../src/commands/scripted-steps.ts';
import { startLogging } from '../../../src/platform/logging.ts';
import { type AtPages, asking, atPages, type Fields, hiddenIn } from '../../support/member-pages.ts';
import { agreementText } from '../../support/trust.ts';
import { type Collective, found } from '../../support/world.ts';

const marker = 'Ixtlilxochitl';
const nobodysId = 'AAAAAAAAAAAAAAAAAAAAAA';
const logged: string[] = [];
let ceiba: Collective & AsyncDisposable;
let ana: AtPages;
let luz: AtPages;
let text = '';
let round = '';
beforeAll(async () => {
  const log = startLogging({ format: 'json', level: 'debug', write: (line) => logged.push(line) });
  ceiba = await found('Ceiba', { log });
  [ana, luz] = [await atPages(ceiba, 0), await atPages(ceiba, 1)];
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const id = () => round.split('/').at(-1)!;
const entries = () => entriesOf(ceiba.node!.app.runtime.db, id());
const open = async (place: string, body = 'La asamblea') => {
  const wording = hiddenIn((await ana.get(`${place}/decide`)).text, 'open', 'wording');
  return ana.post(`${place}/decide`, { do: 'open', wording, body });
};
const say = (kind: string, fields: Fields = {}, who = ana) =>
  who.post(round, { do: 'say', kind, proposal: '1', ...fields });

beforeEach(async () => {
  text = (await ana.post('/agreements/writing', { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') })).to!;
  round = (await open(text)).to!;
});

test('somebody who chose a nickname is called by it in a round, and by their two words in minutes that are taken along', async () => {
  await ana.post('/people', { nickname: 'Chayo' });
  await say('question', { words: '¿Y de noche?' });
  expect((await luz.get(round)).text).toContain('<b>Chayo</b>');
  const minutes = (await luz.get(`${round}/minutes.md`)).text;
  expect(minutes).toContain('¿Y de noche?');
  expect(minutes).not.toContain('Chayo');
  await ana.post('/people', { nickname: '' });
});

describe('what a round is sent', () => {
  const refused: [what: string, status: number, fields: Fields | string][] = [
    ['a step that there is none of', 400, { do: 'vote' }],
    ['nothing', 400, ''],
    ['a field too many', 400, { do: 'move', to: 'amend', why: 'x' }],
    ['a stage that there is none of', 400, { do: 'move', to: 'prototype' }],
    ['the outcome as a stage', 400, { do: 'move', to: 'outcome' }],
    ['a stage that is not next', 409, { do: 'move', to: 'consent' }],
    ['a kind that there is none of', 400, { do: 'say', kind: 'stage', proposal: '1', words: 'x' }],
    ['a position before it is asked for', 409, { do: 'say', kind: 'consent', proposal: '1' }],
    ['a proposal that is no number', 400, { do: 'say', kind: 'question', proposal: '1e9', words: 'x' }],
    ['a proposal that is not there', 409, { do: 'say', kind: 'question', proposal: '2', words: 'x' }],
    [
      'a part with a form of its own',
      400,
      { do: 'say', kind: 'question', proposal: '1', words: 'x', part: '../front' },
    ],
    ['a part that is not in it', 400, { do: 'say', kind: 'question', proposal: '1', words: 'x', part: nobodysId }],
    ['an answer to nothing', 400, { do: 'say', kind: 'answer', proposal: '1', words: 'x', about: '7' }],
    ['words that show nothing', 400, { do: 'say', kind: 'question', proposal: '1', words: ' \u202e\u200e\r\n ' }],
    ['four thousand and one letters', 400, { do: 'say', kind: 'question', proposal: '1', words: 'á'.repeat(4001) }],
    ['NUL', 400, { do: 'say', kind: 'question', proposal: '1', words: 'a\0b' }],
    ['half a letter', 400, '{"do":"say","kind":"question","proposal":"1","words":"\\ud800"}'],
    ['words twice', 400, 'do=say&kind=question&proposal=1&words=a&words=b'],
    ['ten megabytes', 413, { do: 'say', kind: 'question', proposal: '1', words: 'a'.repeat(10_000_000) }],
    ['a yes before anybody consented', 409, { do: 'adopt', proposal: '1' }],
  ];
  it.each(refused)('is refused with one sentence as %s, and nothing is kept', async (_what, status, fields) => {
    const answer = await ana.post(round, fields);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('</html>');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await entries()).toEqual([]);
  });

  it('is shown as words: no tag, no line that turns round, no heading of the minutes', async () => {
    const words = `<script>alert(1)</script> \u202e${marker}\n# Adopted\n[here](javascript:alert(1))`;
    await say('question', { words });
    await say('answer', { about: '1', words: '\u2067# Adopted\r\r> x' });
    const { text: shown } = await luz.get(round);
    expect(shown).toContain('&lt;script&gt;alert(1)');
    expect(shown).toContain(marker);
    expect(shown).not.toMatch(/<script>|[\u202a-\u202e\u2066-\u2069]|href="javascript/);
    const { text: minutes } = await luz.get(`${round}/minutes.md`);
    expect(minutes.split('\n').filter((line) => /^\s*#/.test(line))).toEqual([
      '# Minutes: Acuerdo de convivencia de Ceiba',
      '## Questions and answers',
    ]);
    expect(minutes).toContain('  > # Adopted');
    expect(minutes).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('is kept once, in the order of the lines that were typed', async () => {
    for (let times = 0; times < 3; times++) await say('question', { words: ' ¿Quién?\r\n¿Y dónde? ' });
    expect(await entries()).toMatchObject([{ seq: 1, kind: 'question', words: '¿Quién?\n¿Y dónde?', part: null }]);
  });
});

describe('whoever did something in a round', () => {
  it('comes back to where it shows', async () => {
    const shows = async ({ status, to }: Awaited<ReturnType<typeof say>>, anchor: string) => {
      expect([status, to]).toEqual([303, `${round}#${anchor}`]);
      expect((await ana.get(round)).text).toContain(`id="${anchor}"`);
    };
    await shows(await say('question', { words: '¿Quién?' }), 'entry-1');
    await shows(await say('answer', { about: '1', words: 'Nadie.' }, luz), 'entry-2');
    await shows(await say('question', { words: '¿Quién?' }), 'entry-1');
    await shows(await ana.post(round, { do: 'move', to: 'sense_check' }), 'stages');
    // Luz took part: what she said of it does not end by one press of Ana's.
    await shows(await ana.post(round, { do: 'close' }), 'closing');
    await shows(await luz.post(round, { do: 'close' }), 'outcome');
    const stages = [...(await ana.get(round)).text.matchAll(/<span>([^<]*)<\/span> <span class="quiet">([^<]*)</g)];
    expect(stages.map(([, stage, when]) => `${stage}: ${when}`)).toEqual([
      'Questions: done',
      'How it sits with us: done',
      'Changes: not held',
      'Consent: not held',
      'Outcome: now',
    ]);
  });
});

describe('minutes of a round that two close', () => {
  it('are those of both', async () => {
    await say('question', { words: '¿Quién?' }, luz);
    await ana.post(round, { do: 'close', minutes: 'Lo que dice Ana.' });
    await ana.post(round, { do: 'close' });
    await luz.post(round, { do: 'close', minutes: 'Lo que dice Luz.' });
    const { text: minutes } = await ana.get(`${round}/minutes.md`);
    for (const words of ['Lo que dice Ana.', 'Lo que dice Luz.']) expect(minutes).toContain(words);
  });
});

describe('what decides on a text', () => {
  it('leads to the round that is open, to what is missing, or to nothing', async () => {
    expect(await ana.get(`${text}/decide`)).toMatchObject({ status: 303, to: round });
    const empty = (await ana.post('/agreements/writing', { from: 'template', language: 'en' })).to!;
    const missing = await ana.get(`${empty}/decide`);
    expect(missing.status).toBe(200);
    expect(missing.text).toContain('Something is missing');
    expect(missing.text).toContain(`href="${empty}/parts/front"`);
    expect(missing.text).not.toContain('<form method="post" action="/agreements/writing/');
    expect((await ana.get(`/agreements/writing/${nobodysId}/decide`)).status).toBe(404);
    const given = { do: 'open', wording: 'A'.repeat(43), body: 'x' };
    expect((await ana.post(`/agreements/writing/${nobodysId}/decide`, given)).status).toBe(404);
    expect((await ana.get('/agreements/writing/x/decide')).status).toBe(404);
  });

  it('names who decides, as it would be published', async () => {
    await ana.post(round, { do: 'close' });
    for (const body of ['', ' ', '\u202e', 'a'.repeat(201)]) {
      const answer = await open(text, body);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Write who decides');
    }
    const answer = await open(text, ' La  asamblea\u202e \n de <b>Ceiba</b> ');
    expect((await luz.get(answer.to!)).text).toContain('La asamblea de &lt;b&gt;Ceiba&lt;/b&gt;');
  });

  it('refuses a day to come, a way that there is none of, ten megabytes', async () => {
    await ana.post(round, { do: 'close' });
    const wording = hiddenIn((await ana.get(`${text}/decide`)).text, 'meeting', 'wording');
    const meeting = { do: 'meeting', wording, body: 'x', decided: '2026-05-02', method: 'other', minutes: 'x' };
    for (const [status, given] of [
      [400, { decided: '2999-01-01' }],
      [400, { decided: 'ayer' }],
      [400, { method: 'dice' }],
      [400, { minutes: 'a\0b' }],
      [413, { minutes: 'a'.repeat(10_000_000) }],
      [409, { wording: 'A'.repeat(43) }],
    ] as const)
      expect([(await ana.post(`${text}/decide`, { ...meeting, ...given })).status, given]).toEqual([status, given]);
    expect(await ana.post(`${text}/decide`, { ...meeting, minutes: 'ñ'.repeat(20_000) })).toMatchObject({
      status: 303,
    });
  });
});

describe('what a round says', () => {
  it('is for members, whoever asks and however', async () => {
    await say('question', { words: marker });
    const nobody = asking(ceiba.origin);
    const json = { accept: 'application/json' };
    for (const path of ['/agreements/rounds', round, `${round}/minutes.md`, `${round}/proposals/1`, `${text}/decide`]) {
      expect([path, (await nobody.get(path)).status]).toEqual([path, 401]);
      expect((await fetch(`${ceiba.origin}${path}`, { headers: json })).status).toBe(401);
    }
    expect((await nobody.post(round, { do: 'close' })).status).toBe(401);
    for (const path of ['/', '/agreements', '/agreements/feed.atom', '/agreements/feed.json', '/outbox', '/featured']) {
      const { text: shown } = await nobody.get(path);
      expect(shown).not.toContain(marker);
      expect(shown).not.toContain(id());
    }
  });

  it('is in no log and no row of the record, which name ids', async () => {
    await say('question', { words: marker });
    await ana.post(round, { do: 'close', minutes: marker });
    const rows = await ceiba.node!.app.runtime.db.selectFrom('record').selectAll().execute();
    const ours = rows.filter(({ subject }) => subject === id());
    expect(ours.map(({ action }) => action)).toEqual(['rounds.opened', 'rounds.not-adopted']);
    expect(JSON.stringify(rows)).not.toContain(marker);
    expect(logged.join('\n')).not.toContain(marker);
    expect(logged.join('\n')).not.toContain(id());
  });

  it('is not found under numbers and names that there are none of', async () => {
    for (const path of ['/proposals/2', '/proposals/0', '/proposals/x', '/proposals/1/since/2', '/proposals/1/changes'])
      expect([path, (await ana.get(`${round}${path}`)).status]).toEqual([path, 404]);
    expect((await ana.get(`/agreements/rounds/${nobodysId}`)).status).toBe(404);
    expect((await ana.get('/agreements/rounds/x')).status).toBe(404);
    expect((await ana.post(`/agreements/rounds/${nobodysId}`, { do: 'close' })).status).toBe(404);
    // To bring other words is for the stage of changes.
    expect(await ana.get(`${round}/bring`)).toMatchObject({ status: 303, to: round });
    expect((await ana.post(`${round}/bring`, { wording: 'A'.repeat(43) })).status).toBe(409);
    expect(await entries()).toEqual([]);
  });

  it('goes on without its text, which nobody can bring any more', async () => {
    for (const to of ['sense_check', 'amend']) await ana.post(round, { do: 'move', to });
    expect((await ana.post(`${text}/throw-away`, {})).status).toBe(303);
    expect((await luz.get(round)).text).toContain('The text is no longer here.');
    const bring = await luz.get(`${round}/bring`);
    expect(bring.status).toBe(409);
    expect(bring.text).toContain('The text is no longer here.');
  });
});

describe('words under signature', () => {
  it('are said to whoever writes on or decides anew, before they do, and stay as they are', async () => {
    await ana.post(round, { do: 'close' });
    const wording = hiddenIn((await ana.get(`${text}/decide`)).text, 'meeting', 'wording');
    const minutes = {
      body: 'La asamblea',
      decided: '2026-02-01',
      method: 'assembly_minutes',
      minutes: 'Sin objeción.',
    };
    const met = await ana.post(`${text}/decide`, { do: 'meeting', wording, ...minutes });
    const { draft } = (await roundRow(ceiba.node!.app.runtime.db, met.to!.split('/').at(-1)!))!;
    const part = `${text}/parts/front`;
    for (const page of [part, `${text}/decide`])
      expect((await luz.get(`${page}?lang=en`)).text).not.toContain('stands on the words');
    const { api, root, keyring } = await atWork(ceiba, 0);
    const who = { api, chain: root.chain, keyring };
    await signAgreement(who, (await listDrafts(who)).find(({ id }) => id === draft)!);
    for (const page of [part, `${text}/decide`])
      expect((await luz.get(`${page}?lang=en`)).text).toContain('1 signature stands on the words that you decided on');
    const before = (await listDrafts(who)).find(({ id }) => id === draft)!;
    const again = hiddenIn((await luz.get(`${text}/decide`)).text, 'meeting', 'wording');
    await luz.post(`${text}/decide`, { do: 'meeting', wording: again, ...minutes, decided: '2026-02-02' });
    const all = (await listDrafts(who)).filter(({ statement }) => statement.series === before.statement.series);
    const [signed, beside] = all.toSorted((one, other) => other.signers.length - one.signers.length);
    expect([all.length, signed?.id, signed?.signers.length, beside?.signers.length]).toEqual([2, before.id, 1, 0]);
  });
});
