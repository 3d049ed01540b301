import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importOpen } from '../../../src/agreement-file/read.ts';
import { wholeParts } from '../../../src/agreements/texts/complete.ts';
import { readTyped, sameToRead, typedOf, wrongSentence } from '../../../src/agreements/texts/form-values.ts';
import { type Content, contentOf, partsOf, storedContent } from '../../../src/agreements/texts/text.ts';
import { agreementTemplates } from '../../../src/platform/agreement-templates.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { asks, counter } from '../../agreement-file/agreement-file.ts';
import { belonging, clause, front, ids, part, taken, wholeFront } from './typed-parts.ts';

const en = i18nFor('en');
const wrongs = (typed: Record<string, string>, before: Content) =>
  readTyped(typed, before).wrong.map(({ name, problem }) => `${name}: ${problem}`);

const piece = fc.constantFrom(
  ...['no', 'sí', 'é', 'محمد', '- ', '* ', '# ', '## x', 'text:', 'postura: no se tolera', '---', '{#a}', '  ', '\t'],
  ...['??x', '**a**', '|', "'", '"', '\u00a0', '>', '&a', '!b', '~', '[c]', '{d}', '%', '@', '`'],
);
const line = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const typedText = fc
  .array(line, { maxLength: 6 })
  .chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((end) => lines.join(end)));

describe('what is typed into the form of a part', () => {
  it('goes out as a file and comes back as the same words', () => {
    const some = typedText.map((text) => `a${text.replaceAll('??', '')}`);
    fc.assert(
      fc.property(fc.array(some, { minLength: 7, maxLength: 7 }), (texts) => {
        const [a = '', b = '', c = '', d = '', e = '', f = '', g = ''] = texts;
        const typedClause = { stance: 'not_tolerated', 'text.es': a, 'examples.es': b, 'responses.es': c };
        const typedBelonging = {
          severityFrom: 'grave',
          restorativePlan: 'required',
          reviewMonths: '6',
          'when.es': d,
          'measure.es': e,
          'wayBack.es': f,
        };
        const contents = [
          taken({ 'summary.es': g }, wholeFront),
          taken(typedClause, clause),
          taken(typedBelonging, belonging),
        ];
        const parts = contents.map((content, at) => part(at === 0 ? 'front' : ids[at]!, content, at));
        const whole = wholeParts(parts, ids[0], en);
        expect(whole).toMatchObject({ ok: true });
        if (!whole.ok) return;
        expect(partsOf(whole.agreement).map(({ content }) => storedContent(content))).toEqual(
          contents.map(storedContent),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is the same part again when nothing was changed', () => {
    const read = importOpen(agreementTemplates.es, { newId: counter(), asks });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const parts = partsOf(read.agreement);
    expect(parts.length).toBeGreaterThan(14);
    for (const { content } of parts) {
      const again = taken(typedOf(content), content);
      expect(storedContent(again)).toBe(storedContent(content));
      expect(contentOf(storedContent(content))).toEqual(JSON.parse(JSON.stringify(content)));
      expect(sameToRead(again, content)).toBe(true);
    }
  });

  it('keeps what the form has no field for, and drops what was emptied', () => {
    const both = taken({ 'text.es': 'uno', 'text.en': 'one', 'ownName.es': 'callar' }, clause);
    expect(taken({ 'text.es': 'dos' }, both)).toMatchObject({
      text: { es: 'dos', en: 'one' },
      ownName: { es: 'callar' },
    });
    expect(taken({ 'text.es': ' \r\n ', 'ownName.es': '' }, both)).toMatchObject({
      text: { en: 'one' },
      ownName: {},
    });
    expect(taken({ 'examples.es': '- uno\n\n  dos  tres \n• cuatro' }, clause)).toMatchObject({
      examples: { es: ['uno', 'dos tres', 'cuatro'] },
    });
    expect(taken({ axes: ['class', 'gender'] }, clause)).toMatchObject({ axes: ['gender', 'class'] });
    expect(taken({ axes: 'class' }, clause)).toMatchObject({ axes: ['class'] });
    expect(taken({ languages: 'es, en;nah es' }, front)).toMatchObject({ languages: ['es', 'en', 'nah'] });
    expect(sameToRead(null, null)).toBe(true);
    expect(sameToRead(null, clause)).toBe(false);
    expect(sameToRead(both, clause)).toBe(false);
  });

  it.each(['\u202e', '\u200f', '\u0007', '\u061c', '\u2066'])(
    'names a field that holds the hidden character %j',
    (hidden) => {
      expect(wrongs({ 'text.es': `a${hidden}b`, 'examples.es': `a\nb${hidden}c` }, clause)).toEqual([
        'text.es: character',
        'examples.es: character',
      ]);
      expect(wrongs({ 'title.es': `a${hidden}b`, licence: `a${hidden}b` }, front)).toEqual([
        'title.es: character',
        'licence: character',
      ]);
    },
  );

  it('names what is too long, too much, or has the wrong shape, and keeps it all the same', () => {
    const long = '😀'.repeat(4001);
    expect(wrongs({ 'text.es': '😀'.repeat(4000) }, clause)).toEqual([]);
    expect(wrongs({ 'text.es': long }, clause)).toEqual(['text.es: too-long']);
    expect(readTyped({ 'text.es': long }, clause).content).toMatchObject({ text: { es: long } });
    expect(wrongs({ 'ownName.es': 'a'.repeat(121) }, clause)).toEqual(['ownName.es: too-long']);
    expect(wrongs({ 'ownName.es': 'a | b' }, clause)).toEqual(['ownName.es: bar']);
    expect(wrongs({ 'support.es': 'a\n'.repeat(31) }, clause)).toEqual(['support.es: too-many']);
    expect(wrongs({ 'support.es': `a\n${'b'.repeat(601)}` }, clause)).toEqual(['support.es: too-long']);
    expect(wrongs({ languages: '' }, front)).toEqual(['languages: languages']);
    expect(wrongs({ languages: 'Spanish' }, front)).toEqual(['languages: languages']);
    expect(wrongs({ languages: 'aa ab ac ad ae af ag ah ai aj ak al am' }, front)).toEqual(['languages: languages']);
    expect(wrongs({ reviewBy: '2027-02-30' }, front)).toEqual(['reviewBy: date']);
    for (const months of ['0', '25', '1.5', 'six', '-1'])
      expect(wrongs({ reviewMonths: months }, belonging)).toEqual(['reviewMonths: months']);
    expect(wrongs({ reviewMonths: '24' }, belonging)).toEqual([]);
    const [said] = readTyped({ 'text.es': long }, clause).wrong;
    expect(wrongSentence(en, said!)).toBe('“What we live by” is longer than 4000 characters. Write it shorter.');
  });

  it.each([
    [{ surprise: 'x' }, clause],
    [{ 'text.<b>': 'x' }, clause],
    [{ 'text.__proto__': 'x' }, clause],
    [{ 'constructor.es': 'x' }, clause],
    [{ 'title.es': 'x' }, clause],
    [{ violence: 'vilolence' }, clause],
    [{ stance: ['not_tolerated', 'not_tolerated'] }, clause],
    [{ axes: ['gender', 'height'] }, clause],
    [{ severity: 'dreadful' }, clause],
    [{ severityFrom: 'dreadful' }, belonging],
    [{ reviewMonths: ['1', '2'] }, belonging],
    [{ adaptedFrom: 'x' }, front],
    [
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [
          `text.a${String.fromCharCode(97 + (at % 26))}${at > 25 ? 'a' : ''}`,
          'x',
        ]),
      ),
      clause,
    ],
  ])('refuses fields that no form of ours has', (typed, before) => {
    expect(() => readTyped(typed as never, before)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
