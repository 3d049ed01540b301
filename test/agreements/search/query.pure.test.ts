import { describe, expect, it, test } from 'vitest';
import { excerptOf, marked } from '../../../src/agreements/search/fields.ts';
import {
  placesIn,
  queryText,
  readQuery,
  stemmingOf,
  wordsIn,
  wordsSought,
} from '../../../src/agreements/search/query.ts';
import { markdownWords } from '../../../src/web/markdown.ts';

describe('words', () => {
  it.each([
    ['Agresión', ['agresion']],
    ['Agresio\u0301n', ['agresion']],
    ['NIÑAS, niños', ['ninas', 'ninos']],
    ['auto-cuidado y compañer@s', ['auto', 'cuidado', 'y', 'companer', 's']],
    ['https://a.example/b?c=d', ['https', 'a', 'example', 'b', 'c', 'd']],
    ['cui\u00ADda\u200Bdos', ['cuidados']],
    ['한국어 漢字 عَرَبِيّ', ['한국어', '漢字', 'عربي']],
    ["'); drop <-> :*", ['drop']],
    ['\0\uD800\u202E …', []],
  ])('of %j are %j', (text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });

  test('stand where they are written, with the marks on their letters', () => {
    const text = 'Las nin\u0303as, cui\u00ADdados.';
    expect(placesIn(text).map(({ start, end, word }) => [text.slice(start, end), word])).toEqual([
      ['Las', 'las'],
      ['nin\u0303as', 'ninas'],
      ['cui\u00ADdados', 'cuidados'],
    ]);
  });

  it.each([
    ['es', 'spanish'],
    ['es-MX', 'spanish'],
    ['ES-419', 'spanish'],
    ['en-GB', 'english'],
    ['nah', 'simple'],
    ['est', 'simple'],
  ])('of %s go through %s', (language, stemming) => {
    expect(stemmingOf(language)).toBe(stemming);
  });
});

describe('a query', () => {
  it.each([
    ['cuidar', '"cuidar"'],
    ['falta de respeto', '"falta" "de" "respeto"'],
    ['"Falta de RESPETO" -gritos', '"falta de respeto" -"gritos"'],
    ['“falta de respeto”', '"falta de respeto"'],
    ['-"falta de respeto" golpes', '-"falta de respeto" "golpes"'],
    ['−gritos –golpes paz', '-"gritos" -"golpes" "paz"'],
    ['radio or telar', '"radio" or "telar"'],
    ['radio O telar or -huerto', '"radio" or "telar" or -"huerto"'],
    ['or', '"or"'],
    ['or or or radio', '"or" or "radio"'],
    ['radio or', '"radio"'],
    ['más cuidado', '"cuidado"'],
    ['más or cuidado', '"cuidado"'],
    ['auto-cuidado', '"auto cuidado"'],
    ['"or"', '"or"'],
    ['"', ''],
    ['-', ''],
    ['a"b c"d', '"a" "b c" "d"'],
    ['x:* & !y | (z) <-> \\', '"x" "y" "z"'],
  ])('%j is looked up as %j', (typed, text) => {
    expect(queryText(readQuery(typed), 'spanish')).toBe(text);
  });

  test('seeks no word that it leaves out', () => {
    expect([...wordsSought(readQuery('radio -telar -"huerto común" o cocina'))]).toEqual(['radio', 'cocina']);
  });

  test('of ten thousand quotes takes no time', () => {
    const began = performance.now();
    readQuery('-"'.repeat(5000));
    readQuery('"a '.repeat(5000));
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe('an excerpt', () => {
  const whole = (pieces: { text: string }[]) => pieces.map(({ text }) => text).join('');

  test('is nothing where nothing was found', () => {
    expect(excerptOf('No gritamos.', new Set(['radio']))).toBeNull();
  });

  test('is a short text whole', () => {
    expect(excerptOf('Hay una radio libre.', new Set(['radio']))).toEqual({
      pieces: [
        { text: 'Hay una ', marked: false },
        { text: 'radio', marked: true },
        { text: ' libre.', marked: false },
      ],
      before: false,
      after: false,
    });
  });

  test('is taken where most of it stands, and begins and ends between words', () => {
    const far = 'Se habla de todo. '.repeat(40);
    const excerpt = excerptOf(`Radio. ${far}La radio y el telar. ${far}`, new Set(['radio', 'telar']));
    expect(excerpt).toMatchObject({ before: true, after: true });
    const text = whole(excerpt?.pieces ?? []);
    expect(text).toContain('La radio y el telar.');
    expect(text.length).toBeLessThanOrEqual(340);
    expect(` ${far}`).toContain(` ${text.split(' ')[0]} `);
  });

  test('cuts no letter in two, even where there is no space', () => {
    const pair = '\u{1F525}'.repeat(400);
    const marks = 'o\u0301'.repeat(400);
    for (const [text, hit] of [
      [`${pair} radio ${pair}`, 'radio'],
      [`x${pair} radio x${pair}`, 'radio'],
      [`${marks}`, 'o'.repeat(400)],
      [`x ${marks}`, 'x'],
    ] as const) {
      const excerpt = excerptOf(text, new Set([hit]));
      const said = whole(excerpt?.pieces ?? []);
      expect(said.isWellFormed()).toBe(true);
      expect(said).not.toMatch(/^\p{M}/u);
      expect(text).toContain(said);
      expect(said.length).toBeLessThan(420);
    }
  });

  test('of a long text full of what was sought is made at once', () => {
    const began = performance.now();
    expect(excerptOf('radio '.repeat(30_000), new Set(['radio']))?.pieces.length).toBeLessThan(200);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('marks nothing but whole words', () => {
    expect(marked('radiografía y radio', new Set(['radio'])).filter((piece) => piece.marked)).toEqual([
      { text: 'radio', marked: true },
    ]);
  });
});

test('Markdown is read without its marks, and without the addresses of its links', () => {
  const text = '**Nadie** grita.\n\n- uno\n- [dos](https://a.example/x)\n\n> cita `tal`\n<b>no</b> &amp; \u202Esí';
  expect(markdownWords(text)).toBe('Nadie grita. uno dos cita tal <b>no</b> & sí');
});
