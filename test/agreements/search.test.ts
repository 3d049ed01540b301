import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { fetchPending } from '../../src/agreements/fetch.ts';
import { importStatement } from '../../src/agreements/import.ts';
import { publishDraft } from '../../src/agreements/publish.ts';
import { statementOf } from '../../src/agreements/statements.ts';
import type { PublishedRow } from '../../src/agreements/store.ts';
import { withdrawSeries } from '../../src/agreements/withdraw.ts';
import { follow, unfollow } from '../../src/following/follow.ts';
import { startLogging } from '../../src/platform/logging.ts';
import { type Network, type Node, openNode } from '../peers/nodes.ts';
import { seedSearch } from './seed-search.ts';
import { agreementOf, signBy } from './words.ts';

const network: Network = new Map();
let ceiba: Node;
let maguey: Node;
beforeAll(async () => {
  ceiba = await openNode('ceiba', network);
  maguey = await openNode('maguey', network);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await ceiba.reset();
  await maguey.reset();
});

type Found = {
  peer: string | null;
  series: string;
  version: number;
  language: string;
  collective: string;
  title: { text: string; marked: boolean }[];
  places: {
    kind: string;
    clause: string | null;
    url: string;
    excerpt: { pieces: { text: string; marked: boolean }[] } | null;
  }[];
  others: number;
  url: string;
};
const ask = (node: Node, q: string, accept = 'application/json', more = '') =>
  node.get(`/agreements/search?q=${encodeURIComponent(q)}${more}`, accept);
const found = async (node: Node, q: string): Promise<Found[]> => {
  const answer = await ask(node, q);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { found: Found[] }).found;
};
const titles = async (node: Node, q: string) => (await found(node, q)).map(({ title }) => plain(title));
const plain = (pieces: { text: string }[]) => pieces.map(({ text }) => text).join('');
const htmlOf = async (node: Node, q: string, more = '&lang=en') => (await ask(node, q, 'text/html', more)).text();

const clause = (changes: Partial<Agreement['clauses'][number]> = {}) => ({
  ...agreementOf(ceiba).clauses[0]!,
  ...changes,
});

async function publish(node: Node, changes: Partial<Agreement>): Promise<PublishedRow> {
  const { rosa, lu } = node.people;
  const draft = await importStatement(node.runtime, rosa.member, agreementOf(node, changes));
  await signBy(node, draft, rosa, lu);
  return publishDraft(node.runtime, rosa.member, draft.id);
}
const next = (row: PublishedRow, changes: Partial<Agreement>): Partial<Agreement> => ({
  ...statementOf(row),
  version: row.version + 1,
  prev: row.id,
  issuedAt: agreementOf(ceiba).issuedAt,
  ...changes,
});
const saying = (text: string): Partial<Agreement> => ({ clauses: [clause({ text: { es: text } })] });
const inEnglish = (title: string, text: string): Partial<Agreement> => ({
  title: { en: title },
  languages: ['en'],
  summary: {},
  clauses: [clause({ text: { en: text } })],
});

describe('words', () => {
  it.each([
    ['agresion', 'agresión', 'AGRESIONES', 'Agresio\u0301n'],
    ['niñas', 'ninas', 'Niña', 'niños'],
    ['cuidados', 'cuidar', 'cuidamos', 'CUIDADO'],
    ['acompañamiento', 'acompanar', 'acompañan'],
  ])('%s, %s and %s find each other', async (...words) => {
    for (const written of words) {
      await ceiba.reset();
      await publish(ceiba, saying(`En la casa hay ${written} desde ayer.`));
      for (const typed of words) {
        const [one] = await found(ceiba, typed);
        const marked = one?.places[0]?.excerpt?.pieces.filter((piece) => piece.marked).map(({ text }) => text);
        expect([typed, marked]).toEqual([typed, [written.normalize('NFC')]]);
      }
    }
  });

  it('go through the language of each text: English endings in English, Spanish ones in Spanish, none elsewhere', async () => {
    await publish(ceiba, inEnglish('Living together', 'We care for every neighbour who was threatened.'));
    await publish(ceiba, { ...saying('Quien amenaza se va.'), title: { es: 'Convivencia' } });
    await publish(ceiba, {
      title: { nah: 'Tocal' },
      languages: ['nah'],
      summary: {},
      clauses: [clause({ text: { nah: 'Amo ximocualani, niño.' } })],
    });
    expect(await titles(ceiba, 'caring neighbours')).toEqual(['Living together']);
    expect(await titles(ceiba, 'threatening')).toEqual(['Living together']);
    expect(await titles(ceiba, 'amenazas')).toEqual(['Convivencia']);
    expect(await titles(ceiba, 'ximocualani')).toEqual(['Tocal']);
    expect(await titles(ceiba, 'nino')).toEqual(['Tocal']);
    expect(await titles(ceiba, 'ninos')).toEqual([]);
    expect(await titles(ceiba, 'amenazar or careful')).toEqual(['Convivencia', 'Living together']);
  });

  it('that are small are passed over, with or without their accent', async () => {
    await publish(ceiba, saying('Más cuidado y también respeto: él no está solo.'));
    for (const typed of [
      'el cuidado de la casa o del respeto',
      'cuidado mas',
      'cuidado más',
      'tambien respeto',
      '"mas cuidado"',
    ])
      expect([typed, (await found(ceiba, typed)).length]).toEqual([typed, 1]);
    expect(await found(ceiba, 'de la')).toEqual([]);
    expect(await htmlOf(ceiba, 'de la')).toContain('Small words such as &quot;the&quot; are not looked for.');
    expect(await htmlOf(ceiba, 'nadaqueno')).not.toContain('Small words');
  });

  it('stay together in quotes, are left out by a minus, and one is enough with or', async () => {
    await publish(ceiba, { ...saying('La falta de respeto no cabe.'), title: { es: 'Uno' } });
    await publish(ceiba, { ...saying('Respeto, y la falta se habla. Sin gritos.'), title: { es: 'Dos' } });
    // What stands closer together fits better.
    expect(await titles(ceiba, 'falta respeto')).toEqual(['Uno', 'Dos']);
    for (const quoted of ['"falta de respeto"', '“falta de respeto”', '«falta de respeto»', '"falta de respeto'])
      expect(await titles(ceiba, quoted)).toEqual(['Uno']);
    expect(await titles(ceiba, 'respeto -grito')).toEqual(['Uno']);
    expect(await titles(ceiba, 'respeto -"falta de respeto"')).toEqual(['Dos']);
    for (const either of ['gritos or cabe', 'gritos OR cabe', 'gritos o cabe'])
      expect((await titles(ceiba, either)).toSorted()).toEqual(['Dos', 'Uno']);
  });

  it('are found however they are joined, as a reader sees them', async () => {
    await publish(
      ceiba,
      saying('Las compañeras/os hacen **auto-cuidado** con compañer@s [aquí](https://ejemplo.example/secreta).'),
    );
    for (const typed of ['compañeras', 'autocuidado or cuidado', 'auto-cuidado', 'compañer@s', 'aqui'])
      expect([typed, (await found(ceiba, typed)).length]).toEqual([typed, 1]);
    expect(await found(ceiba, 'secreta')).toEqual([]);
    expect(await found(ceiba, 'ejemplo.example')).toEqual([]);
  });
});

describe('the order', () => {
  it('puts a title before the name of a clause, that before its text, and that before the rest; then by title', async () => {
    const with_ = (title: string, changes: Partial<Agreement['clauses'][number]>) =>
      publish(ceiba, { title: { es: title }, clauses: [clause({ text: { es: 'No gritamos.' }, ...changes })] });
    await with_('D', { support: { es: ['Hay mediación.'] } });
    await with_('C', { text: { es: 'Hay mediación.' } });
    await with_('B', { ownName: { es: 'mediación' } });
    await with_('Mediación', {});
    await with_('Ba', { ownName: { es: 'mediación' } });
    expect(await titles(ceiba, 'mediacion')).toEqual(['Mediación', 'B', 'Ba', 'C', 'D']);
  });

  it('leads to the point itself, marks what was found, and names at most three points', async () => {
    const ids = ['A', 'B', 'C', 'D', 'E'].map((letter) => `${letter.repeat(21)}A`);
    const clauses = ids.map((id, at) =>
      clause({
        id,
        text: {
          es: `${'Antes se habla de otra cosa. '.repeat(20)}El huerto ${at} es de todas. ${'Y sigue. '.repeat(60)}`,
        },
      }),
    );
    clauses[3]!.text.es += ' Huerto y cocina.';
    const row = await publish(ceiba, { clauses, title: { es: 'El huerto' }, belonging: [] });
    const [one] = await found(ceiba, 'huerto cocina');
    expect(one).toMatchObject({ peer: null, version: 1, language: 'es', collective: 'ceiba', others: 2 });
    expect(one?.title).toEqual([
      { text: 'El ', marked: false },
      { text: 'huerto', marked: true },
    ]);
    expect(one?.places.map((place) => place.clause)).toEqual([ids[3], ids[0], ids[1]]);
    expect(one?.places[0]?.url).toBe(`${ceiba.runtime.origin}/agreements/${row.series}?in=es#clause-${ids[3]}`);
    for (const { excerpt } of one?.places ?? []) {
      expect(plain(excerpt?.pieces ?? []).length).toBeLessThan(400);
      expect(excerpt).toMatchObject({ before: true });
      expect(excerpt?.pieces.some(({ text, marked }) => marked && text.toLowerCase() === 'huerto')).toBe(true);
    }
    const html = await htmlOf(ceiba, 'huerto');
    expect(html).toContain(`href="/agreements/${row.series}?in=es&amp;lang=en#clause-${ids[0]}"`);
    expect(html).toContain('El <mark>huerto</mark> 0 es de todas.');
    expect(html).toContain('And in 2 more points of it.');
    const page = await ceiba.get(`/agreements/${row.series}?in=es&lang=en`, 'text/html');
    expect(await page.text()).toContain(`id="clause-${ids[0]}"`);
  });

  it('finds kinds of violence by their names, situations of belonging and whom an agreement looks after', async () => {
    const id = `${'F'.repeat(21)}A`;
    await publish(ceiba, {
      clauses: [clause({ violence: 'economic', ownName: { es: 'el control del dinero' } })],
      protects: { es: ['Quienes migran'] },
      belonging: [
        {
          id,
          when: { es: 'Cuando alguien amenaza.' },
          severityFrom: 'grave',
          measure: { es: 'Sale de la casa.' },
          requiresRestorativePlan: true,
          reviewMonths: 6,
          wayBack: { es: 'Vuelve tras reparar.' },
        },
      ],
    });
    const place = async (q: string) => (await found(ceiba, q))[0]?.places[0];
    expect(await place('violencia económica')).toMatchObject({ kind: 'clause' });
    expect((await place('dinero'))?.kind).toBe('clause');
    expect(await place('amenazas')).toMatchObject({ kind: 'belonging', number: 1 });
    expect((await place('amenazas'))?.url).toContain(`#belonging-${id}`);
    expect((await place('migrar'))?.url).toMatch(/#protects$/);
    expect(await htmlOf(ceiba, 'amenazas')).toContain('When a person stops belonging: Situation 1');
  });

  it('gives an agreement in several languages once, in the language in which somebody reads', async () => {
    await publish(ceiba, {
      title: { es: 'Radio libre', en: 'Free radio' },
      languages: ['es', 'en'],
      summary: {},
      clauses: [clause({ text: { es: 'La radio es común.', en: 'The radio is shared.' } })],
    });
    const inLanguage = async (more: string) => {
      const { found } = (await (await ask(ceiba, 'radio', 'application/json', more)).json()) as { found: Found[] };
      return found.map(({ language, title }) => [language, plain(title)]);
    };
    expect(await inLanguage('&lang=en')).toEqual([['en', 'Free radio']]);
    expect(await inLanguage('&lang=en&in=es')).toEqual([['es', 'Radio libre']]);
    expect(await titles(ceiba, 'comun')).toEqual(['Radio libre']);
  });

  it('says so when there are more than are shown', async () => {
    for (let at = 0; at < 21; at++)
      await publish(ceiba, { ...saying('Hay trueque.'), title: { es: `Acuerdo ${String(at).padStart(2, '0')}` } });
    const answer = (await (await ask(ceiba, 'trueque')).json()) as { found: Found[]; more: boolean };
    expect(answer.more).toBe(true);
    expect(answer.found.map(({ title }) => plain(title))).toEqual(
      Array.from({ length: 20 }, (_, at) => `Acuerdo ${String(at).padStart(2, '0')}`),
    );
    expect(await htmlOf(ceiba, 'trueque')).toContain(
      'There are more: these fit best. With another word you get closer.',
    );
  });
});

describe('what is found', () => {
  const followed = async () => {
    await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
    await maguey.drain();
  };
  const arrive = async () => {
    await ceiba.drain();
    await fetchPending(maguey.runtime);
  };

  it('is what is published, in its newest version, and no draft', async () => {
    const { rosa, lu } = ceiba.people;
    const draft = await importStatement(ceiba.runtime, rosa.member, agreementOf(ceiba, saying('Un telar.')));
    await signBy(ceiba, draft, rosa, lu);
    expect(await found(ceiba, 'telar')).toEqual([]);
    const first = await publishDraft(ceiba.runtime, rosa.member, draft.id);
    expect(await found(ceiba, 'telar')).toMatchObject([{ version: 1, series: first.series }]);
    await publish(ceiba, next(first, saying('Una cocina.')));
    expect(await found(ceiba, 'telar')).toEqual([]);
    expect(await found(ceiba, 'cocina')).toMatchObject([{ version: 2, series: first.series }]);
  });

  it('is nothing that was withdrawn', async () => {
    const row = await publish(ceiba, saying('Un telar.'));
    await withdrawSeries(ceiba.runtime, ceiba.people.rosa.member, row.series);
    expect(await found(ceiba, 'telar')).toHaveLength(1);
    await withdrawSeries(ceiba.runtime, ceiba.people.lu.member, row.series);
    expect(await found(ceiba, 'telar')).toEqual([]);
    expect(await ceiba.runtime.db.selectFrom('agreement_words').select('series').execute()).toEqual([]);
  });

  it('is what a followed collective published once it is shown, in its newest version, until they take it back', async () => {
    await followed();
    const first = await publish(ceiba, saying('Un telar.'));
    await ceiba.drain();
    expect(await found(maguey, 'telar')).toEqual([]);
    await fetchPending(maguey.runtime);
    const [one] = await found(maguey, 'telar');
    expect(one).toMatchObject({ peer: ceiba.id, collective: 'ceiba', version: 1 });
    expect(one?.url).toBe(`${maguey.runtime.origin}/partners/${ceiba.id}/agreements/${first.series}?in=es`);
    expect((await maguey.get(new URL(one!.url).pathname, 'text/html')).status).toBe(200);
    await publish(ceiba, next(first, saying('Una cocina.')));
    await arrive();
    expect(await found(maguey, 'telar')).toEqual([]);
    expect(await found(maguey, 'cocina')).toMatchObject([{ version: 2 }]);
    for (const one of ['rosa', 'lu'] as const)
      await withdrawSeries(ceiba.runtime, ceiba.people[one].member, first.series);
    await ceiba.drain();
    expect(await found(maguey, 'cocina')).toEqual([]);
    expect(await maguey.runtime.db.selectFrom('agreement_words').select('series').execute()).toEqual([]);
  });

  it('is nothing of a collective that we follow no more, as in the list, until we follow it again', async () => {
    await followed();
    await publish(ceiba, saying('Un telar.'));
    await arrive();
    const [row] = await maguey.runtime.db.selectFrom('follows').select('follow').execute();
    await unfollow(maguey.runtime, maguey.people.rosa.member, row!.follow);
    expect(await found(maguey, 'telar')).toEqual([]);
    await followed();
    expect(await found(maguey, 'telar')).toHaveLength(1);
  });

  it('is nothing that was refused', async () => {
    await followed();
    await publish(ceiba, saying('Un telar.'));
    await ceiba.drain();
    await maguey.runtime.db.updateTable('agreements_received').set({ digest: 'other' }).execute();
    await fetchPending(maguey.runtime);
    expect(await maguey.runtime.db.selectFrom('agreements_received').select('state').execute()).toEqual([
      { state: 'refused' },
    ]);
    expect(await found(maguey, 'telar')).toEqual([]);
  });

  it('is the same at the node that wrote it and at the one that follows it', async () => {
    await followed();
    for (const text of ['Hay telar y radio.', 'Hay radio.', 'Telar, telar y telar.'])
      await publish(ceiba, { ...saying(text), title: { es: text } });
    await arrive();
    for (const q of ['telar', 'radio', 'telar or radio', 'hay -telar'])
      expect(await titles(maguey, q)).toEqual(await titles(ceiba, q));
  });
});

describe('the page', () => {
  it('asks with a labelled form that keeps the chosen languages, here and on the list of agreements', async () => {
    for (const path of ['/agreements', '/agreements/search']) {
      const html = await (await ceiba.get(`${path}?lang=es&in=en`, 'text/html')).text();
      expect(html).toMatch(/<form class="seek" action="\/agreements\/search" method="get">/);
      expect(html).toContain('<input type="hidden" name="lang" value="es"/>');
      expect(html).toContain('<input type="hidden" name="in" value="en"/>');
      expect(html).toMatch(/<label for="q">Palabras que buscas/);
    }
    const plain = await (await ceiba.get('/agreements', 'text/html')).text();
    expect(plain).not.toContain('type="hidden"');
  });

  it('keeps what was asked when somebody changes the language', async () => {
    expect(await htmlOf(ceiba, 'radio libre')).toContain('href="?q=radio+libre&amp;lang=es"');
  });

  it('is kept by no cache and listed nowhere, names in its title nothing that was asked, and has a tag', async () => {
    await publish(ceiba, saying('Hay radio.'));
    for (const accept of ['text/html', 'application/json']) {
      const answer = await ask(ceiba, 'radio', accept);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-robots-tag')).toBe('noindex');
      expect(answer.headers.get('etag')).toMatch(/^"/);
      expect(answer.headers.get('vary')).toContain('Accept');
    }
    expect(await htmlOf(ceiba, 'radio')).toContain('<title>Search the agreements · ceiba</title>');
    const tag = (await ask(ceiba, 'radio')).headers.get('etag')!;
    const again = await ceiba.get('/agreements/search?q=radio', 'application/json', { 'if-none-match': tag });
    expect(again.status).toBe(304);
  });

  it.each([
    ['', 'Write one or more words.'],
    ['   ', 'Write one or more words.'],
    ['!!! … ¿?', 'Write one or more words.'],
    ['-radio', 'This only says what to leave out.'],
    ['radio or -gritos', 'This only says what to leave out.'],
    ['radio', 'No agreement that can be read here says it in these words.'],
    ['x'.repeat(200), 'No agreement that can be read here says it in these words.'],
  ])('says what to do when it finds nothing for %j', async (q, sentence) => {
    const html = await htmlOf(ceiba, q);
    expect(html).toContain(sentence);
    expect(await found(ceiba, q)).toEqual([]);
    if (sentence.startsWith('No agreement')) {
      expect(html).toContain('You can try fewer words, or another word for the same.');
      expect(html).toContain('To say nothing of a kind of violence is not to tolerate it.');
    }
  });

  it('refuses a query of more than 200 characters in one sentence', async () => {
    for (const q of ['x'.repeat(201), 'palabra '.repeat(1200)]) {
      const answer = await ask(ceiba, q, 'text/html', '&lang=en');
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain('You can look for up to 200 characters at once.');
      const json = await ask(ceiba, q);
      expect([json.status, await json.json()]).toEqual([413, { code: 'too-large', where: 'q' }]);
    }
  });

  it('never fails, whatever is typed', async () => {
    await publish(ceiba, saying('Hay radio.'));
    const hostile = [
      '%00',
      'radio%00',
      '%ED%A0%80',
      '%FF%FE',
      '%',
      '%zz',
      '+',
      "'",
      "''",
      '"',
      '\\',
      ':*',
      'radio:*',
      '!radio',
      'a&b|c',
      '<->',
      'radio<2>a',
      '(((',
      ')))(',
      "'; drop table agreements; --",
      '$1',
      '{}',
      '\u202Eoidar',
      'r\u0301a\u0301d\u0301',
      '\u0301'.repeat(150),
      '-'.repeat(200),
      '" '.repeat(100),
      'or or or',
      'or',
      '-"',
      '--radio',
      '"or"',
      '-or',
      'o',
      '\u{1F525}',
      '\uD800',
      'a'.repeat(200),
      'é'.repeat(200),
      '\u{10FFFF}',
      'ﷺ'.repeat(50),
      'İ',
      'ß',
      '٣',
      '漢字',
      'x\u200By',
      '\u00AD',
    ];
    for (const q of [...hostile, ...hostile.map((one) => encodeURIComponent(one.toWellFormed()))])
      for (const accept of ['text/html', 'application/json']) {
        const { status } = await ceiba.get(`/agreements/search?q=${q.toWellFormed().replaceAll('#', '')}`, accept);
        expect([q, status < 500]).toEqual([q, true]);
      }
    expect((await ceiba.get('/agreements/search?q=radio&q=%00&constructor=1', 'text/html')).status).toBe(200);
  });

  it('shows hostile text of an agreement as text, and turns no line round', async () => {
    const text =
      'Hay <script>alert(1)</script> radio <img src=x onerror=alert(2)> & "comillas" [enlace](javascript:alert(3)) </mark></p> **radio**';
    await publish(ceiba, { ...saying(text), title: { es: '<b>Radio</b> al revés' } });
    const html = await htmlOf(ceiba, 'radio alert or "onerror"');
    expect(html).not.toMatch(/<script>alert|<img|<b>|javascript:alert\(3\)"|\u202E|<\/mark><\/p> /);
    expect(html).toContain('&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; <mark>radio</mark> &lt;img');
    expect(html).toContain('&lt;b&gt;<mark>Radio</mark>&lt;/b&gt;');
    const typed = await htmlOf(ceiba, '"><script>alert(1)</script>\u202E');
    expect(typed).not.toMatch(/<script>alert|\u202E/);
  });

  it('takes the longest agreement that can be signed, of words that are all different', async () => {
    const word = (at: number) =>
      String.fromCodePoint(0x4e00 + (at % 20_000)) + String.fromCodePoint(0x4e00 + Math.floor(at / 20_000));
    const clauses = Array.from({ length: 11 }, (_, part) =>
      clause({
        id: `${String.fromCodePoint(65 + part).repeat(21)}A`,
        text: { es: Array.from({ length: 1300 }, (_, at) => word(part * 1300 + at)).join(' ') },
      }),
    );
    clauses[10]!.text.es = `${'mucho'.repeat(600)} final`;
    await publish(ceiba, { clauses });
    expect(await found(ceiba, 'final')).toHaveLength(1);
    expect(await found(ceiba, word(9 * 1300))).toHaveLength(1);
  });

  it('is asked by one address 60 times at once, then once a second; what is not looked for costs nothing', async () => {
    const visit = async (q: string) =>
      (await ceiba.get(`/agreements/search?q=${q}`, 'text/html', { 'x-visitor': 'lu' })).status;
    const statuses: number[] = [];
    for (let at = 0; at < 70; at++) statuses.push(await visit('radio'));
    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(60);
    expect([await visit(''), await visit('x'.repeat(300))]).toEqual([200, 413]);
    expect((await ask(ceiba, 'radio')).status).toBe(200);
    ceiba.ahead.ms += 2000;
    expect(await visit('radio')).toBe(200);
  });

  it('leaves no word of a query in the log, and no row in the record', async () => {
    const lines: string[] = [];
    const log = startLogging({ format: 'json', level: 'debug', write: (line) => lines.push(line) });
    const record = () => ceiba.runtime.db.selectFrom('record').select('seq').execute();
    const before = await record();
    log.info('node.started');
    for (const q of ['Ixtlilxochitl', '-Ixtlilxochitl', `Ixtlilxochitl ${'x'.repeat(300)}`]) {
      await ask(ceiba, q);
      await ask(ceiba, q, 'text/html');
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toMatch(/ixtlilxochitl/i);
    expect(await record()).toEqual(before);
  });
});

it('answers for a word that is in every one of 10,000 agreements', { timeout: 180_000 }, async () => {
  const row = await publish(ceiba, { ...saying('Hay radio y telar, y una cocina común.'), title: { es: 'Radio' } });
  await seedSearch(ceiba.runtime, ceiba.id, { agreement: statementOf(row), envelope: row.envelope }, 10_000);
  const began = performance.now();
  const answer = (await (await ask(ceiba, 'telar')).json()) as { found: Found[]; more: boolean };
  expect(answer).toMatchObject({ more: true });
  expect(answer.found).toHaveLength(20);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(await found(ceiba, 'serie4711 telar')).toHaveLength(1);
});
