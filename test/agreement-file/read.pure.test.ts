import { describe, expect, test } from 'vitest';
import { agreement as agreementSchema } from '../../schemas/agreement.ts';
import type { AgreementText } from '../../src/agreement-file/parts.ts';
import { exportMarkdown } from '../../src/agreement-file/write.ts';
import { belonging, file, fileText, problems, read } from './agreement-file.ts';

const files = ['ceiba-v1.es.md', 'ceiba-v2.es.md', 'hawthorn-v1.en.md', 'maguey-v1.es.md'];
describe('the agreements of the cast', () => {
  test.each(files)('%s reads whole, and as a statement it keeps to the schema', (name) => {
    const text = read(fileText(name));
    const statement = {
      type: 'agreement',
      issuer: 'A'.repeat(43),
      version: 1,
      prev: null,
      issuedAt: '2026-11-22T12:00:00Z',
      ...text,
      series: text.series ?? 'A'.repeat(22),
    };
    expect(agreementSchema.safeParse(statement).error?.issues ?? []).toEqual([]);
  });

  test.each(files)('%s written out and read again is the same agreement', (name) => {
    const once = read(fileText(name));
    expect(read(exportMarkdown(once))).toEqual(once);
  });

  test('they say what is tolerated, what is worked on and what is open, and when a person stops belonging', () => {
    for (const name of files) {
      const { clauses, belonging } = read(fileText(name));
      const stances = new Set(clauses.map(({ stance }) => stance));
      if (name !== 'ceiba-v2.es.md') expect(stances.size).toBe(3);
      expect(belonging.length).toBeGreaterThan(0);
      expect(clauses.some(({ violence }) => violence === 'violence_against_children')).toBe(true);
    }
  });

  test("a second version keeps every clause's id, and differs in exactly one clause", () => {
    const first = read(fileText('ceiba-v1.es.md'));
    const second = read(fileText('ceiba-v2.es.md'), { ...first, series: 'BBBBBBBBBBBBBBBBBBBBBA' });
    expect(second.clauses.map(({ id }) => id)).toEqual(first.clauses.map(({ id }) => id));
    expect(second.belonging).toEqual(first.belonging);
    expect(second.series).toBe('BBBBBBBBBBBBBBBBBBBBBA');
    const changed = second.clauses.filter(
      (clause, index) => JSON.stringify(clause) !== JSON.stringify(first.clauses[index]),
    );
    expect(changed.map(({ violence }) => violence)).toEqual(['coercive_control']);
  });
});

describe('the form', () => {
  test('Spanish and English keys and words may be mixed, with or without accents', () => {
    const text = file({
      sections: [
        '## Violencia_contra-la INFANCIA',
        'Postura: NOT tolerated',
        'gravedad: Extreme',
        'ejes: género, age child',
        'texto: A cada niña se le cree.',
      ],
    });
    const [clause] = read(text).clauses;
    expect(clause).toMatchObject({
      violence: 'violence_against_children',
      stance: 'not_tolerated',
      severity: 'extreme',
      axes: ['gender', 'age_child'],
    });
  });

  test('a text keeps its paragraphs and lists, and a list its entries', () => {
    const sections = [
      '## verbal',
      'stance: worked on together',
      'text: First.',
      '',
      '  Second: with a colon.',
      '',
      '  - one',
      '  - two',
      'examples:',
      '- A long',
      '  entry.',
      '- Another.',
    ];
    const [clause] = read(file({ sections })).clauses;
    expect(clause?.text).toEqual({ en: 'First.\n\nSecond: with a colon.\n\n- one\n- two' });
    expect(clause?.examples).toEqual({ en: ['A long entry.', 'Another.'] });
  });

  test('an agreement in two languages reads and comes out again, own names too', () => {
    const text = file({
      front: [
        'languages: [es, en]',
        'title: {es: Nuestro, en: Ours}',
        'summary: {es: Resumen., en: Summary.}',
        'protects: {es: [Cada quien], en: [Everyone]}',
      ],
      sections: [
        '## other: callar acentos | silencing accents',
        'stance: not tolerated',
        'texto: Sí.',
        'text (en): Yes.',
        'ejemplos: uno',
        'examples (en): one',
      ],
    });
    const both = read(text);
    expect(both.clauses[0]?.ownName).toEqual({ es: 'callar acentos', en: 'silencing accents' });
    expect(both.clauses[0]?.text).toEqual({ es: 'Sí.', en: 'Yes.' });
    expect(read(exportMarkdown(both))).toEqual(both);
  });

  const sections = ['## other: gritos | الصراخ', 'stance: not tolerated', 'texto: No.', 'text (ar): لا.'];
  const inBoth = (...front: string[]) => file({ front: ['languages: [es, ar]', ...front], sections });

  test('the front can name a language in the key, as under a heading', () => {
    const mapped = ['title: {es: Nuestro, ar: لنا}', 'summary: {es: Sí., ar: نعم}', 'protects: {es: [Sí], ar: [نعم]}'];
    const spoken = ['title: Nuestro', 'título (ar): لنا', 'summary: Sí.', 'resumen (ar): نعم', 'protects: [Sí]'];
    const list = ['a quién protege (ar):', '  - نعم'];
    expect(read(inBoth(...spoken, ...list))).toEqual(read(inBoth(...mapped)));
    expect(problems(inBoth(...spoken, ...list, 'title (en): Ours'))).toEqual(['12 key-language']);
    expect(problems(inBoth(...spoken, ...list, 'title (ar): لنا'))).toEqual(['12 key-repeated']);
    expect(problems(inBoth(...spoken, ...list, 'licence (ar): x'))).toEqual(['12 key-unknown']);
  });

  test('each text may be missing in a language, also the name in a heading', () => {
    const front = ['título: Nuestro', 'summary: {ar: نعم}', 'protects: {es: [Sí]}'];
    const text = inBoth(...front)
      .replace('title: Ours\n', '')
      .replace('text (ar): لا.', '');
    const first = read(text);
    expect(first).toMatchObject({ title: { es: 'Nuestro' }, summary: { ar: 'نعم' }, protects: { es: ['Sí'] } });
    expect(first.clauses[0]).toMatchObject({ text: { es: 'No.' }, ownName: { es: 'gritos', ar: 'الصراخ' } });
    expect(read(text.replace('gritos | الصراخ', '| الصراخ')).clauses[0]?.ownName).toEqual({ ar: 'الصراخ' });
    expect(read(exportMarkdown(first))).toEqual(first);
  });

  test('a situation keeps its id in two languages, which a signed version has in another order than a file', () => {
    const text = file({
      front: [
        'languages: [es, en]',
        'title: {es: Nuestro, en: Ours}',
        'summary: {es: Sí., en: Yes.}',
        'protects: {es: [Sí], en: [Yes]}',
      ],
      sections: [
        ...[
          '## sexual',
          'stance: not decided yet',
          '## belonging',
          'when: Siempre.',
          'when (en): Always.',
          'severity from: grave',
        ],
        ...[
          'measure: Sale.',
          'measure (en): Leaves.',
          'restorative plan: yes',
          'review months: 3',
          'way back: Pide.',
          'way back (en): Asks.',
        ],
      ],
    });
    const first = read(text);
    const [one] = first.belonging;
    const signed = { ...one!, id: 'BBBBBBBBBBBBBBBBBBBBBA', when: { en: one!.when.en!, es: one!.when.es! } };
    expect(read(text, { ...first, belonging: [signed] }).belonging[0]?.id).toBe('BBBBBBBBBBBBBBBBBBBBBA');
  });

  test('texts that look like keys, headings, dates or numbers survive writing and reading', () => {
    const once = read(
      file({
        front: ['title: "2026: yes & no #1"', 'licence: "null"'],
        sections: [...belonging, '## digital', 'stance: not decided yet'],
      }),
    );
    const odd = '# not a heading\n\nstance: not a key\n\n  deeper\n- dash\n`code` *star* <b>';
    const changed: AgreementText = {
      ...once,
      summary: { en: odd },
      clauses: once.clauses.map((clause) => ({ ...clause, text: { en: odd } })),
    };
    expect(read(exportMarkdown(changed))).toEqual(changed);
  });

  test('what is not decided yet may stand without a text; what is decided may not', () => {
    expect(read(file({ sections: ['## digital', 'stance: not decided yet'] })).clauses[0]?.text).toEqual({});
    expect(problems(file({ sections: ['## digital', 'stance: not tolerated'] }))).toEqual(['9 key-missing']);
  });
});
