import { expect, it } from 'vitest';
import * as z from 'zod';
import { firstMark, refusedInProse, withoutMarks } from '../../schemas/characters.ts';
import { line, prose } from '../../schemas/encodings.ts';
import { published } from '../../schemas/json-schemas.ts';
import { shaped } from '../../src/protocol/shape.ts';

const text = z.strictObject({
  title: line(200),
  words: z.union([z.record(z.string(), prose(200)), z.literal('open')]),
});

it.each([
  ['a zero-width space', 'Mague\u200By', 'hidden', 6],
  ['a byte order mark', '\uFEFFMaguey', 'hidden', 1],
  ['a soft hyphen', 'Mag\u00ADuey', 'hidden', 4],
  ['a word joiner', 'Ma\u2060guey', 'hidden', 3],
  ['a filler', '\u3164', 'hidden', 1],
  ['an empty cell of Braille', 'a\u2800', 'hidden', 2],
  ['letters that no screen draws', 'a\u{E0061}\u{E0062}', 'hidden', 2],
  ['a variation of a letter', 'a\uFE0F', 'hidden', 2],
  ['a second variation of a picture', '\u2764\uFE0F\uFE0F', 'hidden', 3],
  ['a variation of a Chinese character', '\u845B\u{E0100}', 'hidden', 2],
  ['a joiner between Latin letters', 'a\u200Db', 'hidden', 2],
  ['a non-joiner before Arabic letters', '\u200C\u0645', 'hidden', 1],
  ['a joiner between blanks beside Arabic letters', '\u0645 \u200D \u0645', 'hidden', 3],
  ['a non-joiner after a blank', '\u0645 \u200C\u0645', 'hidden', 3],
  ['two spaces of no width between letters of Thai', '\u0E01\u200B\u200B\u0E02', 'hidden', 3],
  ['a space of no width between Arabic letters', '\u0645\u200B\u0645', 'hidden', 2],
  ['two non-joiners between Arabic letters', '\u0645\u200C\u200C\u062E', 'hidden', 3],
  ['a mark from right to left', '\u{1F98A}\u200F', 'order', 2],
  ['a mark of Arabic letters', '\u061C', 'order', 1],
  ['an override', 'a\u202Eb', 'order', 2],
  ['an isolate', 'ab\u2067', 'order', 3],
  ['NUL', 'a\0', 'control', 2],
  ['a control character of the second block', '\u0085', 'control', 1],
  ['an end of line of its own kind', 'a\u2028b', 'control', 2],
  ['half a pair', 'a\uD800', 'control', 2],
])('%s is refused, and it is said which and where', (_, words, mark, at) => {
  expect(firstMark(words)).toEqual({ mark, at });
  const refused = expect.objectContaining({ code: `mark-${mark}`, where: `title:${at}` });
  expect(() => shaped(text, { title: words, words: 'open' }, 'schema')).toThrow(refused);
  const under = expect.objectContaining({ code: `mark-${mark}`, where: `words.es:${at}` });
  expect(() => shaped(text, { title: 'a', words: { es: words } }, 'schema')).toThrow(under);
});

it.each([
  ['Persian', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645'],
  ['Persian beside Latin letters', 'PDF\u200C\u0647\u0627'],
  ['Persian beside a figure', '\u06F5\u200C\u0627\u0645'],
  ['Persian beside a sign', '\u00AB\u06A9\u062A\u0627\u0628\u00BB\u200C\u0647\u0627'],
  ['Persian that is shortened', '\u06F1\u06F4\u06F0\u06F0 \u0647\u200D.\u0634'],
  ['Kurdish at the end of a word', '\u0647\u200C \u0645'],
  ['Khmer', '\u1781\u17D2\u1798\u17C2\u179A\u200B\u1797\u17B6\u179F\u17B6\u200B\u17D4'],
  ['Thai', '\u0E20\u0E32\u0E29\u0E32\u200B\u0E44\u0E17\u0E22'],
  ['Lao', '\u0E9E\u0EB2\u0EAA\u0EB2\u200B\u0EA5\u0EB2\u0EA7'],
  ['Burmese', '\u1019\u103C\u1014\u103A\u1019\u102C\u200B\u1005\u102C'],
  ['Hindi', '\u0915\u094D\u200D\u0937 \u0915\u094D\u200C\u0937'],
  ['Malayalam of before it had letters of its own for it', '\u0D28\u0D4D\u200D'],
  ['Sinhala', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3'],
  ['Mongolian', '\u1820\u180B\u1828'],
  ['a family', '\u{1F469}\u{1F3FD}\u200D\u2764\uFE0F\u200D\u{1F468}'],
  ['a flag of many colours', '\u{1F3F3}\uFE0F\u200D\u{1F308}'],
  ['a key on a telephone', '1\uFE0F\u20E3'],
  ['letters with accents of their own', 'Nahuatl a\u0304 e\u0301 \u00F1'],
  ['blanks of French', '\u00AB\u00A0oui\u202F\u00BB'],
])('%s is taken, and shown as it is', (_, words) => {
  expect(firstMark(words)).toBeNull();
  expect(shaped(text, { title: words, words: { es: `${words}\n\t${words}` } }, 'schema').title).toBe(words);
  expect(withoutMarks(words)).toBe(words);
});

it('one line holds no tab and no end of line; text of several lines does', () => {
  expect(firstMark('a\tb\n')).toBeNull();
  const refused = expect.objectContaining({ code: 'mark-control', where: 'title:2' });
  for (const title of ['a\tb\0', 'a\nb'])
    expect(() => shaped(text, { title, words: 'open' }, 'schema')).toThrow(refused);
});

it('text of before is shown without any of them', () => {
  expect(withoutMarks('\u202Eyeu\u200Bgam\0\u{1F98A}\uFE0F\uFE0F\n\t\u2066a')).toBe('yeugam\u{1F98A}\uFE0F\n\ta');
});

it('no mark that Unicode draws nothing for is left out', () => {
  const classes = new RegExp(`[${refusedInProse}\\u180B-\\u180F\\u200B-\\u200D\\uFE0E\\uFE0F]`, 'u');
  for (let code = 0; code <= 0x10ffff; code++) {
    const mark = String.fromCodePoint(code);
    if (!/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(mark) || '\t\n'.includes(mark))
      continue;
    expect(classes.test(mark), code.toString(16)).toBe(true);
    expect(firstMark(`a${mark}`), code.toString(16)).not.toBeNull();
  }
});

it('the published schemas say it to other programs as far as a pattern can', () => {
  const { pattern } = z.toJSONSchema(line(9)) as { pattern: string };
  for (const words of ['a\u2060', 'a\u202E', '\u{E0061}', 'a\n', '\uFEFF'])
    expect(new RegExp(pattern, 'u').test(words)).toBe(false);
  expect(new RegExp(pattern, 'u').test('\u0645\u06CC\u200C\u062E')).toBe(true);
  expect(JSON.stringify(z.toJSONSchema(published.alert!))).toContain('E0FFF');
});
