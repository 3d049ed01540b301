import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { wholeProgram } from '../support/commands-document.ts';
import { usedMessages } from '../support/messages.ts';
import { readSources, type Source } from '../support/sources.ts';

/* What is said of an agreement, an alert or a person is said in client/say, where a page finds it too. */

/**
 * What only a terminal needs: where secrets come from, which key to press, where a file lies, which command comes next.
 */
const ofTheTerminal = [
  'cli.acknowledge-signed',
  'cli.code',
  'cli.enter',
  'cli.enter-how',
  'cli.invite-code',
  'cli.more',
  'cli.not-written',
  'cli.phrase',
  'cli.together',
  'cli.together-sure',
];

function helpOf(command: Command): string[] {
  return [
    command.description(),
    ...command.registeredArguments.map(({ description }) => description),
    ...command.options.map(({ description }) => description),
    ...command.commands.flatMap(helpOf),
  ];
}

/** Sentences of these files that are neither help, nor name a command, nor are the demo's story. */
async function said(sources: readonly Source[]): Promise<string[]> {
  const help = helpOf(await wholeProgram()).join('\n');
  const isHelp = (message: string) => help.includes(message.replace(/\{scopes\}$/, ''));
  const paths = new Set(sources.map(({ path }) => path));
  const found = usedMessages(sources).filter(
    ({ id, message = '', at }) =>
      paths.has(at) && !id.startsWith('demo.') && !isHelp(message) && !/\bconvive /.test(message),
  );
  return [...new Set(found.map(({ id }) => id))].sort();
}

test('a command says what to type, and nothing about what it shows', async () => {
  const sources = readSources(['src/commands']).filter(({ path }) => path !== 'src/commands/program.ts');
  expect(sources.length).toBeGreaterThan(15);
  expect(await said(sources)).toEqual(ofTheTerminal);
});

test('a sentence about what is shown is found in a command, and a hint is not', async () => {
  const sentence = (id: string, message: string) => `i18n._('${id}', {}, { message: '${message}' });`;
  const text =
    sentence('cli.gone', 'The agreement is gone.') + sentence('cli.next', 'Sign it: convive agreements sign');
  expect(await said([{ path: 'src/commands/planted.ts', text }])).toEqual(['cli.gone']);
});
