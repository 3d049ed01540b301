import { describe, expect, test } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { adaptClause, adaptWhole } from '../../src/agreement-file/adapt.ts';
import { fileText, problems, read } from './agreement-file.ts';

const statement = (name: string, changes: Partial<Agreement> = {}): Agreement => ({
  type: 'agreement',
  issuer: 'A'.repeat(43),
  version: 1,
  prev: null,
  issuedAt: '2026-11-22T12:00:00Z',
  ...read(fileText(name)),
  series: 'BBBBBBBBBBBBBBBBBBBBBA',
  ...changes,
});
const id = `${'B'.repeat(42)}A`;
const answered = (markdown: string) =>
  markdown
    .replace(/^(review|revisión): .*$/m, '$1: 2027-05-01')
    .replaceAll('?? ', 'Ours ')
    .replaceAll(/: "?\?\?"?$/gm, ': x');

describe('a partner’s agreement as a draft', () => {
  const theirs = statement('hawthorn-v1.en.md');

  test('whole, it asks for its own title and day, and keeps origin, licence and the ids of clauses', () => {
    const markdown = adaptWhole({ agreement: theirs, id });
    expect(new Set(problems(markdown).map((one) => one.split(' ')[1]))).toEqual(new Set(['question-left']));
    const ours = read(answered(markdown));
    expect(ours.adaptedFrom).toEqual([{ agreement: id, issuer: theirs.issuer }]);
    expect(ours).toMatchObject({ adopted: null, series: null, licence: theirs.licence });
    expect(ours.clauses).toEqual(theirs.clauses);
    expect(ours.belonging).toEqual(theirs.belonging);
  });

  test('one clause alone comes with questions for everything else', () => {
    const { id: clause } = theirs.clauses[2]!;
    const ours = read(answered(adaptClause({ agreement: theirs, id }, clause, null)));
    expect(ours.clauses).toEqual([theirs.clauses[2]]);
    expect(ours.belonging).toEqual([]);
    expect(() => adaptClause({ agreement: theirs, id }, 'A'.repeat(22), null)).toThrow('not-found');
  });

  test('one clause is added to ours; what it does not say in our language is a question', () => {
    const own = statement('ceiba-v2.es.md', { adaptedFrom: [] });
    const other = {
      ...theirs.clauses[0]!,
      id: 'CCCCCCCCCCCCCCCCCCCCCA',
      violence: 'other' as const,
      ownName: { en: 'x' },
    };
    const agreement = { ...theirs, clauses: [other] };
    const markdown = adaptClause({ agreement, id }, other.id, own);
    expect(problems(markdown).some((one) => one.endsWith('question-left'))).toBe(true);
    const added = read(answered(markdown));
    expect(added.series).toBe(own.series);
    expect(added.clauses).toHaveLength(own.clauses.length + 1);
    expect(added.clauses.at(-1)).toMatchObject({ id: other.id, violence: 'other' });
    expect(Object.keys(added.clauses.at(-1)!.text)).toEqual(['es']);
    const origin = (letter: string) => ({ agreement: letter.repeat(42).concat('A'), issuer: 'A'.repeat(43) });
    const elsewhere = statement('ceiba-v2.es.md', { adaptedFrom: [origin('A')] });
    const from = read(answered(adaptClause({ agreement, id }, other.id, elsewhere))).adaptedFrom;
    expect(from).toEqual([origin('A'), { agreement: id, issuer: agreement.issuer }]);
    const many = [...'CDEFGHIJKLMNOPQRSTUVWXYZabcdefgh'].map(origin);
    const full = statement('ceiba-v2.es.md', { adaptedFrom: many });
    expect(() => adaptClause({ agreement, id }, other.id, full)).toThrow('too-large');
  });
});
