import { parseArgs } from 'node:util';
import { functionsIn } from './house/functions.ts';
import { parseAll } from './house/imports.ts';
import { filesOfJourney } from './house/journeys.ts';
import journeys from './journeys.json' with { type: 'json' };
import { readSources, root } from './sources.ts';

/*
 * `npm run figures`: how large src/ is, and how many files each journey takes; `-- --files` names them. For an earlier
 * commit that was taken out into a folder: `-- --in folder --at 2c07d54`.
 */
const { values } = parseArgs({
  options: {
    in: { type: 'string', default: root },
    at: { type: 'string', default: 'now' },
    files: { type: 'boolean' },
  },
});
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const parsed = parseAll(readSources(['src'], values.in));
const linesOf = (text: string): number => text.split('\n').length - 1;
const functions = parsed.flatMap((file) => functionsIn(file).map((one) => ({ ...one, path: file.path })));
const [largest] = parsed.toSorted((one, other) => linesOf(other.text) - linesOf(one.text));
const [longest] = functions.toSorted((one, other) => other.lines - one.lines);
const lines = parsed.reduce((sum, { text }) => sum + linesOf(text), 0);

say(`${parsed.length} files, ${lines} lines, ${functions.length} functions`);
say(`largest file: ${largest?.path}, ${linesOf(largest?.text ?? '')} lines`);
say(`longest function: ${longest?.path} ${longest?.name}, ${longest?.lines} lines`);
say(`functions of more than 60 lines: ${functions.filter((one) => one.lines > 60).length}`);
const byPath = new Map(parsed.map((file) => [file.path, file]));
for (const [name, waypoints] of Object.entries(values.at === 'now' ? journeys.now : journeys['2c07d54'])) {
  const opened = filesOfJourney(byPath, waypoints);
  const long = opened.reduce((sum, path) => sum + linesOf(byPath.get(path)?.text ?? ''), 0);
  say(`${name}: ${opened.length} files, ${long} lines in them`);
  if (values.files) for (const path of opened) say(`  ${path}`);
}
