import { describe, expect, it } from 'vitest';
import type { AgreementText } from '../../../src/agreement-file/parts.ts';
import { betweenTwo, counterpart, differences, matrixOf } from '../../../src/agreements/differences/matrix.ts';
import type { Compared } from '../../../src/agreements/versions/shown.ts';
import { fileText, read } from '../../agreement-file/agreement-file.ts';

const ceiba = read(fileText('ceiba-v1.es.md'));

/** A collective with one agreement. */
const collective = (name: string, text: Pick<AgreementText, 'clauses'>): Compared => ({
  peer: name === 'Ceiba' ? null : name,
  mark: null,
  name,
  compared: true,
  agreements: [{ agreement: { ...ceiba, ...text, version: 1 }, href: `/${name}` }],
});

const rowsOf = (...all: Compared[]) =>
  matrixOf(all)
    .filter(({ between }) => between !== 'same')
    .map(({ violence, between, stances }) => [violence, between, stances.map((one) => one.join())]);

describe('the matrix', () => {
  it('shows exactly the one clause in which an adapted agreement differs', () => {
    const adapted = (changes: Partial<AgreementText['clauses'][number]>) => ({
      clauses: ceiba.clauses.map((one) => (one.violence === 'economic' ? { ...one, ...changes } : one)),
    });
    expect(rowsOf(collective('Ceiba', ceiba), collective('Maguey', ceiba))).toEqual([]);
    const decided = adapted({ stance: 'not_decided_yet' });
    const economic = ceiba.clauses.find(({ violence }) => violence === 'economic')!;
    expect(rowsOf(collective('Ceiba', ceiba), collective('Maguey', decided))).toEqual([
      ['economic', 'apart', [economic.stance, 'not_decided_yet']],
    ]);
    const worded = adapted({ text: { es: 'Con otras palabras.' } });
    expect(rowsOf(collective('Ceiba', ceiba), collective('Maguey', worded))).toEqual([
      ['economic', 'worded', [economic.stance, economic.stance]],
    ]);
  });

  it('says of each collective what it decided, what is open, and what it says nothing of', () => {
    const only = (...kinds: string[]) => ({
      clauses: ceiba.clauses.filter(({ violence }) => kinds.includes(violence)),
    });
    const rows = matrixOf([
      collective('Ceiba', only('verbal', 'sexual')),
      collective('Maguey', only('verbal')),
      collective('Hawthorn', only()),
    ]);
    expect(rows.map(({ violence, between }) => [violence, between])).toEqual([
      ['verbal', 'same'],
      ['sexual', 'alone'],
    ]);
    expect(rows[0]?.stances).toEqual([['worked_on_together'], ['worked_on_together'], []]);
  });

  it('takes every clause of a kind and every agreement of a collective together', () => {
    const [clause] = ceiba.clauses;
    const two = collective('Ceiba', { clauses: [clause!, { ...clause!, stance: 'not_tolerated' }] });
    expect(matrixOf([two])[0]?.stances).toEqual([['not_tolerated', 'worked_on_together']]);
    const more = { ...two, agreements: [...two.agreements, ...collective('Ceiba', ceiba).agreements] };
    expect(matrixOf([more])).toHaveLength(new Set(ceiba.clauses.map(({ violence }) => violence)).size);
  });
});

describe('two clauses', () => {
  const [clause] = ceiba.clauses;
  it('are held to each other in the languages that both have', () => {
    const both = { ...clause!, text: { ...clause!.text, en: 'Also in English.' } };
    expect(differences(clause!, both)).toEqual([]);
    expect(differences({ ...clause!, text: { en: 'Another.' } }, both)).toEqual(['text']);
    expect(differences({ ...clause!, text: { en: 'Only English.' } }, clause!)).toEqual(['text']);
  });

  it('are the same whatever marks nobody sees, and in whichever order the axes stand', () => {
    const es = `${clause!.text.es}\u200e`;
    expect(differences(clause!, { ...clause!, text: { es }, axes: clause!.axes.toReversed() })).toEqual([]);
  });

  it('differ in what is named', () => {
    const other = {
      ...clause!,
      severity: 'grave' as const,
      stance: 'not_tolerated' as const,
      support: { es: ['Sopa.'] },
    };
    expect(differences(clause!, other)).toEqual(['stance', 'severity', 'support']);
    expect(betweenTwo([clause!], [other])).toBe('apart');
    expect(betweenTwo([clause!], [])).toBe('alone');
  });

  it('are put beside each other by id, else by place', () => {
    const placed = ceiba.clauses.map((one) => ({ clause: one, in: collective('Ceiba', ceiba).agreements[0]! }));
    expect(counterpart(placed, ceiba.clauses[3]!, 0)).toBe(ceiba.clauses[3]);
    expect(counterpart(placed, { ...clause!, id: 'other' }, 1)).toBe(ceiba.clauses[1]);
    expect(counterpart([], clause!, 0)).toBeNull();
  });
});
