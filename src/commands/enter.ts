import type { Command } from 'commander';
import { askToEnter } from '../client/api/enter.ts';
import { command } from './command.ts';
import type { Context, Options } from './context.ts';

/**
 * `enter`: prints a link with which a browser comes in once, within a minute, alone on standard output. Opens nothing
 * itself.
 */
export function register(program: Command, context: Context): void {
  command(program, context, {
    name: 'enter',
    about: context.i18n._('cli.enter-browser', {}, { message: 'A link to come in with a browser, good once' }),
    run: enter,
  });
}

async function enter(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { api } = await context.openSession(options);
  const { link, expires } = await askToEnter(api);
  context.print(options.json ? JSON.stringify({ link, expires }) : link);
  context.tell(
    i18n._(
      'cli.enter-how',
      {},
      {
        message:
          'Open it in your browser within 60 seconds. It is good once: whoever opens it first is you there, so give ' +
          'it to nobody.',
      },
    ),
  );
}
