import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { hasPostgres } from './test/support/needs.ts';

/**
 * Need no database and run once. Anything else runs on both, unless its name ends in .embedded.test or .postgres.test.
 */
const pure = [
  'test/{architecture,client,locales,platform,properties,protocol,schemas,vectors}{.test.ts,/**/*.test.ts}',
  'test/**/*.pure.test.ts',
];
/** Need one real node each, whatever its database: run once, on the embedded one. */
const once = ['test/{browser,interop}/**'];

const limits = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
  setupFiles: ['./test/support/catalogues.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
};

const onBoth = (database: 'embedded' | 'postgres', exclude: string[]): TestProjectInlineConfiguration => ({
  test: {
    ...limits,
    name: database,
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [...pure, ...exclude],
    globalSetup: [`./test/support/${database}.ts`],
    provide: { database },
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/summary.ts'],
    projects: [
      { test: { ...limits, name: 'pure', include: pure } },
      onBoth('embedded', ['test/**/*.postgres.test.ts']),
      ...(hasPostgres ? [onBoth('postgres', ['test/**/*.embedded.test.ts', ...once])] : []),
    ],
  },
});
