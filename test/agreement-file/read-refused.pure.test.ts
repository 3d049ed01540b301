import { describe, expect, test } from 'vitest';
import { problemSentence } from '../../src/agreement-file/problem-sentences.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { asks, belonging, counter, file, problems } from './agreement-file.ts';

describe('what is refused, with its line', () => {
  const sexual = ['## sexual', 'stance: not tolerated', 'text: Yes.'];
  test.each<[string, string, string[]]>([
    ['no front matter', '# Hello\n', ['1 front-missing']],
    ['front matter that never ends', '---\ntitle: x\n', ['1 front-missing']],
    ['broken YAML', file({ front: ['series: [a'] }), ['8 front-yaml']],
    ['an alias', file({ front: ['title: &a x'] }), ['7 front-alias']],
    ['a YAML tag', file({ front: ['title: !!binary x'] }), ['7 front-alias']],
    ['an unknown key in front', file({ front: ['tittle: x'] }), ['8 key-unknown']],
    ['a key twice, in two languages', file({ front: ['título: x'] }), ['8 key-repeated']],
    ['no languages, which is said once', file().replace('languages: [en]\n', ''), ['2 key-missing']],
    ['a missing key', file().replace('licence: CC-BY-4.0\n', ''), ['2 key-missing']],
    ['a list where a text belongs', file({ front: ['title: [a, b]'] }), ['7 key-shape']],
    [
      'a language that is no code',
      file({ front: ['languages: [english please]'] }),
      expect.arrayContaining(['7 language-code']),
    ],
    ['a day that does not exist', file({ front: ['review: 2027-02-30'] }), ['7 date']],
    [
      'a review before the adoption',
      file({ front: ['adopted: {body: All, method: other, at: 2027-05-01}'] }),
      ['6 review-order'],
    ],
    [
      'an unknown method',
      file({ front: ['adopted: {body: All, method: shouting, at: 2026-05-01}'] }),
      ['8 word-unknown'],
    ],
    [
      'lineage that is no id',
      file({ front: ['adapted from: {agreement: x, collective: y}'] }),
      ['8 id-shape', '8 id-shape'],
    ],
    ['text before the first heading', file({ sections: ['Hello.', ...sexual] }), ['9 text-outside']],
    ['a heading of another size', file({ sections: [...sexual, '### More'] }), ['12 heading-level']],
    ['an unknown type of violence', file({ sections: ['## sexuall', 'stance: not tolerated'] }), ['9 heading-unknown']],
    ['the same type twice', file({ sections: [...sexual, ...sexual] }), ['12 heading-repeated']],
    ['an id of another form', file({ sections: ['## sexual {#mine}', ...sexual.slice(1)] }), ['9 heading-id']],
    ['a missing stance', file({ sections: ['## sexual', 'text: Yes.'] }), ['9 key-missing']],
    ['an unknown stance', file({ sections: ['## sexual', 'stance: forbidden', 'text: Yes.'] }), ['10 word-unknown']],
    ['an unknown severity', file({ sections: [...sexual, 'severity: terrible'] }), ['12 word-unknown']],
    ['an unknown key in a clause', file({ sections: [...sexual, 'gender of the person: x'] }), ['12 key-unknown']],
    ['a key twice in a clause', file({ sections: [...sexual, 'stance: not tolerated'] }), ['12 key-repeated']],
    ['a text in a language not listed', file({ sections: [...sexual, 'text (fr): Oui.'] }), ['12 key-language']],
    ['an empty text', file({ sections: ['## sexual', 'stance: not tolerated', 'text:'] }), ['11 text-empty']],
    [
      'a text too long',
      file({ sections: ['## sexual', 'stance: not tolerated', `text: ${'x'.repeat(4001)}`] }),
      ['11 text-too-long'],
    ],
    [
      'a list too long',
      file({ sections: [...sexual, 'examples:', ...Array.from({ length: 31 }, () => '- x')] }),
      ['12 list-too-long'],
    ],
    [
      'a question of the template',
      file({ sections: ['## sexual', 'stance: not tolerated', 'text: ?? What do we do?'] }),
      ['11 question-left'],
    ],
    [
      'a question of the template in Spanish',
      file({ sections: [...sexual, 'examples:', '- ¿? Un ejemplo'] }),
      ['13 question-left'],
    ],
    [
      'adopting where nothing is decided',
      file({
        front: ['adopted: {body: All, method: other, at: 2026-05-01}'],
        sections: ['## sexual', 'stance: not decided yet'],
      }),
      ['1 nothing-decided'],
    ],
    ['no clause at all', file({ sections: belonging }), ['1 no-clauses']],
    [
      'ceasing to belong without a plan',
      file({ sections: [...sexual, ...belonging.filter((line) => !line.startsWith('restorative'))] }),
      ['12 restorative-plan'],
    ],
    [
      'ceasing to belong with "no" as plan',
      file({ sections: [...sexual, ...belonging.map((line) => line.replace('plan: required', 'plan: no'))] }),
      ['16 restorative-plan'],
    ],
    [
      'ceasing to belong without a review',
      file({ sections: [...sexual, ...belonging.filter((line) => !line.startsWith('review'))] }),
      ['12 key-missing'],
    ],
    [
      'a review after 25 months',
      file({ sections: [...sexual, ...belonging.map((line) => line.replace('months: 3', 'months: 25'))] }),
      ['17 review-months'],
    ],
    [
      'ceasing to belong without a way back',
      file({ sections: [...sexual, ...belonging.slice(0, -1)] }),
      ['12 key-missing'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test.each([
    ['NUL', '\0'],
    ['a lone surrogate', '\ud800'],
    ['a direction override', '\u202e'],
    ['an escape sequence', '\u001b[31m'],
  ])('%s anywhere in the file', (_, character) => {
    expect(problems(file({ sections: ['## sexual', 'stance: not tolerated', `text: a${character}b`] }))).toEqual([
      '11 file-character',
    ]);
  });

  test('NUL written as an escape in quotes', () => {
    expect(problems(file({ front: ['title: "a\\0b"'] }))).toEqual(['7 file-character']);
  });

  test('every problem of a file is named at once, in the order of its lines', () => {
    const text = file({
      front: ['tittle: x', 'licence: '],
      sections: ['## sexual', 'stance: maybe', '## belonging', 'when: x'],
    });
    const lines = problems(text).map((one) => Number(one.split(' ')[0]));
    expect(lines.length).toBeGreaterThan(6);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
});

describe('hostile files', () => {
  test.each<[string, () => string]>([
    ['a file of a megabyte', () => 'x'.repeat(1024 * 1024)],
    ['one line of 250,000 spaces', () => file({ sections: [`## ${' '.repeat(200_000)}x`] })],
    ['a key of 200,000 letters and spaces', () => file({ sections: ['## sexual', `${'a '.repeat(100_000)}!`] })],
    ['front matter nested 8,000 deep', () => file({ front: [`series: ${'['.repeat(8000)}`] })],
    ['maps nested 8,000 deep', () => file({ front: [`series: ${'{a: '.repeat(3000)}`] })],
    [
      'an alias bomb',
      () => file({ front: ['series: &a [x,x]', ...Array.from({ length: 20 }, (_, n) => `k${n}: &b${n} [*a,*a]`)] }),
    ],
    ['10,000 headings', () => file({ sections: Array.from({ length: 10_000 }, () => '## sexual') })],
    [
      '100,000 dashes',
      () => file({ sections: ['## sexual', 'examples:', ...Array.from({ length: 100_000 }, () => '-')] }),
    ],
    ['prototype keys', () => file({ front: ['__proto__: {a: 1}', 'constructor: x'] })],
  ])('%s is refused with problems and never throws', (_, make) => {
    // A reader whose cost grew with the square of the file would run into the time limit of the test.
    const imported = importMarkdown(make(), { newId: counter(), asks });
    expect(imported.ok).toBe(false);
    if (!imported.ok) expect(imported.problems.length).toBeLessThanOrEqual(100);
  });

  test('a sentence about a problem never repeats more than a short, clean piece of the file', () => {
    const imported = importMarkdown(file({ sections: [`## ${'very '.repeat(50)}long`] }), { newId: counter(), asks });
    if (imported.ok) throw new Error('it read');
    for (const language of ['en', 'es']) {
      for (const problem of imported.problems) {
        const sentence = problemSentence(i18nFor(language), 'a.md', problem);
        expect(sentence).toMatch(/^a\.md:\d+: \S/);
        expect(sentence).not.toContain('very '.repeat(12));
      }
    }
  });

  test('in Spanish, a sentence names keys as a Spanish file writes them', () => {
    const imported = importMarkdown(file({ sections: ['## sexual', 'text: Yes.'] }), { newId: counter(), asks });
    if (imported.ok) throw new Error('it read');
    expect(imported.problems.map((problem) => problemSentence(i18nFor('es'), 'a.md', problem))).toEqual([
      'a.md:9: Falta «postura». Añade una línea «postura: …».',
    ]);
  });
});
