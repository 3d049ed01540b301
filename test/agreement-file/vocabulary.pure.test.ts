import { expect, test } from 'vitest';
import { termFor, termWord } from '../../src/agreement-file/vocabulary.ts';
import { english } from '../../src/agreement-file/words/en.ts';
import { spanish } from '../../src/agreement-file/words/es.ts';
import { fromAnswers, readAlertForm } from '../../src/client/alerts/alert-form.ts';
import { file, read } from './agreement-file.ts';

/* One vocabulary: what one kind of file takes, every other takes too. */

const languages = { en: english, es: spanish };
const wordsOf = (term: 'violence' | 'axes' | 'severity') =>
  Object.entries(languages).flatMap(([language, words]) =>
    Object.entries(words.terms[term]).flatMap(([name, aliases]) => aliases.map((word) => ({ language, name, word }))),
  );

/** An alert as somebody writes it, with some fields written in another way. */
const answers = (changes: Record<string, unknown>) => ({
  purpose: 'preventive',
  identifiers: [{ handle: '@x@y.example' }],
  violence: ['sexual'],
  severity: 'grave',
  immediacy: 'past',
  period: '2026',
  region: 'North',
  conduct: 'What was done.',
  clauses: ['sexual'],
  asks: ['ask_us'],
  basis: 'collective_process',
  languages: ['es'],
  ...changes,
});

test.each(wordsOf('violence'))('a kind of violence, $word ($language), in both files', ({ name, word }) => {
  const own = name === 'other' ? ': ours' : '';
  const agreement = read(file({ sections: [`## ${word}${own}`, 'stance: not tolerated', 'text: x'] }));
  expect(agreement.clauses.map(({ violence }) => violence)).toEqual([name]);
  expect(fromAnswers(answers({ violence: [word], clauses: [word] }))).toMatchObject({
    violence: [name],
    clauses: [name],
  });
});

test.each(wordsOf('axes'))('an axis, $word ($language), in both files', ({ name, word }) => {
  const agreement = read(file({ sections: ['## sexual', 'stance: not tolerated', `axes: ${word}`, 'text: x'] }));
  expect(agreement.clauses[0]?.axes).toEqual([name]);
  expect(fromAnswers(answers({ axes: [word] })).axes).toEqual([name]);
});

test.each(wordsOf('severity'))('a severity, $word ($language), in both files', ({ name, word }) => {
  const agreement = read(file({ sections: ['## sexual', 'stance: not tolerated', `severity: ${word}`, 'text: x'] }));
  expect(agreement.clauses[0]?.severity).toBe(name);
  expect(fromAnswers(answers({ severity: word })).severity).toBe(name);
});

test.each(Object.entries(languages))('every field and fixed word of an alert file has its word (%s)', (_, words) => {
  const { purpose, identifiers, immediacy, asks, basis } = words.terms;
  const key = (field: keyof typeof words.alert) => words.alert[field][0];
  for (const [name, [word]] of Object.entries(purpose))
    expect(fromAnswers(answers({ purpose: word })).purpose).toBe(name);
  for (const [name, [word]] of Object.entries(immediacy))
    expect(fromAnswers(answers({ immediacy: word })).immediacy).toBe(name);
  for (const [name, [word]] of Object.entries(basis)) expect(fromAnswers(answers({ basis: word })).basis).toBe(name);
  expect(fromAnswers(answers({ asks: Object.values(asks).map(([word]) => word) })).asks).toEqual(Object.keys(asks));
  for (const [kind, [word]] of Object.entries(identifiers)) {
    const given = { identifiers: [{ [word]: 'x' }] };
    expect(fromAnswers(answers(given)).identifiers).toEqual([{ kind, value: 'x' }]);
  }
  const { identifiers: _handle, ...rest } = answers({ axes: ['gender'], review: '2027-01-31', ends: '2027-01-31' });
  const inWords = Object.entries(rest).map(([field, value]) => [key(field as keyof typeof words.alert), value]);
  const yaml = `${inWords.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n')}
${key('identifiers')}:\n  - handle: "@x@y.example"\n`;
  expect(readAlertForm(yaml)).toMatchObject({ region: 'North', expires: '2027-01-31T00:00:00Z', axes: ['gender'] });
});

test('accents, capitals, hyphens and underscores make no difference', () => {
  expect(['Psicologica', 'PSICOLÓGICA', 'psychological'].map((word) => termFor('violence', word))).toEqual(
    Array.from({ length: 3 }, () => 'psychological'),
  );
  expect(['coercive-control', 'Coercive control', 'coercive_control'].map((word) => termFor('violence', word))).toEqual(
    Array.from({ length: 3 }, () => 'coercive_control'),
  );
  expect(termFor('violence', 'ours')).toBeNull();
  expect(termWord('violence', 'economic', 'pt')).toBe('economic');
});
