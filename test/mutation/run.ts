import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSources, root } from '../support/sources.ts';
import { type Exemption, mutate } from './mutate.ts';

/*
 * `npm run mutate`: switches each guard of src/protocol off, once, and expects a test to notice. Names every guard that
 * none notices and ends with 1 when there is one, or an exemption that is none any more. `-- canonical.ts` looks at
 * that file only; `--of`, `--tests` and `--exemptions` look elsewhere.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: 'string', default: 'src/protocol' },
    tests: { type: 'string', multiple: true, default: ['test/{protocol,properties,vectors}/**/*.test.ts'] },
    exemptions: { type: 'string', default: 'test/mutation/exemptions.json' },
  },
});

const wanted = ({ path }: { path: string }) =>
  !positionals.length || positionals.some((name) => path.endsWith(`/${name}`));
const sources = readSources([values.of]).filter(wanted);
const tests = globSync(values.tests, { cwd: root }).map((path) => resolve(root, path));
const exemptions = (JSON.parse(readFileSync(resolve(root, values.exemptions), 'utf8')) as Exemption[]).filter(wanted);

const { tried, survivors, stale, failed } = await mutate(sources, tests, exemptions);
const lines = [
  ...failed.map((what) => `fails  ${what}`),
  ...stale.map(({ path, code, off }) => `exempt, but not there  ${path}  ${code} → ${off}`),
  ...survivors.map(({ path, line, code, off }) => `survives  ${path}:${line}  ${code} → ${off}`),
  `${tried} guards of ${sources.length} files switched off: ${tried - survivors.length} noticed, ` +
    `${survivors.length} not; ${exemptions.flatMap((one) => one.off).length} exempt`,
];
process.stdout.write(`${lines.join('\n')}\n`);
if (tried === 0 || failed.length + stale.length + survivors.length > 0) process.exitCode = 1;
