import { describe, expect, it } from 'vitest';
import { startLogging } from '../../../src/platform/logging.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { ask, clause, found, htmlOf, publish, saying } from './search-asked.ts';

const { ceiba } = await freshNodes('ceiba');

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
      'Hay <script>alert(1)</script> radio <img src=x onerror=alert(2)> & "comillas" [enlace](javascript:alert(3)) ' +
      '</mark></p> **radio**';
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
