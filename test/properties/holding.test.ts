import { describe, expect, it } from 'vitest';
import { brokenMachines } from './broken-machines.ts';
import { machine, properties } from './properties.ts';

/** `PROPERTY_RUNS=200000 PROPERTY_SEED=7` for a long run, or the same one again. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 2_000);
const seed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);
const timeout = 30_000 + numRuns * 40;

describe(`what we hold of a peer (seed ${seed})`, () => {
  it.each(Object.entries(properties))('%s', { timeout }, (_name, broken) => {
    expect(broken(machine, { numRuns, seed })).toBeNull();
  });
});

describe(`a slip in the machine is caught (seed ${seed})`, () => {
  it.each(Object.entries(brokenMachines))('%s', { timeout }, (_name, slipped) => {
    const caught = Object.values(properties).some(
      (broken) => broken(slipped, { numRuns: 20_000, seed, endOnFailure: true }) !== null,
    );
    expect(caught).toBe(true);
  });
});
