import { nameKey } from '../../src/protocol/names.ts';
import { type Person, type Population, personOf, randomFrom } from './population.ts';

/**
 * Shares of random people who sound like somebody on a list of others: with every word of the name, and with the first
 * name and one surname.
 */
export type FalseMatches = { people: number; allWords: number; firstAndOneSurname: number };

/**
 * Asks for `perList` made-up people in each of `lists` lists of `entries` others; the same figures for the same
 * arguments.
 */
export function falseMatches(
  population: Population,
  { lists, perList, entries, seed }: { lists: number; perList: number; entries: number; seed: number },
): FalseMatches {
  const random = randomFrom(seed);
  const person = () => personOf(population, random);
  let [allWords, firstAndOneSurname] = [0, 0];
  for (let list = 0; list < lists; list++) {
    const others = Array.from({ length: entries }, person);
    const whole = new Set(others.map(wholeKey));
    const short = new Set(others.flatMap(shortKeys));
    for (let asked = 0; asked < perList; asked++) {
      const stranger = person();
      if (whole.has(wholeKey(stranger))) allWords++;
      if (shortKeys(stranger).some((key) => short.has(key))) firstAndOneSurname++;
    }
  }
  const people = lists * perList;
  return { people, allWords: allWords / people, firstAndOneSurname: firstAndOneSurname / people };
}

function wholeKey({ given, surnames }: Person): string {
  return nameKey([...given, ...surnames].join(' '));
}

function shortKeys({ given, surnames }: Person): string[] {
  return surnames.map((surname) => nameKey(`${given[0]} ${surname}`));
}
