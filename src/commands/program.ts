import type { I18n } from '@lingui/core';
import { Command, type HelpConfiguration } from 'commander';
import { type Sentence, sentence } from '../platform/i18n.ts';
import type { Context } from './context.ts';

type Group = { register(program: Command, context: Context): void };

/**
 * What opens a database or a port itself instead of asking a node (src/cli.ts), with the options that it reads itself.
 */
const machines = {
  serve: { about: { id: 'cli.group-serve', message: 'Run one node until it is stopped' }, options: [] },
  migrate: { about: { id: 'cli.group-migrate', message: 'Bring the database to this version' }, options: [] },
  desk: {
    about: { id: 'cli.group-desk', message: "Serve a node's desk from this machine, which sends you its program then" },
    options: [['--node <url>', { id: 'cli.desk-node', message: 'The node whose desk it is' }]],
  },
  doctor: {
    about: { id: 'cli.group-doctor', message: 'Say whether the node is all right' },
    options: [
      ['--offline', { id: 'cli.doctor-offline', message: 'Look at the data and the database of a stopped node' }],
    ],
  },
  demo: {
    about: { id: 'cli.group-demo', message: 'Three collectives on this machine, with invented data' },
    options: [['--exit', { id: 'cli.demo-exit', message: 'End after the story' }]],
  },
} as const satisfies Record<string, { about: Sentence; options: readonly (readonly [flag: string, Sentence])[] }>;

export type Machine = keyof typeof machines;

/** Each group of commands, in the order of the help: a file of its own, loaded only when it is called. */
const groups: Record<string, { about: Sentence; load: () => Promise<Group> }> = {
  setup: {
    about: { id: 'cli.group-setup', message: 'Found your collective on a new node' },
    load: () => import('./setup.ts'),
  },
  enter: {
    about: { id: 'cli.enter-browser', message: 'A link to come in with a browser, good once' },
    load: () => import('./enter.ts'),
  },
  people: {
    about: { id: 'cli.people', message: 'Who belongs: members without keys of the collective, and leaving' },
    load: () => import('./people.ts'),
  },
  keys: { about: { id: 'cli.group-keys', message: 'Your own keyring' }, load: () => import('./keys.ts') },
  manifest: {
    about: { id: 'cli.group-manifest', message: 'Who belongs, and changing it together' },
    load: () => import('./manifest.ts'),
  },
  agreements: {
    about: { id: 'cli.group-agreements', message: 'Import, sign, publish and export agreements' },
    load: () => import('./agreements.ts'),
  },
  peers: {
    about: { id: 'cli.group-peers', message: 'Partner collectives: add, compare words, grant trust' },
    load: () => import('./peers.ts'),
  },
  followers: {
    about: { id: 'cli.followers', message: 'Who follows your collective: list, remove' },
    load: () => import('./followers.ts'),
  },
  alert: {
    about: { id: 'cli.group-alert', message: 'Draft, attest, consent, seal, send, open alerts' },
    load: () => import('./alert.ts'),
  },
  withdraw: {
    about: { id: 'cli.group-withdraw', message: 'Take a consent back with twelve words' },
    load: () => import('./withdraw.ts'),
  },
  record: {
    about: { id: 'cli.group-record', message: 'Check that the record is whole' },
    load: () => import('./record.ts'),
  },
};

/**
 * The program with its help, and with the commands of one group, of every group, or of none: the others stand there by
 * name. Runs nothing.
 */
export async function buildProgram(context: Context, loaded: string): Promise<Command> {
  const program = programWithoutCommands(context);
  const listed = (name: string, about: Sentence) => program.command(name).description(sentence(context.i18n, about));
  for (const [name, { about, options }] of Object.entries(machines)) {
    const machine = listed(name, about);
    for (const [flag, what] of options) machine.option(flag, sentence(context.i18n, what));
    if (name === 'desk' && (loaded === name || loaded === everyGroup))
      (await import('./desk.ts')).register(machine.helpCommand(false), context);
  }
  for (const [name, { about, load }] of Object.entries(groups)) {
    if (loaded === name || loaded === everyGroup) (await load()).register(program, context);
    else listed(name, about);
  }
  return program;
}

/** Loads the commands of every group, for whoever describes them all. */
export const everyGroup = '*';

function programWithoutCommands(context: Context): Command {
  const { i18n } = context;
  return new Command('convive')
    .description(i18n._('cli.about', {}, { message: 'Co-existence agreements, and sealed alerts shared with consent' }))
    .option(
      '--node <url>',
      i18n._('cli.node', {}, { message: 'Address of the node; else CONVIVE_NODE, else the one in the data folder' }),
    )
    .option('--keyring <file>', i18n._('cli.keyring', {}, { message: 'Your keyring file; else CONVIVE_KEYRING' }))
    .option(
      '--phrase-file <file>',
      i18n._('cli.phrase-file', {}, { message: 'File with its twelve words; - reads a line of standard input' }),
    )
    .option(
      '--shred-source',
      i18n._(
        'cli.shred',
        {},
        {
          message:
            'Once it is done, overwrite and remove the file that clear words were read from: that of --from or ' +
            '--words-file, else that of --phrase-file',
        },
      ),
    )
    .option('--json', i18n._('cli.json', {}, { message: 'Write the result as JSON' }))
    .option('--yes', i18n._('cli.yes', {}, { message: 'Answer every yes-or-no question with yes' }))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // Said in the person's language instead, see `misuse`.
      outputError: () => {},
    })
    .helpOption('-h, --help', i18n._('cli.help', {}, { message: 'Show this help' }))
    .helpCommand(false)
    .configureHelp(helpIn(i18n));
}

/** The help's own words in the person's language. */
function helpIn(i18n: I18n): HelpConfiguration {
  const titles: Record<string, string> = {
    'Usage:': i18n._('cli.usage', {}, { message: 'How it is called:' }),
    'Options:': i18n._('cli.options', {}, { message: 'Options:' }),
    'Commands:': i18n._('cli.commands', {}, { message: 'Commands:' }),
    'Arguments:': i18n._('cli.arguments', {}, { message: 'Arguments:' }),
  };
  const option = i18n._('cli.usage-options', {}, { message: 'options' });
  const command = i18n._('cli.usage-command', {}, { message: 'command' });
  return {
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: (usage) => usage.replace('[options]', `[${option}]`).replace('[command]', `[${command}]`),
    optionDescription: ({ description, defaultValue }) =>
      defaultValue === undefined ? description : `${description} (${String(defaultValue)})`,
  };
}
