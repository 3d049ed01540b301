import { expect, it } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import type { TextChange } from '../../src/agreements/changes.ts';
import { sentenceChanges } from '../../src/agreements/sentence-changes.ts';
import { SidesBody } from '../../src/agreements/sides-page.tsx';
import { ChangedText } from '../../src/agreements/text-change.tsx';
import { WordsIn } from '../../src/agreements/words-in.tsx';
import { zineOf } from '../../src/agreements/zine.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { face } from '../browser/face.tsx';
import { fileText, read } from './agreement-file.ts';

const app = face('http://127.0.0.1/waiting');
const get = async (path: string) => (await app.request(path)).text();
const view = (language: string, words = language) => ({
  language,
  words,
  i18n: i18nFor(language),
  link: (path: string) => path,
});

it('says to ears what eyes see: words that were added and removed', async () => {
  const html = await get('/agreements/ceiba/changes?lang=es');
  expect(html).toContain(
    '<del><span class="unseen" lang="es">[quitado: </span>hablaremos <span class="unseen">]</span></del>',
  );
  expect(html).toContain(
    '<ins><span class="unseen" lang="es">[agregado: </span>decidimos <span class="unseen">]</span></ins>',
  );
  expect(html).toContain('<b lang="es">Antes</b>');
});

it('reads a text in its own direction, between words in ours', () => {
  const [before, after] = ['نحن نعيش هنا معًا كل يوم. لا نصرخ.', 'نحن نعيش هنا معًا كل ليلة. لا نصرخ.'];
  const change: TextChange<string> = {
    field: 'text',
    before: 'ar',
    after: 'ar',
    lines: sentenceChanges(before, after, 'ar', { left: 100_000 }),
    unseen: false,
  };
  const html = String(ChangedText({ view: view('en'), change }));
  expect(html).toContain('<div class="change" lang="ar" dir="rtl">');
  expect(html).toContain('<span class="unseen" lang="en">[added: </span>');
});

it('offers every language of an agreement, and says so when it is not written in the one that was asked for', async () => {
  const html = String(WordsIn({ view: view('en', 'tzo'), languages: ['es', 'tzo'] }));
  expect(html).toMatch(/<a href="\?in=tzo" hreflang="tzo" lang="tzo" dir="ltr" aria-current="true">/);
  expect(html).not.toContain('wrote this in');
  expect(String(WordsIn({ view: view('en'), languages: ['es', 'tzo'] }))).toContain('wrote this in: Spanish and tzo');
  expect(WordsIn({ view: view('es'), languages: ['es'] })).toBeNull();
  const page = await get('/agreements/ceiba?lang=en&in=es');
  expect(page).toContain('<html lang="en"');
  expect(page).toContain('<h1 lang="es"');
  expect(page).toContain('href="/agreements?lang=en&amp;in=es"');
});

it('says of what a point about grave harm speaks, and how long, before its first word', async () => {
  const html = await get('/agreements/ceiba?lang=en');
  const point = html.slice(html.indexOf('Sexual violence</a></h3>'));
  expect(point.indexOf('It speaks of harm: Sexual violence, about ')).toBeGreaterThan(0);
  expect(point.indexOf('It speaks of harm')).toBeLessThan(point.indexOf('class="prose"'));
  const verbal = html.slice(html.indexOf('Verbal violence</a></h3>'));
  expect(verbal.slice(0, verbal.indexOf('class="prose"'))).not.toContain('It speaks of harm');
});

it('marks beside our text what an adapted one says otherwise, and nothing else', () => {
  const ceiba = { ...read(fileText('ceiba-v1.es.md')), issuer: '', series: '', version: 1 } as Agreement;
  const clauses = ceiba.clauses.map((one) =>
    one.violence === 'economic' ? { ...one, text: { es: one.text.es?.replace('en claro', 'a solas') ?? '' } } : one,
  );
  const collective = (name: string, agreement: Agreement) => ({
    peer: name === 'Ceiba' ? null : name,
    name,
    compared: true,
    agreements: [{ agreement, href: `/${name}` }],
  });
  const collectives = [collective('Ceiba', ceiba), collective('Maguey', { ...ceiba, clauses })];
  const sides = (violence: 'economic' | 'verbal') =>
    String(SidesBody({ view: view('en'), sides: { violence, collectives, with: null } }));
  expect(sides('economic').match(/<mark>[^<]*<\/mark>/g)).toEqual(['<mark>a solas</mark>']);
  expect(sides('economic')).toContain('Differs from Ceiba in: the text.');
  expect(sides('verbal')).not.toContain('<mark>');
  expect(sides('verbal')).toContain('The same as Ceiba says.');
  const many = { ...ceiba, clauses: Array.from({ length: 200 }, () => ceiba.clauses[0]!) };
  const long = { violence: 'verbal' as const, collectives: [collective('Ceiba', many)], with: null };
  expect(String(SidesBody({ view: view('en'), sides: long }))).toContain('188 more points');
});

it('leaves nothing out of a folded sheet without saying so', () => {
  const ceiba = { ...read(fileText('ceiba-v1.es.md')), issuer: '', series: '', version: 1 } as Agreement;
  const whole = zineOf({ ...ceiba, clauses: ceiba.clauses.slice(0, 3) }, 'es');
  expect(whole.left).toEqual({ parts: false, points: 0, belonging: 0 });
  expect(whole.points[0]?.lists.map(({ field }) => field)).toEqual(['examples', 'responses', 'support']);
  const all = zineOf(ceiba, 'es');
  expect(all.points).toHaveLength(ceiba.clauses.length);
  expect(all.left).toEqual({ parts: true, points: 0, belonging: 0 });
  const [clause] = ceiba.clauses;
  const many = zineOf({ ...ceiba, clauses: Array.from({ length: 200 }, () => clause!) }, 'es');
  expect(many.points.length + many.left.points).toBe(200);
  expect(many.left.points).toBeGreaterThan(100);
  expect(many.points.every(({ text }) => text?.value.endsWith('…'))).toBe(true);
});
