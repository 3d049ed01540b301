import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adoption, axis, plan, procedure, severity, skipping, stance, violence } from '../../schemas/terms.ts';
import { check, type Finding } from '../../src/agreement-file/check.ts';
import { type FieldGroup, fieldsOf, groups, isSpoken, partKinds } from '../../src/agreement-file/fields.ts';
import { markdownOf } from '../../src/agreement-file/lint.ts';
import { type AgreementText, listedParts, type OpenText } from '../../src/agreement-file/parts.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { exportMarkdown } from '../../src/agreement-file/write.ts';
import { asks, counter, read } from './agreement-file.ts';

const word = fc.constantFrom(
  'no',
  'sí',
  'ṽ',
  'محمد',
  'é',
  '¿qué?',
  '- #',
  'text:',
  '## x',
  '**a**',
  '`b`',
  '|',
  '{#a}',
  "'",
  '"',
);
const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => `a ${words.join(' ')}`);
const text = fc
  .array(fc.oneof(line, fc.constant('')), { maxLength: 4 })
  .map((lines) => ['b', ...lines, 'c'].join('\n'));
const name = fc.constantFrom('silencing', 'callar: acentos', 'otra cosa');
const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const longId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

const whole = fc.constantFrom(['en'], ['es'], ['es', 'tzo'], ['en', 'es']).chain((languages) => {
  const each = <T>(one: fc.Arbitrary<T>) =>
    fc.tuple(...languages.map(() => one)).map((all) => Object.fromEntries(languages.map((tag, at) => [tag, all[at]!])));
  const lists = fc
    .integer({ min: 0, max: 3 })
    .chain((length) =>
      length === 0 ? fc.constant({}) : each(fc.array(line, { minLength: length, maxLength: length })),
    );
  /** In some languages, or none. */
  const some = <T>(one: fc.Arbitrary<T>) =>
    fc
      .tuple(each(one), fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }))
      .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter((_, at) => kept[at])));
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.oneof(fc.constant(null), one);
  const contact = fc.record({
    id,
    ...{ purpose: each(name), role: some(name), place: some(name), hours: some(name) },
    ...{ address: maybe(name), phone: maybe(fc.constant('+52 55 0000')), email: maybe(fc.constant('a@b.example')) },
    languages: fc.uniqueArray(fc.constantFrom('es', 'nah', 'pt-BR')),
    ifAboutThem: some(text),
  });
  const step = fc.record({
    id,
    ...{ name: some(name), leads: some(text), happens: each(text), longest: some(name), decides: some(name) },
    skip: fc.constantFrom(...skipping.options),
  });
  const procedures = fc.record({
    id,
    about: fc.constantFrom(...procedure.options),
    ownName: some(name),
    text: each(text),
  });
  const clause = fc.record({
    id,
    violence: fc.constantFrom(...violence.options),
    ownName: some(name),
    axes: fc.uniqueArray(fc.constantFrom(...axis.options)),
    severity: fc.oneof(fc.constant(null), fc.constantFrom(...severity.options)),
    stance: fc.constantFrom(...stance.options),
    fromStep: fc.oneof(fc.constant(null), fc.constantFrom(0, 1)),
    text: each(text),
    examples: lists,
    responses: lists,
    support: lists,
  });
  const belonging = fc.record({
    id,
    when: each(text),
    severityFrom: fc.constantFrom(...severity.options),
    measure: each(text),
    restorativePlan: fc.constantFrom(...plan.options),
    reviewMonths: fc.integer({ min: 1, max: 24 }),
    wayBack: fc.oneof(each(text), fc.constant('not_decided_yet')),
  });
  return fc.record({
    title: each(line),
    languages: fc.constant(languages),
    summary: each(text),
    scope: lists,
    protects: each(fc.constant(['a x', 'b: y'])),
    contacts: fc.array(contact, { maxLength: 2 }),
    ladder: fc.uniqueArray(step, { minLength: 2, maxLength: 3, selector: (one) => one.id }),
    procedures: fc.uniqueArray(procedures, { maxLength: 3, selector: ({ about }) => about }),
    adopted: fc.oneof(
      fc.constant(null),
      fc.record({
        body: line,
        method: fc.constantFrom(...adoption.options.filter((one) => one !== 'not_recorded')),
        at: fc.constantFrom('2026-01-31', '2026-01', '1999'),
      }),
      fc.constant({ body: null, method: 'not_recorded' as const, at: '2015' }),
    ),
    reviewBy: fc.constant('2027-01-31'),
    licence: fc.constantFrom('CC-BY-SA-4.0', 'our own: ask'),
    adaptedFrom: fc.uniqueArray(fc.record({ agreement: longId, issuer: longId }), {
      maxLength: 3,
      selector: ({ agreement }) => agreement,
    }),
    series: id,
    clauses: fc
      .uniqueArray(clause, { minLength: 1, maxLength: 4, selector: ({ violence: type }) => type })
      .map(([first, ...rest]) => [{ ...first!, stance: 'not_tolerated' as const }, ...rest]),
    belonging: fc.array(belonging, { maxLength: 2 }),
  });
});

/** An agreement in which clauses point to steps that are there. */
const agreements = whole.map(({ clauses, ...words }) => ({
  ...words,
  clauses: clauses.map(({ fromStep, ...one }) => ({
    ...one,
    fromStep: fromStep === null ? null : (words.ladder[fromStep]?.id ?? null),
  })),
}));

test('whatever is exported reads again as the same words, and is written the same to the byte', () => {
  fc.assert(
    fc.property(agreements, (agreement) => {
      const markdown = exportMarkdown(agreement as unknown as AgreementText);
      const again = read(markdown);
      expect(again).toEqual(agreement);
      expect(exportMarkdown(again)).toBe(markdown);
      const statement = {
        type: 'agreement',
        issuer: 'A'.repeat(43),
        version: 1,
        prev: null,
        issuedAt: '2026-11-22T12:00:00Z',
      };
      expect(markdownOf(JSON.stringify({ ...statement, ...again }))).toBe(markdown);
    }),
    { numRuns: 100 },
  );
});

const harm = fc.constantFrom('gone', 'question', 'long', 'foreign', 'uneven', 'many');
type Mistakes = readonly (readonly [number, number, string])[];
const harms = fc.array(fc.tuple(fc.nat(), fc.nat(), harm), { maxLength: 4 });

/** A text in which some fields were spoilt as a form can spoil them. */
function spoilt(agreement: object, mistakes: Mistakes): OpenText {
  const text = structuredClone(agreement) as unknown as OpenText;
  for (const [which, key, what] of mistakes) {
    const parts: { kind: FieldGroup; part: unknown }[] = [{ kind: 'front', part: text }, ...listedParts(text)];
    const { kind, part } = parts[which % parts.length]!;
    const spoken = fieldsOf(kind).filter(([, field]) => isSpoken(field));
    const [name, { shape, most = 0 }] = spoken[key % spoken.length]!;
    const as = (one: string) => (shape === 'list' ? [one] : one);
    const [first = 'es', second = first] = text.languages;
    const bad: Record<string, object> = {
      gone: {},
      question: { [first]: as('?? And this?') },
      long: { [first]: as('x'.repeat(most + 1)) },
      foreign: { [first]: as('x'), eu: as('x') },
      uneven: shape === 'list' ? { [first]: ['a', 'b'], [second]: ['a'] } : { [first]: 'x' },
      many: shape === 'list' ? { [first]: Array.from({ length: 31 }, () => 'x') } : { [first]: 'x' },
    };
    // What stands in a heading is written in the languages of the agreement, or not at all.
    if (!(what === 'foreign')) Object.assign(part as object, { [name]: bad[what] });
  }
  return text;
}

/** Where a problem lies: the how-manieth section of the file, 0 for the front. */
function sectionOf(markdown: string, line: number): number {
  const heads = markdown.split('\n').flatMap((one, at) => (one.startsWith('## ') ? [at + 1] : []));
  return heads.filter((head) => head <= line).length;
}

function placeOf(text: OpenText, { place }: Finding): number {
  if (place === null || place.kind === 'front') return 0;
  const before = partKinds.slice(0, partKinds.indexOf(place.kind)).map((kind) => text[groups[kind]].length);
  return before.reduce((sum, one) => sum + one, 0) + place.at + 1;
}

/** What the reader says of the file that a spoilt text makes; fails unless the words alone are told the same. */
function problemsOf(agreement: object, mistakes: Mistakes): string[] {
  const text = spoilt(agreement, mistakes);
  const markdown = exportMarkdown(text);
  const asked = check(text, asks).map((one) => `${placeOf(text, one)} ${one.problem} ${one.values.key}`);
  const read = importMarkdown(markdown, { newId: counter(), asks });
  const problems = read.ok ? [] : read.problems;
  const found = problems.map((one) => `${sectionOf(markdown, one.line)} ${one.problem} ${one.values.key}`);
  expect(found.sort()).toEqual(asked.sort());
  return problems.map(({ problem }) => problem);
}

test('what is wrong with a text is the same whether its words are asked, or the file that they make is read', () => {
  fc.assert(
    fc.property(agreements, harms, (agreement, mistakes) => {
      problemsOf(agreement, mistakes);
    }),
    { numRuns: 100 },
  );
  // Drawn alike each time: mistakes of every kind are among them.
  const drawn = fc.sample(fc.tuple(agreements, harms), { numRuns: 100, seed: 1 });
  expect(drawn.flatMap((one) => problemsOf(...one))).toEqual(
    expect.arrayContaining(['key-missing', 'question-left', 'text-too-long', 'list-lengths', 'list-too-long']),
  );
});
