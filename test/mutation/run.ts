import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSources, root } from '../support/sources.ts';
import { type Exemption, mutate } from './mutate.ts';

/*
 * `npm run mutate`: switches each guard of src/protocol off, once, and expects a test to notice. Names every guard that
 * none notices and ends with 1 when there is one, or an exemption that is none any more. `-- canonical.ts` looks at
 * that file only, `-- --part 1/2` at every other one; `--of`, `--tests` and `--exemptions` look elsewhere.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: 'string', default: 'src/protocol' },
    tests: { type: 'string', multiple: true, default: ['test/{protocol,properties,vectors}/**/*.test.ts'] },
    exemptions: { type: 'string', default: 'test/mutation/exemptions.json' },
    part: { type: 'string', default: '1/1' },
  },
});

const [part, parts] = /^([1-9])\/([1-9])$/.exec(values.part)?.slice(1).map(Number) ?? [];
if (part === undefined || parts === undefined || part > parts) throw new Error('--part 1/2');
const all = readSources([values.of]).sort((a, b) => b.text.length - a.text.length);
const named = ({ path }: { path: string }) =>
  !positionals.length || positionals.some((name) => path.endsWith(`/${name}`));
const sources = all.filter((one, at) => at % parts === part - 1 && named(one));
const tests = globSync(values.tests, { cwd: root }).map((path) => resolve(root, path));
// What exempts a file that is gone belongs to the first part.
const here = ({ path }: { path: string }) =>
  sources.some((one) => one.path === path) || (part === 1 && all.every((one) => one.path !== path));
const exemptions = (JSON.parse(readFileSync(resolve(root, values.exemptions), 'utf8')) as Exemption[])
  .filter(named)
  .filter(here);

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
