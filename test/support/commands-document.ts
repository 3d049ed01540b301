import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { createContext } from '../../src/commands/context.ts';
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { buildProgram, everyGroup } from '../../src/commands/program.ts';

/** The whole program, in English, with nothing to read from or write to. */
export async function wholeProgram(loaded = everyGroup): Promise<Command> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  using context = createContext({ stdin, stdout, stderr }, { LANG: 'en_GB.UTF-8' });
  return buildProgram(context, loaded);
}

/** A command, and all those below it that do something, each with its whole name. */
export function commandsIn(command: Command, above = ''): { name: string; command: Command }[] {
  const name = `${above}${command.name()}`;
  if (command.commands.length === 0) return [{ name, command }];
  const itself = command.options.length > 0 ? [{ name, command }] : [];
  return [...itself, ...command.commands.flatMap((one) => commandsIn(one, `${name} `))];
}

/** `docs/commands.md`: every command with its arguments and options, and the exit codes, as the program knows them. */
export async function commandsDocument(): Promise<string> {
  const program = await wholeProgram();
  const sections = program.commands.flatMap((one) => [
    `## convive ${one.name()}`,
    `${one.description()}.`,
    ...commandsIn(one, 'convive ').flatMap(({ name, command }) => describe(name, command, command !== one)),
  ]);
  return `${[
    '# Commands',
    'Written by `npm run docs` from the program itself. In this folder, `npm run convive --` stands for `convive`.',
    '## Options of every command',
    'Secrets are never among them.',
    table('Option', optionRows(program)),
    ...sections,
    '## Exit codes',
    table(
      'Code',
      Object.values(exitCodes).map(({ code, about }) => [String(code), about]),
    ),
  ].join('\n\n')}\n`;
}

function describe(name: string, command: Command, below: boolean): string[] {
  const given = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
  const rows = [
    ...command.registeredArguments.map((one, at): Row => [`\`${given[at]}\``, one.description]),
    ...optionRows(command),
  ];
  return [
    ...(below ? [`### ${name}`, `${command.description()}.`] : []),
    `    ${[name, ...(command.options.length > 0 ? ['[options]'] : []), ...given].join(' ')}`,
    ...(rows.length > 0 ? [table('What is given', rows)] : []),
  ];
}

type Row = [what: string, about: string];

function optionRows(command: Command): Row[] {
  return command.options.map(({ flags, description, mandatory, defaultValue, negate }) => {
    const more = mandatory ? ' (needed)' : negate || defaultValue === undefined ? '' : ` (${defaultValue} unless said)`;
    return [`\`${flags}\``, `${description}${more}`];
  });
}

function table(title: string, rows: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [`| ${title} | |`, '| --- | --- |', ...rows.map(([what, about]) => `| ${cell(what)} | ${cell(about)} |`)].join(
    '\n',
  );
}
