import { expect, it } from 'vitest';
import { type StatementOf, schemaOf } from '../../schemas/statements.ts';
import { Reading } from '../../src/client/pages/desk/sign/reading.tsx';
import { comparedLines, comparedParts } from '../../src/client/say/compared-parts.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { filled } from './every-leaf.ts';
import { onScreen } from './on-screen.ts';

/* What becomes of each part of an agreement from one version to the next: by id and place, never by its words. */

const i18n = i18nFor('en');
type Agreement = StatementOf<'agreement'>;
type Clause = Agreement['clauses'][number];

const whole = { ...(filled(schemaOf.agreement).value as Agreement), languages: ['en'] };
const id16 = (letter: string) => `${letter.repeat(21)}A`;
const clause = (letter: string, words: string): Clause => ({
  ...whole.clauses[0]!,
  ...{ id: id16(letter), violence: 'verbal', ownName: {}, text: { en: words } },
});
const step = (letter: string, name: string): Agreement['ladder'][number] => ({
  ...whole.ladder[0]!,
  ...{ id: id16(letter), name: { en: name } },
});
const agreement = (clauses: Clause[], ladder: Agreement['ladder'] = []): Agreement => ({
  ...whole,
  ...{ clauses, ladder, contacts: [], belonging: [], procedures: [] },
});

const [one, two, three] = [clause('a', 'No shouting.'), clause('b', 'No insults.'), clause('c', 'No threats.')];

/** Each part but the front: what became of it, and its words now or else before. */
const compared = (now: Agreement, before: Agreement) =>
  comparedParts(i18n, now, before)
    .slice(1)
    .map(({ change, fields, before: was }) => {
      const words = (some: typeof fields) => some.find(({ text }) => text.startsWith('No '))?.text ?? '';
      return [change, words(fields), words(was)];
    });

it('compares parts that share a heading each with its own, and merges none', () => {
  const other = clause('b', 'No insults, except in anger.');
  expect(compared(agreement([one, other, three]), agreement([one, two, three]))).toEqual([
    ['same', 'No shouting.', ''],
    ['changed', 'No insults, except in anger.', 'No insults.'],
    ['same', 'No threats.', ''],
  ]);
});

it('says which of them was left out, and that nothing took its place', () => {
  expect(compared(agreement([one, three]), agreement([one, two, three]))).toEqual([
    ['same', 'No shouting.', ''],
    ['same', 'No threats.', ''],
    ['gone', '', 'No insults.'],
  ]);
});

it('says that one was split: the one that keeps its id, and what is new', () => {
  const [kept, apart] = [clause('a', 'No shouting at children.'), clause('d', 'No shouting at night.')];
  expect(compared(agreement([kept, apart]), agreement([one]))).toEqual([
    ['changed', 'No shouting at children.', 'No shouting.'],
    ['new', 'No shouting at night.', ''],
  ]);
});

it('says that words were moved under the id that others cite', () => {
  expect(compared(agreement([clause('b', 'No shouting.'), clause('a', 'No insults.')]), agreement([one, two]))).toEqual(
    [
      ['changed', 'No shouting.', 'No insults.'],
      ['changed', 'No insults.', 'No shouting.'],
    ],
  );
});

it('says of the one that moved where it was and is, and of no other', () => {
  const parts = comparedParts(i18n, agreement([three, one, two]), agreement([one, two, three]));
  expect(parts.slice(1).map(({ change, said }) => [change, said])).toEqual([
    ['moved', 'Moved: it was number 3 of its kind, now 1.'],
    ['same', ''],
    ['same', ''],
  ]);
});

it('says both of one that was changed and moved', () => {
  const now = agreement([clause('c', 'Be kind.'), one, two]);
  const [moved] = comparedParts(i18n, now, agreement([one, two, three])).slice(1);
  expect(moved).toMatchObject({ change: 'changed', said: 'Changed. Moved: it was number 3 of its kind, now 1.' });
});

it('tells steps by their number, too', () => {
  const [talk, leave] = [step('s', 'Talk'), step('t', 'Leave')];
  const parts = comparedParts(i18n, agreement([one], [leave, talk]), agreement([one], [talk, leave])).slice(2);
  expect(parts.map(({ heading, change }) => [heading, change])).toEqual([
    ['1. Leave', 'same'],
    ['2. Talk', 'moved'],
  ]);
});

it('says what a part was called before', () => {
  const named = (name: string): Clause => ({ ...one, ownName: { en: name } });
  const [part] = comparedParts(i18n, agreement([named('Quiet')]), agreement([named('Shouting')])).slice(1);
  expect(part?.before[0]?.text).toBe('Verbal violence · Shouting');
});

it('shows what moved beside what changed, at the desk and on the command line', () => {
  const parts = comparedParts(i18n, agreement([three, one, two]), agreement([one, two, three]));
  const nothing = () => {};
  const read = { id: '', title: '', lines: [], signed: false, ready: false, says: [], words: null, parts };
  const work = { wrong: null, done: null, busy: false, doing: nothing } as never;
  const screen = onScreen(Reading({ read, work, sign: nothing, back: nothing }));
  for (const shown of [screen, comparedLines(i18n, parts).join('\n')]) {
    expect(shown).toContain('Moved: it was number 3 of its kind, now 1.');
    expect(shown).toContain('No threats.');
    expect(shown).toContain('Unchanged: 3 parts');
  }
});
