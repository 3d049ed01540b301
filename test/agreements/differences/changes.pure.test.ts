import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { changesBetween } from '../../../src/agreements/differences/changes.ts';
import { type SentenceChange, sentenceChanges } from '../../../src/agreements/differences/sentences.ts';
import { readable } from '../../../src/web/markdown.ts';
import { fileText, read } from '../../agreement-file/agreement-file.ts';

const between = (before: string, after: string, language = 'es') =>
  sentenceChanges(before, after, language, { left: 1_000_000 });

/** A change written as a line: [-gone-], {+come+}, «before» → «after». */
const written = (changes: SentenceChange[]) =>
  changes.map((one) => {
    if (one.kind === 'same') return one.text;
    if (one.kind === 'replaced') return `«${one.before}» → «${one.after}»`;
    return one.pieces
      .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
      .join('');
  });

const agreement = (changes: Partial<Agreement> = {}): Agreement => ({
  type: 'agreement',
  issuer: 'I'.repeat(43),
  version: 1,
  prev: null,
  issuedAt: '2026-01-01T00:00:00Z',
  ...read(fileText('ceiba-v1.es.md')),
  series: 'SSSSSSSSSSSSSSSSSSSSSA',
  ...changes,
});

describe('what changed in a text', () => {
  it('marks the words of a sentence that changed a little, and leaves the others alone', () => {
    expect(
      between('Nadie grita. Hablamos los lunes en la casa.', 'Nadie grita. Hablamos los jueves en la casa.'),
    ).toEqual([
      { kind: 'same', text: 'Nadie grita.', opens: true },
      {
        kind: 'edited',
        opens: false,
        pieces: [
          { kind: 'same', text: 'Hablamos los ' },
          { kind: 'removed', text: 'lunes ' },
          { kind: 'added', text: 'jueves ' },
          { kind: 'same', text: 'en la casa.' },
        ],
      },
    ]);
  });

  it('shows before and after where a sentence was written anew', () => {
    const before = 'Todavía no decidimos cómo actuar. Lo hablaremos en septiembre.';
    expect(written(between(before, 'No aceptamos que una persona mande sobre otra.'))).toEqual([
      `«${before}» → «No aceptamos que una persona mande sobre otra.»`,
    ]);
  });

  it('finds the sentence that stayed among new ones, also when it is the only one', () => {
    const found = between('Uno dos tres cuatro.', 'Nueva es esta frase. Uno dos tres cinco. Y otra más al final.');
    expect(written(found)).toEqual([
      '«» → «Nueva es esta frase.»',
      'Uno dos tres [-cuatro-]{+cinco+}.',
      '«» → «Y otra más al final.»',
    ]);
  });

  it('keeps paragraphs and entries of a list apart', () => {
    const found = between('- uno\n- dos', '- uno\n- dos\n- tres');
    expect(found.map(({ opens }) => opens)).toEqual([true, true, true]);
  });

  it.each([
    ['letters and their marks, however they are stored', 'Cafe\u0301 de la man\u0303ana', 'Café de la mañana'],
    ['marks that show nothing', 'No\u200e gritamos', 'No gritamos'],
  ])('sees no change between %s', (_what, before, after) => {
    expect(between(before, after).map(({ kind }) => kind)).toEqual(['same']);
  });

  it('never parts a letter from its marks, in Hindi, Arabic, Thai and stacked marks', () => {
    for (const [language, before, after] of [
      ['hi', 'हम यहाँ साथ रहते हैं और काम करते हैं।', 'हम यहाँ साथ रहते हैं और खेल करते हैं।'],
      ['ar', 'نحن نعيش هنا معًا كل يوم.', 'نحن نعيش هنا معًا كل ليلة.'],
      ['th', 'เราอยู่ด้วยกันที่นี่ทุกวัน', 'เราอยู่ด้วยกันที่นี่ทุกคืน'],
      ['es', 'Uno dos tres cua\u0301\u0302\u0303\u0304tro.', 'Uno dos tres cua\u0301\u0302\u0303tro.'],
    ] as const)
      for (const one of between(before, after, language))
        if (one.kind === 'edited') for (const { text } of one.pieces) expect(text).not.toMatch(/^\p{M}/u);
  });

  it('loses no word of either text', () => {
    const word = fc.constantFrom(
      'nadie',
      'grita',
      'aquí',
      'ni',
      'allá',
      'hablamos.',
      'mañana.',
      '\n',
      'e\u0301',
      '👩‍👩‍👧',
    );
    const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
    const plain = (all: string) => readable(all).replace(/\s+/g, '');
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = between(before, after);
        const side = (kind: 'added' | 'removed', key: 'before' | 'after') =>
          changes
            .map((one) => {
              if (one.kind === 'same') return one.text;
              if (one.kind === 'replaced') return one[key];
              return one.pieces
                .map((piece) => (piece.kind === 'same' || piece.kind === kind ? piece.text : ''))
                .join('');
            })
            .join('');
        expect(plain(side('removed', 'before'))).toBe(plain(before));
        expect(plain(side('added', 'after'))).toBe(plain(after));
      }),
    );
  });

  it('stays within its effort, and shows the rest whole', () => {
    const words = (from: number) => Array.from({ length: 300 }, (_, at) => `w${(at * 7 + from) % 300}`).join(' ');
    const effort = { left: 500 };
    expect(sentenceChanges(words(0), words(5), 'es', effort).map(({ kind }) => kind)).toEqual(['replaced']);
    expect(effort.left).toBe(0);
  });
});

describe('what changed in an agreement', () => {
  it('is one clause in the second version of Ceiba, with stance, severity, axes and texts, and the dates', () => {
    const before = agreement();
    const after = agreement({ ...read(fileText('ceiba-v2.es.md'), before), series: before.series });
    const changes = changesBetween(before, after, 'es');
    expect(changes.parts.clause).toHaveLength(1);
    const [clause] = changes.parts.clause;
    expect([clause?.before?.stance, clause?.after?.stance]).toEqual(['not_decided_yet', 'not_tolerated']);
    expect(clause?.texts.map(({ field }) => field)).toEqual(['text', 'examples', 'responses', 'support']);
    expect([changes.texts, changes.parts.belonging, changes.cut]).toEqual([[], [], false]);
  });

  it('is nothing where a form only gave languages, keys and axes in another order', () => {
    const before = agreement();
    const turned = <T extends object>(one: T): T => Object.fromEntries(Object.entries(one).reverse()) as T;
    const [first] = before.clauses;
    const clause = { ...first!, axes: ['gender', 'class'], text: { es: 'No.', en: 'No.' } } as const;
    const other = turned({ ...clause, axes: [...clause.axes].reverse(), text: turned(clause.text) });
    const { clause: clauses } = changesBetween(
      { ...before, clauses: [{ ...clause, axes: [...clause.axes] }] },
      { ...before, clauses: [other] },
      'es',
    ).parts;
    expect(clauses).toEqual([]);
  });

  it('names what is new, gone and moved by id alone', () => {
    const before = agreement();
    const [first, second, third, ...rest] = before.clauses;
    const added = { ...first!, id: 'NNNNNNNNNNNNNNNNNNNNNA' };
    const after = agreement({ clauses: [first!, ...rest, third!, added] });
    const changes = changesBetween(before, after, 'es').parts.clause;
    expect(changes.map(({ id, moved, before: was, after: is }) => [id, moved, was === null, is === null])).toEqual([
      [third!.id, true, false, false],
      [added.id, false, true, false],
      [second!.id, false, false, true],
    ]);
  });

  it('says when words changed in a language that is not shown, and reads across languages when none is shared', () => {
    const before = agreement();
    const [first, ...rest] = before.clauses;
    const text = { ...first!.text, en: 'One.' };
    const other = agreement({ languages: ['es', 'en'], clauses: [{ ...first!, text }, ...rest] });
    const changed = agreement({
      languages: ['es', 'en'],
      clauses: [{ ...first!, text: { ...text, en: 'Two.' } }, ...rest],
    });
    expect(changesBetween(other, changed, 'es').parts.clause[0]).toMatchObject({ texts: [], elsewhere: ['en'] });
    expect(changesBetween(other, changed, 'en').parts.clause[0]).toMatchObject({
      texts: [{ before: 'en' }],
      elsewhere: [],
    });
    const english = agreement({ languages: ['en'], clauses: [{ ...first!, text: { en: 'One.' } }, ...rest] });
    expect(changesBetween(before, english, 'es').parts.clause[0]?.texts[0]).toMatchObject({
      before: 'es',
      after: 'en',
    });
  });

  it('says so when only characters changed that nobody sees', () => {
    const before = agreement({ title: { es: 'Nuestro acuerdo' } });
    const after = agreement({ title: { es: 'Nuestro\u200e acuerdo' } });
    expect(changesBetween(before, after, 'es').texts).toMatchObject([{ field: 'title', lines: [], unseen: true }]);
  });
});

describe('two versions as large as an agreement may be', () => {
  const shuffled = (from: number, words: number) =>
    Array.from({ length: words }, (_, at) => `w${(at * 37 + from * (at % 7)) % 97}`).join(' ');
  const huge = (from: number, sentence: number) => {
    const [clause] = agreement().clauses;
    const sentences = (at: number) =>
      Array.from({ length: Math.floor(900 / sentence) }, (_, one) => `W${shuffled(from + at + one, sentence)}.`).join(
        ' ',
      );
    const clauses = Array.from({ length: 48 }, (_, at) => {
      const id = Buffer.from(`clause ${at}`.padEnd(16)).toString('base64url');
      return { ...clause!, id, text: { es: sentences(at) } };
    });
    return agreement({ clauses });
  };
  it.each([
    [5, true],
    [30, false],
    [300, true],
    [900, false],
  ])('are compared whole, within the effort (%i words in a sentence)', (sentence, cut) => {
    const [before, after] = [huge(0, sentence), huge(3, sentence)];
    expect(JSON.stringify(before).length).toBeGreaterThan(150_000);
    const changes = changesBetween(before, after, 'es');
    expect(changes.parts.clause).toHaveLength(48);
    expect(changes.parts.clause.every(({ texts }) => texts.some(({ lines }) => lines.length > 0))).toBe(true);
    expect(changes.cut).toBe(cut);
  });
});
