import { expect, it } from 'vitest';
import { falseMatches } from '../bench/false-matches.ts';
import { populations } from '../bench/population.ts';
import table from '../vectors/names.json' with { type: 'json' };

const sample = { lists: 200, perList: 250, entries: 50, seed: 1 };

// After a change to the key or to the table, `vitest run --project pure test/protocol/names-page.test.ts -u` writes the
// page anew.
it('the page of names says what the table and the measurement say', async () => {
  await expect(page()).toMatchFileSnapshot('../vectors/names.md');
});

it('the measurement is the same every time, another with another seed, and finds who is on the list', () => {
  const [, , town] = Object.values(populations);
  const small = { ...sample, lists: 20 };
  const once = falseMatches(town!, small);
  expect(falseMatches(town!, small)).toEqual(once);
  expect(falseMatches(town!, { ...small, seed: 2 })).not.toEqual(once);
  expect(once.allWords).toBeGreaterThan(0.003);
  expect(once.allWords).toBeLessThan(0.03);
  expect(once.firstAndOneSurname).toBeGreaterThan(10 * once.allWords);
  const one = { flat: 0, rare: 0, known: 1 };
  expect(falseMatches(one, small)).toEqual({ people: 5_000, allWords: 1, firstAndOneSurname: 1 });
});

function page(): string {
  return `# Names in an inquiry

Written by \`test/protocol/names-page.test.ts\` from \`names.json\` and a measurement; both also stand in the way of \
a silent change.

## What sounds alike, and what does not
Spellings on the left are asked and indexed as one name. Those on the right are missed: give them as an alias of \
their own.

| | one name | missed |
|---|---|---|
${spellings()}

Handles, phone numbers and e-mail addresses: the keys in \`names.json\`. A phone number without its country is never \
found by one with it.

## How often a stranger is found
${sample.lists * sample.perList} made-up people, each asked of a list of ${sample.entries} others (${sample.lists} \
lists, seed ${sample.seed}), by population:

| population | every word of the name | first name and one surname |
|---|---|---|
${rates()}

Every word is what an inquiry uses. First name and one surname is what it would be if shorter names were let in. The \
people are invented; no census stands behind them.
`;
}

function spellings(): string {
  const groups = Map.groupBy(table.pairs, ({ what }) => what);
  const side = (pairs: typeof table.pairs, alike: boolean) =>
    pairs.filter((pair) => pair.alike === alike).map(({ one, other }) => `${visible(one)} = ${visible(other)}`);
  return [...groups]
    .map(([what, pairs]) => {
      const missed = side(pairs, false).map((pair) => pair.replace(' = ', ' ≠ '));
      return `| ${what} | ${side(pairs, true).join(' · ')} | ${missed.join(' · ')} |`;
    })
    .join('\n');
}

function visible(name: string): string {
  return name.replace(/^ +| +(?= )| +$/g, '␣').replace(/\p{Cf}/gu, '▯');
}

function rates(): string {
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  return Object.entries(populations)
    .map(([name, population]) => {
      const { allWords, firstAndOneSurname } = falseMatches(population, sample);
      return `| ${name} | ${percent(allWords)} | ${percent(firstAndOneSurname)} |`;
    })
    .join('\n');
}
