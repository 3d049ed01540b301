import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { markdownHtml, markdownLine, safeHtml } from '../../src/web/markdown.ts';
import { wants } from '../../src/web/negotiate.ts';
import { addressKey, rateLimit } from '../../src/web/rate-limit.ts';
import { dateWords, directionOf, languageList, viewOf } from '../../src/web/view.ts';
import { face } from '../browser/face.tsx';

const routes = new Hono()
  .get('/view', (c) => {
    const view = viewOf(c);
    return c.json({
      language: view.language,
      links: [view.link('/'), view.link('/a?b=c'), view.link('/#support')],
      words: [dateWords(view, '2026-03-14'), languageList(view, ['es', 'en', 'xx-invalid-tag!'])],
    });
  })
  .get('/wants', (c) => c.text(wants(c, 'html')));

test('the reader chooses the language in the address, else the browser does, else English', async () => {
  const ask = async (path: string, language = '') =>
    (await (await routes.request(path, { headers: { 'accept-language': language } })).json()) as {
      language: string;
      links: string[];
      words: string[];
    };
  expect((await ask('/view', 'es-MX,en;q=0.5')).language).toBe('es');
  expect((await ask('/view?lang=en', 'es')).language).toBe('en');
  expect((await ask('/view?lang=../../etc', 'es')).language).toBe('es');
  expect((await ask('/view', 'tlh')).language).toBe('en');
  expect((await ask('/view', 'es')).links).toEqual(['/', '/a?b=c', '/#support']);
  expect((await ask('/view?lang=es')).links).toEqual(['/?lang=es', '/a?b=c&lang=es', '/?lang=es#support']);
  expect((await ask('/view?lang=es')).words).toEqual(['14 de marzo de 2026', 'español, inglés y xx-invalid-tag!']);
  expect([directionOf('ar'), directionOf('fa-IR'), directionOf('es')]).toEqual(['rtl', 'rtl', 'ltr']);
});

test('a page is HTML for browsers and JSON for those who ask for it', async () => {
  const ask = async (accept: string) => (await routes.request('/wants', { headers: { accept } })).text();
  expect(await ask('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('html');
  expect(await ask('application/json')).toBe('json');
  expect(await ask('application/activity+json')).toBe('json');
  expect(await ask('*/*')).toBe('html');
});

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['an image', '![x](https://elsewhere.example/x.png)'],
  ['an image in HTML', '<img src=x onerror=alert(1)>'],
  ['a javascript link', '[x](javascript:alert(1))'],
  ['a data link', '[x](data:text/html,x)'],
  ['an http link', '[x](http://elsewhere.example/)'],
  ['a frame', '<iframe src="https://elsewhere.example"></iframe>'],
  ['a style', '<p style="position:fixed">x</p>'],
  ['a form', '<form action="/"><input name=a></form>'],
])('%s in a text from elsewhere does nothing', (_, text) => {
  for (const html of [markdownHtml(text), markdownLine(text), safeHtml(text)]) {
    const tags = html.match(/<[^>]*>/g) ?? [];
    expect(
      tags.filter(
        (tag) => !/^<\/?(p|a|strong|em)>$/.test(tag) && !/^<a( href="https:[^"]+")? rel="[a-z ]+">$/.test(tag),
      ),
    ).toEqual([]);
  }
});

test('text keeps its paragraphs, lists, emphasis and https links, and loses headings, tables and direction marks', () => {
  expect(markdownHtml('One **two** *three*.\n\n- a\n- [b](https://b.example/?a=1&b=2)')).toBe(
    '<p>One <strong>two</strong> <em>three</em>.</p>\n<ul>\n<li>a</li>\n<li><a href="https://b.example/?a=1&amp;b=2" ' +
      'rel="noreferrer nofollow noopener">b</a></li>\n</ul>\n',
  );
  expect(markdownHtml('# Loud')).toBe('<p># Loud</p>\n');
  expect(markdownHtml('a <i>b</i>')).toBe('<p>a &lt;i&gt;b&lt;/i&gt;</p>\n');
  expect(markdownHtml('a\u202eb\u0000c')).toBe('<p>abc</p>\n');
  expect(markdownLine('a < b & c')).toBe('a &lt; b &amp; c');
});

test('a bucket lets its burst through, refills with time, and forgets whoever was quiet longest', () => {
  const let_ = rateLimit({ burst: 2, perMinute: 60, keys: 2 });
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  expect([let_('a', at(0)), let_('a', at(0)), let_('a', at(0))]).toEqual([true, true, false]);
  expect(let_('b', at(0))).toBe(true);
  expect([let_('a', at(1)), let_('a', at(1))]).toEqual([true, false]);
  // A clock that steps back gives nothing.
  expect(let_('a', at(0))).toBe(false);
  expect(let_('c', at(1))).toBe(true);
  expect([let_('b', at(1)), let_('b', at(1))]).toEqual([true, true]);
});

test('an agreement page shows each type of violence, the way back, three facts and no tick', async () => {
  const text = await (await face('https://weather.example/').request('/agreements/ceiba?lang=en')).text();
  expect(text).toContain('lang="es"');
  for (const words of [
    'What we do not tolerate',
    'What we work on together',
    'What we have not decided yet',
    'The way back',
    'Signed',
    'Adopted',
    'Words compared',
  ]) {
    expect(text).toContain(words);
  }
  expect(text).not.toMatch(/verified|✓|✔/i);
  expect(text).toMatch(/id="clause-[\w-]{22}"/);
});

test('a partner with whom no words were compared is shown with that note', async () => {
  const text = await (await face('https://weather.example/').request('/agreements?lang=en')).text();
  expect(text.match(/We have not compared words with them yet\./g)).toHaveLength(1);
  expect(text.match(/We compared words with them\./g)).toHaveLength(1);
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', null],
  ['::ffff:127.0.0.1', null],
  ['127.0.0.53', null],
  [undefined, null],
])('the limit of %s is that of %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
