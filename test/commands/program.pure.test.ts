import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { convive } from '../members/command-line.ts';
import { commandsDocument, commandsIn, wholeProgram } from '../support/commands-document.ts';
import { readSources, root } from '../support/sources.ts';

const namesOf = (help: string) => [...help.matchAll(/^ {2}([a-z]+)(?: \[options\])? {2,}\S/gm)].map(([, name]) => name);

test('every command stands in the help, under the name by which it is called', async () => {
  const program = await wholeProgram();
  const names = program.commands.map((one) => one.name());
  expect(names).toContain('followers');
  const { exit, out } = await convive(['--help']);
  expect([exit, namesOf(out)]).toEqual([0, names]);
  for (const group of program.commands.filter(({ commands }) => commands.length > 0)) {
    const below = await convive([group.name(), '--help']);
    expect([group.name(), below.exit]).toEqual([group.name(), 0]);
    for (const one of group.commands) expect(below.out).toMatch(new RegExp(`^ {2}${one.name()}\\b`, 'm'));
  }
});

test('a file of commands belongs to a group that the program knows', async () => {
  const program = await wholeProgram();
  const registering = readSources(['src/commands']).filter(({ text }) => /^export function register\(/m.test(text));
  const names = program.commands
    .filter((one) => one.commands.length > 0 || one.options.length > 0)
    .map((one) => one.name());
  expect(registering.map(({ path }) => path.slice('src/commands/'.length, -3)).sort()).toEqual(
    [...names, 'enter'].filter((name) => !['doctor', 'demo'].includes(name)).sort(),
  );
});

test('docs/commands.md tells what the program knows: run `npm run docs`', async () => {
  const document = await commandsDocument();
  expect(readFileSync(join(root, 'docs/commands.md'), 'utf8')).toBe(document);
  for (const { name, command } of commandsIn(await wholeProgram())) {
    expect(document).toContain(name);
    for (const { flags } of command.options) expect(document).toContain(`\`${flags}\``);
  }
  for (const { code } of Object.values(exitCodes)) expect(document).toContain(`| ${code} |`);
});

test.each([
  ['done', ['agreements', 'template']],
  ['refused', ['keys', 'show']],
  ['misused', ['alert', 'consent']],
  ['misused', ['alert', 'consent', 'a', 'b', '--to', 'c']],
] as const)('%s ends with its code: %j', async (ending, argv) => {
  expect((await convive([...argv])).exit).toBe(exitCodes[ending].code);
});
