import type { I18n } from '@lingui/core';
import { CommanderError } from 'commander';
import { Refusal } from '../schemas/codes.ts';
import { type Context, createContext } from './commands/context.ts';
import { exitCodes } from './commands/exit-codes.ts';
import { buildProgram, type Machine } from './commands/program.ts';
import type { Streams } from './commands/terminal.ts';
import type { ServeLine } from './main.ts';
import { findLocalhost } from './platform/localhost.ts';
import { refusalSentence } from './platform/refusal.ts';

/**
 * What opens a database itself instead of asking a node.
 * @returns the exit code.
 */
const machines: Record<Machine, (context: Context, argv: string[]) => Promise<number>> = {
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
  desk: async (context, argv) => {
    const at = argv.indexOf('--node');
    const { nodeOrigin } = await import('./client/api/api.ts');
    const node = nodeOrigin(await context.nodeAddress(at < 0 ? {} : { node: argv[at + 1] ?? '' }));
    const { serveDesk } = await import('./main.ts');
    await serveDesk(context.env, node, (origin) =>
      context.print(
        context.i18n._(
          'cli.desk-here',
          { node, origin },
          { message: 'The desk of {node}, from this machine: {origin}' },
        ),
      ),
    );
    return 0;
  },
  doctor: async ({ env, i18n, print }, argv) => (await import('./upkeep/doctor.ts')).doctor({ env, i18n, print }, argv),
  demo: async ({ env, i18n, print }, argv) => (await import('./commands/demo.ts')).demo({ env, i18n, print }, argv),
};

/**
 * Runs one command line and gives the exit code: 0, 1 after one sentence on standard error, 2 for a command line that
 * is none. A fault of ours is told by its kind and place, never by its text, which may repeat what somebody typed.
 */
export async function runCli(argv: string[], streams: Streams, env: NodeJS.ProcessEnv): Promise<number> {
  const [name = ''] = argv;
  findLocalhost();
  using context = createContext(streams, env);
  try {
    const asked = argv.includes('--help') || argv[1] === 'release';
    if (isMachine(name) && !asked) return await machines[name](context, argv.slice(1));
    const program = await buildProgram(context, name);
    await program.parseAsync(argv, { from: 'user' });
    return exitCodes.done.code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.done.code;
      if (error.code !== 'commander.help') context.tell(misuse(context.i18n, error));
      return exitCodes.misused.code;
    }
    if (error instanceof Refusal) {
      context.tell(refusalSentence(context.i18n, error));
      return exitCodes.refused.code;
    }
    context.tell(
      context.i18n._(
        'cli.broken',
        {},
        { message: 'Something in Convive itself failed. Please tell whoever looks after it:' },
      ),
    );
    context.tell(placeOf(error));
    return exitCodes.broken.code;
  }
}

const isMachine = (name: string): name is Machine => Object.hasOwn(machines, name);

function serveSentence(i18n: I18n, line: ServeLine): string {
  if (line.kind === 'address')
    return i18n._('cli.address', { origin: line.origin }, { message: 'Your node answers at {origin}' });
  if (line.kind === 'desk')
    return i18n._(
      'cli.desk',
      { origin: line.origin },
      { message: 'The desk, where members open their keys in a browser: {origin}' },
    );
  if (line.kind === 'begin')
    return i18n._(
      'cli.begin',
      { link: line.link },
      { message: 'Begin with it in a browser, each of you on your own device: {link}' },
    );
  return i18n._('cli.code-is', { code: line.code }, { message: 'One-time set-up code: {code}' });
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
