import { expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { ChangedText } from '../../../src/agreements/differences/changed-text.tsx';
import { changesBetween, type TextChange } from '../../../src/agreements/differences/changes.ts';
import { ChangesBody } from '../../../src/agreements/differences/changes-page.tsx';
import { sentenceChanges } from '../../../src/agreements/differences/sentences.ts';
import { SidesBody } from '../../../src/agreements/differences/two-collectives-page.tsx';
import { AgreementBody } from '../../../src/agreements/reading/agreement-page.tsx';
import { zineOf } from '../../../src/agreements/reading/zine.ts';
import { WordsIn } from '../../../src/agreements/sheet/language-choice.tsx';
import type { ShownAgreement } from '../../../src/agreements/versions/shown.ts';
import { HomeBody } from '../../../src/home/home-page.tsx';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { fileText, read } from '../../agreement-file/agreement-file.ts';
import { face } from '../../browser/face.tsx';

const app = face('http://127.0.0.1/waiting');
const get = async (path: string) => (await app.request(path)).text();
const view = (language: string, words = language) => ({
  language,
  textLanguage: words,
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
  const change: TextChange = {
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
    mark: null,
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
  expect(whole.points[0]?.more.map(({ key }) => key)).toEqual(['examples', 'responses', 'support']);
  const all = zineOf(ceiba, 'es');
  expect(all.points).toHaveLength(ceiba.clauses.length);
  expect(all.left).toEqual({ parts: true, points: 0, belonging: 0 });
  const [clause] = ceiba.clauses;
  const many = zineOf({ ...ceiba, clauses: Array.from({ length: 200 }, () => clause!) }, 'es');
  expect(many.points.length + many.left.points).toBe(200);
  expect(many.left.points).toBeGreaterThan(100);
  expect(many.points.every(({ text }) => text?.value.endsWith('…'))).toBe(true);
});

const published = new Date('2026-03-15T00:00:00Z');
const shownAs = (version: number, agreement: Partial<Agreement> = {}): ShownAgreement => ({
  agreement: { ...read(fileText('ceiba-v1.es.md')), issuer: '', series: '', ...agreement, version } as Agreement,
  id: '',
  collective: { name: 'Ceiba', handle: null },
  ours: true,
  signers: 2,
  needed: 2,
  compared: null,
  published,
  versions: [3, 2, 1].map((one) => ({ version: one, href: `/agreements/s/versions/${one}`, published })),
  lineage: [],
  original: null,
  takenDown: null,
});
const pageOf = (shown: ShownAgreement) => String(AgreementBody({ view: view('en'), shown }));

it('says above a version that another one followed, with the way to the one that stands', () => {
  const older = pageOf(shownAs(1));
  expect(older).toContain('This is version 1. It no longer stands: version 3 took its place.');
  expect(older).toContain('href="/agreements/s/versions/3"');
  expect(older).toContain('href="/agreements/s/changes/1..3"');
  expect(older.indexOf('no longer stands')).toBeLessThan(older.indexOf('class="prose'));
  expect(pageOf(shownAs(3))).not.toContain('no longer stands');
});

it('shows no change where a form only gave axes in another order, or where words are proposed and not adopted yet', () => {
  const before = shownAs(1);
  const [first, ...rest] = before.agreement.clauses;
  const [was, is] = [['gender', 'class'] as const, ['class', 'gender'] as const];
  const of = (axes: readonly ['gender', 'class'] | readonly ['class', 'gender'], text: string) => ({
    clauses: [{ ...first!, axes: [...axes], text: { es: text } }, ...rest],
  });
  const [old, now] = [shownAs(1, of(was, 'No.')), shownAs(2, { ...of(is, 'Nunca.'), adopted: null })];
  const changes = changesBetween(old.agreement, now.agreement, 'es');
  const at = ({ agreement }: ShownAgreement) => ({ agreement, href: '/agreements/x' });
  const html = String(ChangesBody({ view: view('en'), shown: { before: at(old), after: at(now), changes } }));
  expect(html).toContain('href="/agreements/x');
  expect(html).toContain('Nunca.');
  expect(html).not.toContain('Crossed with');
  expect(html).not.toContain('not yet');
  expect(html).not.toContain('The agreement as a whole');
});

it('leads past a point about grave harm to the next one on the page, also where that is another section', () => {
  const { clauses } = read(fileText('ceiba-v1.es.md'));
  const [one, other] = [clauses[0]!, clauses[1]!];
  const grave = { ...one, severity: 'grave', stance: 'not_tolerated' } as const;
  const html = pageOf(shownAs(1, { clauses: [{ ...other, stance: 'worked_on_together' }, grave] }));
  expect(html).toContain(`<a href="#clause-${other.id}">Go to the next point</a>`);
  const last = pageOf(shownAs(1, { clauses: [grave] }));
  expect(last).toContain('<a href="#belonging">Go to the next point</a>');
});

it('counts points, of which several can be about one kind of violence, and names each in its own direction', async () => {
  const html = await get('/agreements?lang=en');
  expect(html).toMatch(/Points decided: \d+, still open: \d+/);
  expect(html).not.toContain('Kinds of violence:');
  expect(html).toMatch(/<a class="tap title" href="\/agreements\/ceiba[^"]*" lang="es" dir="auto">/);
  const own = shownAs(1).agreement.clauses.map((one) => ({ ...one, ownName: { es: 'عنف' } }));
  expect(pageOf(shownAs(1, { clauses: own }))).toContain('<h3 lang="es" dir="auto">');
});

it('leads whom something happened to only to an agreement that promises support', () => {
  const { agreement } = shownAs(1);
  const silent = { ...agreement, clauses: agreement.clauses.map((one) => ({ ...one, support: {} })) };
  const homeOf = (...agreements: Agreement[]) => {
    const listed = agreements.map((one, at) => ({ agreement: one, href: `/agreements/${at}` }));
    const home = {
      name: 'Ceiba',
      summary: null,
      handle: '@c@c.example',
      agreements: listed,
      partners: [],
      myCode: '/my-code',
    };
    return String(HomeBody({ view: view('en'), home }));
  };
  expect(homeOf(silent, agreement)).toContain('href="/agreements/1">Read what support Ceiba promises');
  expect(homeOf(silent)).not.toContain('Read what support');
});

it('offers on the first page what fediverse servers and feed readers follow', async () => {
  const html = await get('/?lang=es');
  const follow = html.slice(html.indexOf('id="follow"'));
  expect(follow).toContain('@ceiba@ceiba.example');
  expect(follow).toContain('href="/agreements/feed.atom?lang=es"');
});

it('has a window title for each version, sheet and comparison, and none for what is sensitive', async () => {
  const title = async (path: string) => /<title>(.*?)<\/title>/.exec(await get(`${path}?lang=en`))?.[1];
  expect(await title('/agreements/maguey')).toMatch(/ · Maguey, version 2 · Ceiba$/);
  expect((await get('/agreements/ceiba/zine?lang=es')).match(/Ceiba, versión 2/g)).toHaveLength(3);
  expect(await get('/agreements/ceiba/zine')).toContain('href="/agreements/ceiba">The whole agreement');
  expect(await title('/agreements/ceiba/zine')).toBe('One sheet to print and fold · Ceiba, version 2 · Ceiba');
  expect(await title('/agreements/ceiba/changes')).toBe('What changed · Ceiba, from version 1 to version 2 · Ceiba');
  expect(await title('/agreements/compare/economic')).toBe('Economic violence · Agreements side by side · Ceiba');
  expect(await title('/')).toBe('Ceiba');
  expect(await title('/exit/about')).toBe('Ceiba');
});
