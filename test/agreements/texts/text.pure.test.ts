import { describe, expect, it } from 'vitest';
import { violence } from '../../../schemas/terms.ts';
import { importMarkdown, importOpen } from '../../../src/agreement-file/read.ts';
import { exportMarkdown } from '../../../src/agreement-file/write.ts';
import { wholeParts } from '../../../src/agreements/texts/complete.ts';
import { askedIn } from '../../../src/agreements/texts/templates.ts';
import {
  type Content,
  emptyContent,
  inOrder,
  type Part,
  partsOf,
  writtenText,
} from '../../../src/agreements/texts/text.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { asks, counter } from '../../agreement-file/agreement-file.ts';
import { belonging, clause, front, ids, part, taken, wholeFront } from './typed-parts.ts';

const en = i18nFor('en');
describe('a text that is being written', () => {
  const written = taken({ stance: 'not_tolerated', 'text.es': 'No gritamos.' }, clause);
  const parts = [
    part('front', wholeFront),
    part(ids[0], written, 2),
    part(ids[1], { ...emptyContent('clause'), violence: 'sexual' } as Content, 1),
  ];
  const missing = (more: readonly Part[], language = 'en') => {
    const whole = wholeParts(more, null, i18nFor(language));
    return whole.ok ? [] : whole.problems.map(({ part, sentence }) => `${part ?? 'text'}: ${sentence}`);
  };

  it('is whole once every part says what it has to, in the order on the page', () => {
    const whole = wholeParts(parts, ids[2], en);
    expect(whole).toMatchObject({
      ok: true,
      agreement: {
        series: ids[2],
        adopted: null,
        clauses: [
          { id: ids[1], stance: 'not_decided_yet' },
          { id: ids[0], text: { es: 'No gritamos.' } },
        ],
      },
    });
    expect(inOrder(parts).map(({ place }) => place)).toEqual([0, 1, 2]);
  });

  it.each([
    ...['null', '~', 'true', '123', '2026-01-31', '- a', '# b', '{c', '[d', '&x', '*y', '!z', '%', '@', '`', "'", '"'],
    ...['? q', ': x', 'a: b', '---', '...', '{#a}', '## x', 'text:', 'a {#AAAAAAAAAAAAAAAAAAAAAA}', '\\', '<b>'],
  ])('says %j wherever somebody writes it', (words) => {
    const more = { 'title.es': words, 'summary.es': words, 'protects.es': words, licence: words };
    const lists = { 'examples.es': `* ${words}`, 'responses.es': `- ${words}`, 'support.es': `- ${words}` };
    const named = { stance: 'not_tolerated', 'ownName.es': words, 'text.es': words, ...lists };
    const contents = [taken(more, wholeFront), taken(named, emptyContent('clause'))];
    const whole = wholeParts([part('front', contents[0]!), part(ids[0], contents[1]!, 1)], null, en);
    if (!whole.ok) throw new Error(JSON.stringify(whole.problems));
    expect(partsOf(whole.agreement).map(({ content }) => content)).toEqual(contents);
  });

  it('leaves out what was taken out', () => {
    expect(missing([parts[0]!, { ...parts[1]!, content: null }])).toEqual(['text: There is no clause yet.']);
  });

  it('leads from each thing that is missing to the part that lacks it', () => {
    const none = part('front', front);
    expect(missing([none, part(ids[0], taken({ stance: 'not_tolerated' }, clause), 1)])).toEqual([
      'front: “Title” is empty.',
      'front: “In short” is empty.',
      'front: “Who this agreement looks after” is empty.',
      'front: “Looked at again by” is empty.',
      `${ids[0]}: “What we live by” is empty.`,
    ]);
    expect(missing([...parts, part(ids[2], belonging, 3)])).toEqual([
      `${ids[2]}: “When” is empty.`,
      `${ids[2]}: “From this severity on” is empty.`,
      `${ids[2]}: “What it means” is empty.`,
      `${ids[2]}: Say whether a plan to repair is required, or that it is not decided yet.`,
      `${ids[2]}: “Looked at again after” is empty.`,
      `${ids[2]}: “The way back” is empty.`,
    ]);
    const asks = taken({ 'text.es': '?? ¿Qué es un sí?' }, {
      ...emptyContent('clause'),
      violence: 'sexual',
    } as Content);
    expect(missing([parts[0]!, parts[1]!, part(ids[2], asks, 3)], 'es')).toEqual([
      `${ids[2]}: «Lo que vivimos» todavía hace una pregunta (??).`,
    ]);
    expect(missing([...parts, part(ids[2], written, 3)])).toEqual([
      `${ids[2]}: Two clauses are about the same. Join them, or give this one its own name.`,
    ]);
  });

  it('may lack a text in a language, and no entry of a list that it has in both', () => {
    const two = taken(
      { languages: 'es en', 'title.en': 'How we live', 'summary.en': 'What.', 'protects.en': 'All' },
      wholeFront,
    );
    expect(missing([part('front', two), part(ids[0], written, 1)])).toEqual([]);
    const uneven = taken({ 'examples.es': 'a\nb', 'examples.en': 'a', 'ownName.en': 'noise' }, written);
    expect(missing([part('front', two), part(ids[0], uneven, 1)], 'es')).toEqual([
      `${ids[0]}: «Cómo se puede ver» tiene más entradas en un idioma que en otro.`,
    ]);
  });

  it('leaves out words in a language that it does not name, and keeps them', () => {
    const other = taken({ 'text.eu': 'Ez dugu oihu egiten.' }, written);
    const whole = wholeParts([parts[0]!, part(ids[0], other, 1)], null, en);
    expect(whole).toMatchObject({ ok: true, agreement: { clauses: [{ text: { es: 'No gritamos.' } }] } });
    expect(whole.ok && Object.keys(whole.agreement.clauses[0]!.text)).toEqual(['es']);
    expect(other).toMatchObject({ text: { eu: 'Ez dugu oihu egiten.' } });
  });

  it('says so when it is too long altogether', () => {
    const long = taken({ 'text.es': 'ñ'.repeat(4000) }, written);
    const many = Array.from({ length: 60 }, (_, at) =>
      part(
        Buffer.from(`clause ${at}`.padEnd(16)).toString('base64url'),
        { ...long, ownName: { es: `n${at}` } } as Content,
        at + 1,
      ),
    );
    expect(missing([parts[0]!, ...many])).toEqual([
      'text: The text is too long altogether. Shorten it, or make two agreements of it.',
    ]);
  });

  it('is a file that can be taken in again before it is whole', () => {
    const half = [
      part('front', front),
      part(ids[0], taken({ 'ownName.es': 'a' }, clause), 1),
      part(ids[1], belonging, 2),
    ];
    const text = writtenText(half, null);
    const read = importOpen(exportMarkdown(text), { newId: counter(), asks });
    expect(read).toEqual({ ok: true, agreement: text });
    expect(importMarkdown(exportMarkdown(text), { newId: counter(), asks })).toMatchObject({ ok: false });
    const two = taken({ languages: 'es en', 'title.es': 'Uno' }, front);
    const named = taken({ 'ownName.en': 'silencing' }, emptyContent('clause'));
    const uneven = writtenText([part('front', two), part(ids[0], named, 1)], null);
    expect(importOpen(exportMarkdown(uneven), { newId: counter(), asks })).toEqual({ ok: true, agreement: uneven });
  });

  it('has a title in the file it is read from', () => {
    const file = exportMarkdown(writtenText(parts, null)).replace('título: Cómo convivimos', 'título: {}');
    expect(importMarkdown(file, { newId: counter(), asks })).toMatchObject({
      problems: [{ problem: 'key-missing', values: { key: 'front.title' } }],
    });
  });
});

describe('the template beside a form', () => {
  it('asks about every type of violence, about belonging and about the whole, in both languages', () => {
    for (const language of ['es', 'en', 'fr']) {
      for (const type of violence.options) {
        const questions = askedIn(language)('clause', type);
        expect(questions.text?.length, type).toBeGreaterThan(0);
        for (const lines of Object.values(questions))
          for (const one of lines ?? []) expect(one).toMatch(/^[^?\s-].*\?$/);
      }
      expect(Object.keys(askedIn(language)('belonging'))).toEqual(['when', 'measure', 'wayBack']);
      expect(Object.keys(askedIn(language)('front'))).toContain('protects');
    }
  });
});
