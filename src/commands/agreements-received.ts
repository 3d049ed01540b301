import type { Command } from 'commander';
import { listNotShown } from '../client/agreements/received.ts';
import { type Context, optionsOf } from './context.ts';

/** `received`: what collectives announced that our node does not show, and why. */
export function registerReceived(agreements: Command, context: Context): void {
  const { i18n } = context;
  agreements
    .command('received')
    .description(
      i18n._('cli.agreements-received', {}, { message: 'List what others announced that is not shown here, and why' }),
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf(command);
      const { api } = await context.openSession(options);
      const received = await listNotShown(api, i18n.locale);
      if (options.json) return context.print(JSON.stringify({ received }));
      for (const { object, sentence } of received) context.print(`${object}  ${sentence}`);
      if (received.length === 0)
        context.tell(i18n._('cli.agreements-received-none', {}, { message: 'All that was announced is shown.' }));
    });
}
