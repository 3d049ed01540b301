import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axis, severity, stance, violence } from '../../schemas/terms.ts';
import { markdownOf } from '../../src/agreement-file/lint.ts';
import type { AgreementText } from '../../src/agreement-file/read.ts';
import { exportMarkdown } from '../../src/agreement-file/write.ts';
import { read } from './agreement-file.ts';

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
  const clause = fc.record({
    id,
    violence: fc.constantFrom(...violence.options),
    ownName: fc.oneof(fc.constant(null), each(name)),
    axes: fc.uniqueArray(fc.constantFrom(...axis.options)),
    severity: fc.oneof(fc.constant(null), fc.constantFrom(...severity.options)),
    stance: fc.constantFrom(...stance.options),
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
    requiresRestorativePlan: fc.constant(true as const),
    reviewMonths: fc.integer({ min: 1, max: 12 }),
    wayBack: each(text),
  });
  return fc.record({
    title: each(line),
    languages: fc.constant(languages),
    summary: each(text),
    protects: each(fc.constant(['a x', 'b: y'])),
    adopted: fc.oneof(
      fc.constant(null),
      fc.record({
        body: line,
        method: fc.constantFrom('consent_round' as const, 'assembly_minutes' as const, 'other' as const),
        at: fc.constant('2026-01-31'),
      }),
    ),
    reviewBy: fc.constant('2027-01-31'),
    licence: fc.constantFrom('CC-BY-SA-4.0', 'our own: ask'),
    adaptedFrom: fc.oneof(fc.constant(null), fc.record({ agreement: longId, issuer: longId })),
    series: id,
    clauses: fc
      .uniqueArray(clause, { minLength: 1, maxLength: 4, selector: ({ violence: type }) => type })
      .map(([first, ...rest]) => [{ ...first!, stance: 'not_tolerated' as const }, ...rest]),
    belonging: fc.array(belonging, { maxLength: 2 }),
  });
});

test('whatever is exported reads again as the same words, and is written the same to the byte', () => {
  fc.assert(
    fc.property(whole, (agreement) => {
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
    { numRuns: 200 },
  );
});
