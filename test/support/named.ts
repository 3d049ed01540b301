import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { root } from './sources.ts';

/* What a document names: files, routes, commands, options, settings, exit codes. */

/** What the house has, against which documents are held. */
export type House = {
  program: Command;
  /** `METHOD /path` of everything that a node answers. */
  routes: readonly string[];
  /** Every file of the repository, as path from its root. */
  files: readonly string[];
};

/** Every file that is no stranger's and no leftover. */
export function filesOfTheHouse(): string[] {
  const ours = ['.ci', 'deploy', 'docs', 'migrations', 'schemas', 'src', 'test'];
  const found = [...ours.flatMap((folder) => globSync(`${folder}/**`, { cwd: root })), ...globSync('*', { cwd: root })];
  return found.filter((path) => !/^(node_modules|dist|data|coverage)$/.test(path));
}

/** Everything that a document names and the house does not have, one line each. */
export function missingIn(document: { path: string; text: string }, house: House): string[] {
  const { said, shown } = partsOf(document.text);
  const missing = [
    ...said.flatMap((words) => [...lostFiles(words, document.path, house), ...lostRoutes(words, house)]),
    ...[...said, ...shown].flatMap((words) => [
      ...lostCommands(words, house),
      ...lostScripts(words, house),
      ...lostSettings(words),
    ]),
    ...lostExitCodes(document.text),
  ];
  return [...new Set(missing)].map((one) => `${document.path}: ${one}`);
}

/** What stands between backticks, links included, and the lines of blocks of commands. */
function partsOf(text: string): { said: string[]; shown: string[] } {
  const fenced = [...text.matchAll(/^```(?:sh[^\n]*)?\n(.*?)^```$/gms)].flatMap(([, block]) => block!.split('\n'));
  const prose = text.replace(/^```.*?^```$/gms, '').replace(/\n(?!\n) */g, ' ');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words!);
  const linked = [...prose.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target!);
  return { said: [...quoted, ...linked], shown: fenced };
}

/** Folders that a running node, a person or a machine has, and this repository has not. */
const elsewhere =
  /^(\/(proc|run|tmp)\b|\/(etc|opt|var|dev|usr)\/|(\.\/)?(data|maguey|dist)(\/|$)|node_modules\/|caddy|node-linux)/;
const extension = /\.(ts|tsx|js|mjs|json|jsonld|md|css|po|sql|svg|png|service)$/;
/** Files that come into being in the data folder, or that a reader makes. */
const made = /^(record-head\.json|belongs-to\.json|node\.secret|alert\.yaml|agreement\.json|maguey\.sealed)$/;

function lostFiles(words: string, document: string, { files }: House): string[] {
  if (!/^[\w@{},.*/<>-]+$/.test(words) || words.startsWith('/') || elsewhere.test(words) || made.test(words)) return [];
  const [first = '', second] = words.split('/');
  const isFolder = second !== undefined && (topFolders.has(first) || existsSync(join(root, 'src', first)));
  if (!isFolder && !(extension.test(words) && !/^https?:/.test(words))) return [];
  const pattern = words.replace(/<\w+>/g, '*').replace(/\/$/, '');
  if (second === undefined && files.some((path) => matchesGlob(basename(path), pattern))) return [];
  const places = ['', 'src/**/', 'test/**/', `${dirname(document)}/`].map((place) => join(place, pattern));
  return places.some((place) => globSync(place, { cwd: root }).length > 0) ? [] : [`no file ${words}`];
}

const topFolders = new Set(['.ci', 'deploy', 'docs', 'migrations', 'schemas', 'src', 'test']);

function lostRoutes(words: string, { routes }: House): string[] {
  const [, method, path] = /^(?:(GET|POST|PUT|DELETE) )?(\/[^\s]*)$/.exec(words) ?? [];
  if (path === undefined || elsewhere.test(path)) return [];
  const served = routes.some((route) => {
    const [its = '', pattern = ''] = route.split(' ');
    return (method === undefined || method === its) && samePath(path.replace(/\?.*$/, ''), pattern);
  });
  return served ? [] : [`no route ${words}`];
}

/** `…` in a document is any number of parts; `<id>`, `:id` and `NAME` are one. */
function samePath(path: string, pattern: string): boolean {
  const parts = path.split('/').map((part) => {
    if (part === '…') return '.+';
    return /^(<[\w-]+>|:\w+|[A-Z]+)$/.test(part) ? ':\\w+' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('/')}$`).test(pattern);
}

/** A command line as somebody types it: what stands before `convive` is left out. */
function lostCommands(words: string, { program }: House): string[] {
  const typed = words.replace(/\s+#.*$/, '').trim();
  const called = /(?:^|[ "])(?:npx --no |npm run )convive(?: --)? (.+)$|^convive (.+)$/.exec(typed);
  const [first = ''] = typed.split(' ');
  const group = program.commands.find((one) => one.name() === first && /^[a-z]+( [a-z-]|$)/.test(typed));
  if (called && !words.includes(': ')) return lostIn((called[1] ?? called[2] ?? '').split(/\s+/), program);
  if (group && group.commands.length > 0 && typed.includes(' ')) return lostIn(typed.split(/\s+/), program);
  if (/^--[a-z][a-z-]*( [A-Z]+| <\w+>)?$/.test(typed)) return isOption(first, program) ? [] : [`no option ${first}`];
  return [];
}

function lostIn([name = '', ...rest]: readonly string[], at: Command): string[] {
  if (name === '') return [];
  const found = at.commands.find((one) => one.name() === name);
  if (!found && !/^-/.test(name)) return [`no command ${[at.name(), name].join(' ').trim()}`];
  const command = found ?? at;
  const [next] = rest;
  if (command.commands.length > 0 && next !== undefined && !/^[-$"(…]/.test(next)) return lostIn(rest, command);
  const given = [...(found ? [] : [name]), ...rest]
    .filter((word) => /^--[a-z]/.test(word))
    .map((word) => word.split('=')[0]!);
  return given.filter((word) => !ofCommand(word, command)).map((word) => `no option ${word} of ${command.name()}`);
}

const flags = (command: Command): string[] => command.options.flatMap(({ long }) => (long ? [long] : []));
const ofCommand = (flag: string, command: Command): boolean =>
  flag === '--help' ||
  [command, command.parent, command.parent?.parent].some((one) => one && flags(one).includes(flag));
const allFlags = (command: Command): string[] => [...flags(command), ...command.commands.flatMap(allFlags)];

/** Options of other programs that documents speak of. */
const ofOthers = new Set([
  '--ignore-scripts',
  '--liftoff-only',
  '--bindir',
  '--wasm-tiering-budget',
  '--no-wasm-tier-up',
  '--heap-growing-percent',
  '--no',
]);
const isOption = (flag: string, program: Command): boolean =>
  ofOthers.has(flag) ||
  flag === '--help' ||
  allFlags(program).includes(flag) ||
  Object.keys(scripts()).some((name) => ofScript(name, flag));

const scripts = (): Record<string, string> =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
/** Whether a script of ours takes an option. */
function ofScript(name: string, flag: string): boolean {
  const files = scripts()[name]?.match(/\b(?:test|schemas)\/[\w/-]+\.ts\b/g) ?? [];
  const option = new RegExp(`\\b${flag.slice(2)}'?: \\{ type:`);
  return files.some((path) => option.test(readFileSync(join(root, path), 'utf8')));
}

function lostScripts(words: string, { program }: House): string[] {
  return [...words.matchAll(/\bnpm run (?:--\w+ )?([a-z0-9]+)(?: -- ([^#;]*))?/g)].flatMap(
    ([, name = '', rest = '']) => {
      const line = scripts()[name];
      if (line === undefined) return [`no script ${name}`];
      const [, command] = /^node src\/convive\.js ?(.*)$/.exec(line) ?? [];
      if (command !== undefined) return lostIn([...command.split(' '), ...rest.split(/\s+/)].filter(Boolean), program);
      const given = rest.split(/\s+/).filter((word) => /^--[a-z]/.test(word));
      return given.filter((flag) => !ofScript(name, flag)).map((flag) => `no option ${flag} of ${name}`);
    },
  );
}

/** Settings of a node or a command: what the code reads from the environment. */
function lostSettings(words: string): string[] {
  const [, name] = /^(?:npx --no )?([A-Z][A-Z_]{3,})(?:=.*)?$/.exec(words) ?? [];
  if (name === undefined || ofMachines.has(name)) return [];
  const sources = ['src', 'test/support', 'test/bench', 'vitest.config.ts'];
  const read = sources.some((place) =>
    globSync(`${place}{,/**/*.{ts,tsx,js}}`, { cwd: root, withFileTypes: true }).some(
      (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(name),
    ),
  );
  return read ? [] : [`no setting ${name}`];
}

/** Words in capitals that are nobody's setting. */
const ofMachines = new Set(['FEDERATION', 'EBADENGINE', 'DRAFT', 'DELIVERY', 'FILE']);

function lostExitCodes(text: string): string[] {
  const known = Object.values(exitCodes).map(({ code }) => Number(code));
  const named = [...text.matchAll(/\b(?:ends with|exit codes?|exits with) `?(\d+)`?\b/g)].map(([, code]) =>
    Number(code),
  );
  return named.filter((code) => !known.includes(code)).map((code) => `no exit code ${code}`);
}
