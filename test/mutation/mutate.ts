import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { root, type Source } from '../support/sources.ts';
import { type Guard, guardsIn } from './guards.ts';

/** A guard that nothing could notice, and why: found again by its file, its text and what takes its place. */
export type Exemption = { path: string; code: string; off: string[]; because: string };

/**
 * How many guards were switched off, which of them no test noticed, which exemptions name none, and which tests fail
 * with every guard on.
 */
export type Outcome = { tried: number; survivors: Guard[]; stale: Omit<Guard, 'line'>[]; failed: string[] };

/**
 * Switches every guard of these sources off, one at a time and in memory only, before the tests of these files (whole
 * paths) that pass through it.
 */
export async function mutate(
  sources: readonly Source[],
  tests: readonly string[],
  exemptions: readonly Exemption[],
): Promise<Outcome> {
  const found: Guard[] = [];
  const switched = new Map<string, string>();
  for (const { path, text } of sources) {
    const here = guardsIn(path, text, found.length);
    found.push(...here.guards);
    switched.set(join(root, path), here.switched);
  }
  const exempt = exemptions.flatMap(({ path, code, off }) => off.map((one) => ({ path, code, off: one })));
  const name = ({ path, code, off }: Omit<Guard, 'line'>) => JSON.stringify([path, code, off]);
  const [names, exemptNames] = [found, exempt].map((list) => new Set(list.map(name)));
  const tried = [...found.keys()].filter((at) => !exemptNames!.has(name(found[at]!)));
  const failed: string[] = [];
  let survivors = tried;
  const vitest = await startVitest(
    'test',
    [],
    {
      root,
      config: false,
      watch: false,
      include: [fileURLToPath(import.meta.resolve('./switchboard.ts'))],
      testTimeout: 30_000,
      // What a test sets going may fail after the test has noticed.
      dangerouslyIgnoreUnhandledErrors: true,
      provide: { tests: [...tests], guards: tried },
      reporters: [
        {
          onTestModuleEnd(module) {
            failed.push(...module.errors().map((error) => error.message));
            for (const test of module.children.allTests()) {
              const { state, errors } = test.result();
              if (state === 'failed') failed.push(`${test.fullName}: ${errors?.[0]?.message}`);
              survivors = test.meta().survivors ?? survivors;
            }
          },
        },
      ],
    },
    { plugins: [{ name: 'guards', enforce: 'pre', transform: (_, id) => switched.get(id) }] },
  );
  await vitest.close();
  return {
    tried: tried.length,
    survivors: survivors.map((at) => found[at]!),
    stale: exempt.filter((one) => !names!.has(name(one))),
    failed,
  };
}
