import type { I18n } from '@lingui/core';
import { Command, CommanderError, type HelpConfiguration } from 'commander';
import { Refusal } from '../schemas/codes.ts';
import { type Context, createContext } from './commands/context.ts';
import type { Streams } from './commands/terminal.ts';
import type { ServeLine } from './main.ts';
import { refusalSentence } from './platform/refusal.ts';

type Group = { register(program: Command, context: Context): void };

/** Exit codes beside 0: a refusal, a command line that nobody understands, a fault of ours. */
const codes = { refused: 1, misused: 2, broken: 70 };

/** Each group of commands is a file of its own and loaded only when it is called. */
const groups: Record<string, () => Promise<Group>> = {
  setup: () => import('./commands/setup.ts'),
  enter: () => import('./commands/enter.ts'),
  keys: () => import('./commands/keys.ts'),
  manifest: () => import('./commands/manifest.ts'),
  agreements: () => import('./commands/agreements.ts'),
  peers: () => import('./commands/peers.ts'),
  followers: () => import('./commands/followers.ts'),
  alert: () => import('./commands/alert.ts'),
  withdraw: () => import('./commands/withdraw.ts'),
  record: () => import('./commands/record.ts'),
};

/** What opens a database itself instead of asking a node. Gives the exit code. */
const machines: Record<string, (context: Context, argv: string[]) => Promise<number>> = {
  serve: async (context) => {
    const { serve } = await import('./main.ts');
    await serve(context.env, (line) => context.print(serveSentence(context.i18n, line)));
    return 0;
  },
  migrate: async ({ env }) => {
    const { migrate } = await import('./main.ts');
    await migrate(env);
    return 0;
  },
  doctor: async ({ env, i18n, print }, argv) => (await import('./upkeep/doctor.ts')).doctor({ env, i18n, print }, argv),
  demo: async ({ env, i18n, print }, argv) => (await import('./commands/demo.ts')).demo({ env, i18n, print }, argv),
};

/**
 * Runs one command line and gives the exit code: 0, 1 after one sentence on standard error, 2 for a command line that is none.
 * A fault of ours is told by its kind and place, never by its text, which may repeat what somebody typed.
 */
export async function runCli(argv: string[], streams: Streams, env: NodeJS.ProcessEnv): Promise<number> {
  const [name = ''] = argv;
  using context = createContext(streams, env);
  try {
    const machine = Object.hasOwn(machines, name) ? machines[name] : undefined;
    if (machine && !argv.includes('--help')) return await machine(context, argv.slice(1));
    const program = await buildProgram(name, context);
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (error.code !== 'commander.help') context.tell(misuse(context.i18n, error));
      return codes.misused;
    }
    if (error instanceof Refusal) {
      context.tell(refusalSentence(context.i18n, error));
      return codes.refused;
    }
    context.tell(
      context.i18n._(
        'cli.broken',
        {},
        { message: 'Something in Convive itself failed. Please tell whoever looks after it:' },
      ),
    );
    context.tell(placeOf(error));
    return codes.broken;
  }
}

async function buildProgram(name: string, context: Context): Promise<Command> {
  const { i18n } = context;
  const program = new Command('convive')
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
  const load = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (load) (await load()).register(program, context);
  else for (const [other, about] of Object.entries(abouts(i18n))) program.command(other).description(about);
  return program;
}

function abouts(i18n: I18n): Record<string, string> {
  return {
    serve: i18n._('cli.group-serve', {}, { message: 'Run one node until it is stopped' }),
    migrate: i18n._('cli.group-migrate', {}, { message: 'Bring the database to this version' }),
    doctor: i18n._('cli.group-doctor', {}, { message: 'Say whether the node is all right' }),
    demo: i18n._('cli.group-demo', {}, { message: 'Three collectives on this machine, with invented data' }),
    setup: i18n._('cli.group-setup', {}, { message: 'Found your collective on a new node' }),
    enter: i18n._('cli.enter-browser', {}, { message: 'A link to come in with a browser, good once' }),
    keys: i18n._('cli.group-keys', {}, { message: 'Your own keyring' }),
    manifest: i18n._('cli.group-manifest', {}, { message: 'Who belongs, and changing it together' }),
    agreements: i18n._('cli.group-agreements', {}, { message: 'Import, sign, publish and export agreements' }),
    peers: i18n._('cli.group-peers', {}, { message: 'Partner collectives: add, compare words, grant trust' }),
    alert: i18n._('cli.group-alert', {}, { message: 'Draft, attest, consent, seal, send, open alerts' }),
    withdraw: i18n._('cli.group-withdraw', {}, { message: 'Take a consent back with twelve words' }),
    record: i18n._('cli.group-record', {}, { message: 'Check that the record is whole' }),
  };
}

function serveSentence(i18n: I18n, line: ServeLine): string {
  if (line.kind === 'address')
    return i18n._('cli.address', { origin: line.origin }, { message: 'Your node answers at {origin}' });
  const { code } = line;
  if (line.kind === 'set-up-code') return i18n._('cli.code-is', { code }, { message: 'One-time set-up code: {code}' });
  return i18n._(
    'cli.code-changed',
    { code, origin: line.origin },
    {
      message:
        'Ten wrong codes were tried at {origin}, so there is a new one. Tell it to everybody who founds with you: {code}',
    },
  );
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

function misuse(i18n: I18n, error: CommanderError): string {
  const what = /'([^']{1,60})'/.exec(error.message)?.[1] ?? '';
  return i18n._(
    'cli.misused',
    { what },
    { message: 'Something here is missing or not known: {what}. Add --help to see what there is.' },
  );
}

/** Kind and stack frames of an error, without its message. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}
