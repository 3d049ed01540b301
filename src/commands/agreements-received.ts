import type { Command } from 'commander';
import { listNotShown } from '../client/agreements/received.ts';
import { allShownText } from '../client/say/agreements.ts';
import { command } from './command.ts';
import type { Context, Options } from './context.ts';

/** `received`: what collectives announced that our node does not show, and why. */
export function registerReceived(agreements: Command, context: Context): void {
  const { i18n } = context;
  command(agreements, context, {
    name: 'received',
    about: i18n._(
      'cli.agreements-received',
      {},
      { message: 'List what others announced that is not shown here, and why' },
    ),
    run: listReceived,
  });
}

async function listReceived(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { api } = await context.openSession(options);
  const received = await listNotShown(api, i18n.locale);
  if (options.json) return context.print(JSON.stringify({ received }));
  for (const { object, sentence } of received) context.print(`${object}  ${sentence}`);
  if (received.length === 0) context.tell(allShownText(i18n));
}
