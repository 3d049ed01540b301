import { expect, test, vi } from 'vitest';
import { meantFrom, wordsFrom } from '../../../src/client/desk/care/answers.ts';
import { givenAway } from '../../../src/client/desk/care/hints.ts';
import { type Keeping, keeperFor } from '../../../src/client/pages/desk/care/keeper.ts';

test.each([
  ['Empujó a una compañera en la asamblea.', []],
  ['He followed two people home after the assembly.', []],
  ['Amenazó a una compañera. Después pidió perdón.', []],
  ['Le gritó a Lucía en la cocina.', ['name']],
  ['They threatened Maria twice.', ['name']],
  ['Siguió a la Sra. Ramos.', ['name']],
  ['Vive en la calle Morelos 12.', ['name', 'address']],
  ['It was at 12 Elm Street.', ['name', 'address']],
  ['Fue el 12 de mayo.', ['date']],
  ['On May 12 it happened again.', ['date']],
  ['El 12/05/2026.', ['date']],
  ['Llamó al 55 1234 5678.', ['phone']],
  ['Tres veces en 2026.', []],
])('a text that may give somebody away is seen: %s', (text, gives) => {
  expect(givenAway(text)).toEqual(gives);
});

test('what a form holds becomes words of an alert; empty lines, and what was not chosen, are no part of them', () => {
  const words = wordsFrom({
    kind: ['handle', 'name', 'name', 'handle'],
    value: [' @x@example.org ', '', 'Equis', ''],
    violence: ['verbal'],
    conduct: ['Gritó.\r\nDos veces. \n'],
    severity: ['serious'],
  });
  expect(words.identifiers).toEqual([
    { kind: 'handle', value: '@x@example.org' },
    { kind: 'name', value: 'Equis' },
  ]);
  expect(words).toMatchObject({ violence: ['verbal'], conduct: 'Gritó.\nDos veces.', axes: [], purpose: '' });
});

test('without a choice it is for ninety days, for accompaniers alone, and nobody asks again', () => {
  expect(meantFrom({})).toEqual({ to: [], days: 90, handling: 'accompaniers', mayAskAgain: false });
  expect(meantFrom({ to: ['p'], days: ['365'], terms: ['assembly', 'again'] })).toEqual({
    to: ['p'],
    days: 365,
    handling: 'assembly',
    mayAskAgain: true,
  });
  expect(meantFrom({ days: ['4000'] }).days).toBe(90);
});

test('what is typed is kept after a pause, once, and again where it could not be', async () => {
  vi.useFakeTimers();
  try {
    const saved: unknown[] = [];
    const told: Keeping['state'][] = [];
    let away = false;
    const save = async (answers: unknown) => {
      if (away) throw new Error('away');
      saved.push(answers);
    };
    const keeper = keeperFor({ a: ['1'] }, save, ({ state }) => told.push(state));
    keeper.note({ a: ['1'] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saved).toEqual([]);
    keeper.note({ a: ['2'] });
    await vi.advanceTimersByTimeAsync(1500);
    keeper.note({ b: ['3'] });
    await vi.advanceTimersByTimeAsync(1500);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(saved).toEqual([{ a: ['2'], b: ['3'] }]);
    away = true;
    keeper.note({ b: ['4'] });
    expect(await keeper.flush()).toBe(false);
    expect(told.at(-1)).toBe('not');
    away = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(saved.at(-1)).toEqual({ a: ['2'], b: ['4'] });
    expect(told.at(-1)).toBe('kept');
    expect(await keeper.flush()).toBe(true);
    expect(saved).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('what is typed while it is kept is kept too, in its turn', async () => {
  const saved: string[] = [];
  let go = () => {};
  const waits = new Promise<void>((resolve) => {
    go = resolve;
  });
  const keeper = keeperFor(
    {},
    async ({ a }) => {
      saved.push(a?.[0] ?? '');
      await waits;
    },
    () => {},
  );
  keeper.note({ a: ['1'] });
  const done = keeper.flush();
  keeper.note({ a: ['2'] });
  go();
  expect(await done).toBe(true);
  expect(saved).toEqual(['1', '2']);
});
