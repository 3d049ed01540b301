import { describe, expect, test, vi } from 'vitest';
import { i18nFor, languages, pickLanguage } from '../src/platform/i18n.ts';
import { refusalSentence } from '../src/platform/refusal.ts';
import {
  bannedWords,
  catalogueProblems,
  fillsDates,
  type Message,
  placeholders,
  usedMessages,
} from './support/messages.ts';
import { readSources } from './support/sources.ts';

test('Spanish and English say everything, with the same placeholders and none of the words we do not use', () => {
  const used = usedMessages(readSources(['src']));
  expect(used.length).toBeGreaterThan(100);
  expect(catalogueProblems(used)).toEqual([]);
});

test('a place that the library would fill with a date is found', () => {
  expect(fillsDates('Until {day, date, short}')).toBe(true);
  expect(fillsDates('{count, plural, one {# date} other {# dates}} until {day}')).toBe(false);
});

describe('the check itself', () => {
  const message = (id: string, text: string): Message => ({ id, message: text, comment: undefined, at: 'src/a.ts' });

  test('finds a message that is missing, unused or said in two ways', () => {
    const problems = catalogueProblems([message('a.b', 'One'), message('a.b', 'Two')]);
    expect(problems).toContain('a.b: missing in es.po (src/a.ts)');
    expect(problems).toContain('a.b: two texts (src/a.ts, src/a.ts)');
    expect(problems).toContain('refusal.not-found: unused in en.po');
  });

  test('finds messages in calls and descriptors, also when they are written in parts', () => {
    const text = `i18n._('a.b', {}, { message: 'One ' + 'two', comment: 'Why' });
      const c = { id: 'c.d', message: \`Three\` };`;
    const found = usedMessages([{ path: 'src/a.ts', text }]).filter(({ at }) => at === 'src/a.ts');
    expect(found.map(({ id, message }) => [id, message])).toEqual([
      ['a.b', 'One two'],
      ['c.d', 'Three'],
    ]);
  });

  test('compares placeholders, also inside plurals', () => {
    expect(placeholders('{name}: {count, plural, one {# day} other {# days}}')).toEqual(['count', 'name']);
  });

  test.each([
    ['en', 'A new Report', ['report']],
    ['en', 'cases and users', ['cases', 'users']],
    ['en', 'urban, because, occasion', []],
    ['es', 'las víctimas y la lista negra', ['víctimas', 'lista negra']],
    ['es', 'aprobar, casona, usuarias', ['usuarias']],
    ['es', 'nosotras, cada colectivo, un proceso colectivo', ['nosotras', 'cada colectivo']],
  ] as const)('finds the words of the ban-list: %s %s', (language, text, found) => {
    expect(bannedWords(language, text)).toEqual(found);
  });
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['es', 'es'],
  ['es-MX,es;q=0.9,en;q=0.5', 'es'],
  ['en;q=0.4, es;q=0.8', 'es'],
  ['nah, fr;q=0.9', 'en'],
  ['es;q=0, en', 'en'],
  ['es_MX.UTF-8', 'es'],
  ['ca_ES@valencia', 'en'],
  ['C', 'en'],
  ['C.UTF-8', 'en'],
  ['*', 'en'],
  ['x'.repeat(10_000), 'en'],
  ['es-,;;q=,\u0000', 'en'],
])('the language for %j is %s', (wanted, language) => {
  expect(pickLanguage(wanted)).toBe(language);
});

test('each language has an instance of its own, and an unknown one reads English', () => {
  expect(languages()).toEqual(['en', 'es']);
  const refusal = { code: 'malformed', where: 'clauses[2].text' } as const;
  expect(refusalSentence(i18nFor('es'), refusal)).toBe('Esto no tiene la forma esperada. Mira: clauses[2].text');
  expect(refusalSentence(i18nFor('nah'), refusal)).toBe(
    'This does not have the expected form. Look at: clauses[2].text',
  );
  expect(refusalSentence(i18nFor('es'), { code: 'config', where: 'PORT' })).toMatch(/^PORT es un número/);
});

test('no language is read at import: a process says nothing before it was given some, and is given them once', async () => {
  vi.resetModules();
  const { fillCatalogues, i18nFor, i18nFrom, languages, pickLanguage } = await import('../src/platform/i18n.ts');
  for (const say of [() => i18nFor('en'), () => languages(), () => pickLanguage('es')])
    expect(say).toThrow('nothing can be said yet');
  const english = i18nFrom('en', { 'a.greeting': ['Hello, ', ['name'], '.'] });
  fillCatalogues(() => new Map([['en', english]]));
  fillCatalogues(() => {
    throw new Error('read twice');
  });
  expect([languages(), pickLanguage('es')]).toEqual([['en'], 'en']);
  expect(i18nFor('es')._('a.greeting', { name: 'Rosa' })).toBe('Hello, Rosa.');
});
