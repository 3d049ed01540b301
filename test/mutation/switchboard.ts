import fc from 'fast-check';
import { afterEach, beforeEach, inject, it, type TestContext, TestRunner } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Test files to run while guards are off. */
    tests: string[];
    /** The guards to switch off, by number. */
    guards: number[];
  }
  interface TaskMeta {
    /** Guards whose absence no test noticed. */
    survivors?: number[];
  }
}

type Test = TestContext['task'];

/** So often may a guard that is off be asked before it counts as an endless loop. */
const endless = 1_000_000;

const kept = new Set<{ clear(): void }>();
const reached = new Set<number>();
let off = -1;
let asked = 0;

Object.assign(globalThis, {
  guardOff(guard: number): boolean {
    reached.add(guard);
    if (guard === off && asked++ > endless) throw new Error('endless');
    return guard === off;
  },
  guardKept<T extends { clear(): void }>(one: T): T {
    kept.add(one);
    return one;
  },
});

// Equal events every time: a guard that only some of them notice must not pass here and survive elsewhere.
fc.configureGlobal({ seed: 1 });
process.env.PROPERTY_SEED ??= '1';

// What a test file registers while it is imported here belongs to this file.
for (const path of inject('tests')) await import(path);

const throughGuard = new Map<number, { test: Test; time: number }[]>();
let started = 0;
beforeEach(() => {
  reached.clear();
  started = performance.now();
});
afterEach(({ task }) => {
  const time = performance.now() - started;
  for (const guard of reached) throughGuard.set(guard, [...(throughGuard.get(guard) ?? []), { test: task, time }]);
});

it('switches each guard off', { timeout: 0 }, async ({ task }) => {
  const survivors: number[] = [];
  for (const guard of inject('guards')) if (!(await noticed(guard))) survivors.push(guard);
  task.meta.survivors = survivors;
});

// The quickest tests first. What a test notices must be gone when the guard is back: else whatever stayed behind would
// fail the next ones too.
async function noticed(guard: number): Promise<boolean> {
  for (const { test } of throughGuard.get(guard)?.toSorted((a, b) => a.time - b.time) ?? []) {
    if (await passes(test, guard)) continue;
    if (await passes(test, -1)) return true;
    throw new Error(`guard ${guard}: something stays behind in ${test.name}`);
  }
  return false;
}

async function passes(test: Test, without: number): Promise<boolean> {
  for (const one of kept) one.clear();
  [off, asked] = [without, 0];
  try {
    await TestRunner.getTestFn(test)();
    return true;
  } catch {
    return false;
  } finally {
    off = -1;
  }
}
