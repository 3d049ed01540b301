import type { Command } from 'commander';
import { dismissFollower, listFollowers } from '../client/peers/followers.ts';
import { type Context, type Options, optionsOf } from './context.ts';

/** `followers`: stewards see who follows the collective and remove somebody, which is a request to the other server and says so. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const followers = program
    .command('followers')
    .helpCommand(false)
    .description(i18n._('cli.followers', {}, { message: 'Who follows your collective: list, remove' }));
  followers
    .command('list')
    .description(i18n._('cli.followers-list', {}, { message: 'List who follows' }))
    .action(async (_options, command: Command) => list(context, optionsOf(command)));
  followers
    .command('remove')
    .argument('<address>', i18n._('cli.followers-address', {}, { message: 'The address, as the list shows it' }))
    .description(
      i18n._('cli.followers-remove', {}, { message: 'Send somebody nothing new, and ask their server to end it' }),
    )
    .action(async (address: string, _options, command: Command) => remove(context, address, optionsOf(command)));
}

async function list(context: Context, options: Options): Promise<void> {
  const { api } = await context.openSession(options);
  const followers = await listFollowers(api);
  if (options.json) return context.print(JSON.stringify(followers));
  if (followers.length === 0)
    context.tell(context.i18n._('cli.followers-none', {}, { message: 'Nobody follows yet.' }));
  for (const { actor, followed } of followers) context.print(`${followed.slice(0, 10)}  ${actor}`);
}

async function remove(context: Context, address: string, options: Options): Promise<void> {
  const { i18n } = context;
  const { api } = await context.openSession(options);
  const values = { address };
  await context.confirm(
    i18n._('cli.followers-question', values, {
      message:
        'Remove {address}? We send nothing new there, and ask that server to end it. It is a request: it may keep showing what it has, and what you publish stays public for everyone.',
    }),
    options,
  );
  const left = await dismissFollower(api, address);
  if (options.json) return context.print(JSON.stringify({ removed: address, followers: left }));
  context.print(
    i18n._('cli.followers-removed', values, {
      message:
        '{address} is removed here, and its server is asked to do the same. That is a request: it may not, and what you publish stays public.',
    }),
  );
}
