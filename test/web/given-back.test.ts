import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterAs } from '../support/browser-session.ts';
import { formsOfPages, takesWords } from '../support/forms-of-pages.ts';
import { type AtPages, atPages, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';

/* Whoever sends a form that is not taken has all of it back, whatever form it is. */

let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const forms = await formsOfPages();
const nobodys = 'A'.repeat(22);
const pathsOf = (some: typeof forms) => [...new Set(some.map(({ path }) => path.replaceAll(/:\w+/g, nobodys)))];
const ofMembers = forms.filter(({ who }) => who.some((one) => one === 'member'));
const minutes = `${'We spoke about <the> kitchen. '.repeat(300)}\nAnd "agreed".`;

const send = (path: string, headers: Record<string, string>, body = new URLSearchParams(fields).toString()) =>
  fetch(`${ceiba.origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
const fields = { do: 'close', part: '', minutes };
const ours = { 'sec-fetch-site': 'same-origin' };
const ended = { ...ours, cookie: `__Host-convive=${'A'.repeat(43)}` };

describe('a form that comes after the session ended', () => {
  test.each(pathsOf(ofMembers))('%s', async (path) => {
    for (const headers of [ours, ended]) {
      const answer = await send(path, headers);
      const page = await answer.text();
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([401, 'no-store']);
      expect(page).toContain('Your session has ended');
      expect(page).toContain('kitchen. We spoke about &lt;the&gt; kitchen.');
      expect(page).toContain('And &quot;agreed&quot;.</textarea>');
      expect(page).toMatch(/<input type="hidden" name="do" value="close"/);
      expect(page).toContain('<form method="post" action="" autocomplete="off"');
    }
    // Nothing of what another site, a program or nobody's page sends.
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://elsewhere.test' },
      {},
      { ...ours, accept: 'application/json' },
      { ...ours, authorization: `Bearer ${'A'.repeat(43)}` },
      { ...ours, 'content-type': 'text/plain' },
    ])
      expect(await (await send(path, headers)).text()).not.toContain('kitchen');
  });

  test('is not read to the end where nothing of ours is as long', async () => {
    const [path = ''] = pathsOf(ofMembers);
    const answer = await send(path, ours, `minutes=${'x'.repeat(1200 * 1024)}`);
    expect([answer.status, (await answer.text()).includes('xxxx')]).toEqual([401, false]);
  });

  test('can be sent from there once they came in again', async () => {
    const page = await (await send('/agreements/writing', ours, 'from=empty')).text();
    expect(page).toContain('<input type="hidden" name="from" value="empty"');
    expect(page).toContain('<button class="main" type="submit">Send it</button>');
  });
});

const words = 'Lo que "escribí", <tal cual>.';
const shown = '\nLo que &quot;escribí&quot;, &lt;tal cual&gt;.</textarea>';

describe('a form with words that is not taken', () => {
  let rosa: AtPages;
  let luz: AtPages;
  let text = '';
  let part = '';
  let decidable = '';
  let round = '';
  let closed = '';
  beforeAll(async () => {
    [rosa, luz] = await Promise.all([atPages(ceiba, 0), atPages(ceiba, 1)]);
    const begin = async (given: Record<string, string>) => (await rosa.post('/agreements/writing', given)).to!;
    const whole = { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') };
    const open = async () => {
      const place = await begin(whole);
      const wording = hiddenIn((await rosa.get(`${place}/decide`)).text, 'open', 'wording');
      return (await rosa.post(`${place}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
    };
    text = await begin({ from: 'empty', language: 'es' });
    part = (await rosa.post(`${text}/parts`, { kind: 'clause', violence: 'verbal' })).to!;
    await luz.post(part, { revision: '1', press: 'save', 'text.es': 'Lo de Luz' });
    decidable = await begin(whole);
    round = await open();
    closed = await open();
    await rosa.post(closed, { do: 'close' });
  });

  type Sent = { path: string; fields: Record<string, string>; most: number; late?: Sent['fields'] & { path?: string } };
  const meeting = {
    do: 'meeting',
    wording: 'A'.repeat(43),
    body: 'La asamblea',
    decided: '2026-01-31',
    method: 'vote',
  };
  const say = { do: 'say', kind: 'question', proposal: '1' };
  /** By the address of the form: what is typed into it, and what is too late. */
  const examples: Record<string, () => Sent[]> = {
    '/agreements/writing': () => [
      { path: '/agreements/writing', fields: { from: 'markdown', markdown: words }, most: 1024 * 1024 },
    ],
    '/agreements/writing/:text/parts/:part': () => [
      {
        path: part,
        fields: { revision: '2', press: 'save', 'text.es': words },
        most: 768 * 1024,
        late: { revision: '1' },
      },
    ],
    '/agreements/writing/:text/decide': () => [
      { path: `${decidable}/decide`, fields: { ...meeting, minutes: words }, most: 256 * 1024, late: {} },
      { path: `${text}/decide`, fields: { ...meeting, minutes: words }, most: 256 * 1024, late: {} },
      { path: `${decidable}/decide`, fields: { do: 'open', wording: 'A'.repeat(43), body: words }, most: 256 * 1024 },
    ],
    '/agreements/rounds/:round': () => [
      { path: round, fields: { ...say, words }, most: 256 * 1024, late: { path: closed } },
      { path: round, fields: { ...say, words }, most: 256 * 1024, late: { proposal: '2' } },
      { path: round, fields: { ...say, kind: 'objection', words: 'Así no.', harm: words }, most: 256 * 1024, late: {} },
      { path: round, fields: { do: 'adopt', proposal: '1', minutes: words }, most: 256 * 1024, late: {} },
      { path: round, fields: { do: 'close', minutes: words }, most: 256 * 1024, late: { path: closed } },
    ],
  };
  const withWords = [...new Set(forms.filter(takesWords).map(({ path }) => path))];
  const all = async (use: (sent: Sent) => Promise<void>, path: string) => {
    const some = examples[path]?.() ?? [];
    expect(some).not.toHaveLength(0);
    for (const one of some) await use(one);
  };

  test('names who typed it, and is taken from them', async () => {
    const page = (await rosa.get(part)).text;
    expect(page).toContain(`<input type="hidden" name="typed-by" value="${rosa.member}"`);
    const answer = await rosa.post(part, {
      revision: '2',
      press: 'preview',
      'text.es': words,
      'typed-by': rosa.member,
    });
    expect(answer.status).toBe(200);
  });

  test('is one of these', () => {
    expect(withWords.toSorted()).toEqual(Object.keys(examples).toSorted());
  });

  test.each(withWords)('is given back when something came before it: %s', async (path) => {
    await all(async ({ path: to, fields, late }) => {
      if (late === undefined) return;
      const { path: elsewhere = to, ...other } = late;
      const answer = await rosa.post(elsewhere, { ...fields, ...other });
      expect([elsewhere, fields, answer.status]).toEqual([elsewhere, fields, 409]);
      expect(answer.text).toContain(shown);
    }, path);
  });

  test.each(withWords)('is given back whole when it is more than is taken, to be made shorter: %s', async (path) => {
    await all(async ({ path: to, fields, most }) => {
      const [name = ''] = Object.entries(fields).find(([, value]) => value === words) ?? [];
      const long = `${'x'.repeat(most)} the last word`;
      const answer = await rosa.post(to, { ...fields, [name]: long });
      expect(answer.status).toBe(413);
      expect(answer.text).toContain(`${long}</textarea>`);
      expect(answer.text).toContain('What you typed is all here.');
      expect(answer.text).toContain('<button class="main" type="submit">Send it</button>');
    }, path);
  });

  test.each(withWords)('is given back when what it belongs to is gone: %s', async (path) => {
    await all(async ({ path: to, fields }) => {
      const gone = to.replaceAll(/(?<=\/)[\w-]{22}(?=\/|$)/g, nobodys);
      if (gone === to) return;
      const answer = await rosa.post(gone, fields);
      expect([answer.status, gone]).toEqual([404, gone]);
      expect(answer.text).toContain(shown);
      expect(answer.text).toContain('Copy what you need');
      expect(answer.text).not.toContain('Send it');
    }, path);
  });

  const failing = withWords.flatMap((path) => [[path, ['texts', 'rounds']] as const, [path, ['sessions']] as const]);
  test.each(failing)(
    'is given back when something fails here, and nobody else gets it: %s without %s',
    async (path, tables) => {
      const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
      const { db } = ceiba.node!.app.runtime;
      const rename = (from: string, to: string) =>
        sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(db);
      for (const one of tables) await rename(one, `${one}_away`);
      try {
        await all(async ({ path: to, fields }) => {
          const whole = 'markdown' in fields ? { ...fields, markdown: agreementText('ceiba-v1.es.md') } : fields;
          const answer = await rosa.post(to, whole);
          expect([to, answer.status]).toEqual([to, 500]);
          expect(answer.headers.get('cache-control')).toBe('no-store');
          expect(answer.text).toContain('markdown' in fields ? 'idiomas: [es]' : shown);
          expect(answer.text).toContain('Something failed on our side');
          const elsewhere = { cookie, origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
          const other = await send(to, elsewhere, new URLSearchParams(whole).toString());
          expect([other.status, (await other.text()).includes('tal cual')]).toEqual([403, false]);
        }, path);
      } finally {
        for (const one of tables) await rename(`${one}_away`, one);
      }
    },
  );

  test.each(withWords)(
    'is neither taken nor shown when another member came in with that browser since: %s',
    async (path) => {
      await all(async ({ path: to, fields }) => {
        for (const by of [rosa.member, 'nobody', '']) {
          const answer = await luz.post(to, { ...fields, 'typed-by': by });
          expect([to, answer.status]).toEqual([to, 403]);
          expect(answer.text).toContain('Another member has come in with this browser');
          expect(answer.text).not.toContain('tal cual');
        }
      }, path);
    },
  );

  test('is not given back where anybody may send it: words of a person are repeated nowhere', async () => {
    const secrets = { do: 'take-back', held: 'lince '.repeat(1000), word1: 'lince' };
    for (const headers of [ours, { ...ours, cookie: (await enterAs(ceiba.origin, ceiba.keyrings[0]!)).cookie }])
      for (const more of [{}, { other: 'x' }, { word1: 'lince'.repeat(20_000) }, { do: 'lince' }]) {
        const answer = await send('/my-code', headers, new URLSearchParams({ ...secrets, ...more }).toString());
        expect((await answer.text()).includes('lince')).toBe(false);
      }
  });

  test('is not given back as a form where nothing was typed', async () => {
    const answer = await rosa.post(`${closed}/bring`, { wording: 'A'.repeat(43) });
    expect([answer.status, answer.text.includes('Send it')]).toEqual([409, false]);
  });
});
