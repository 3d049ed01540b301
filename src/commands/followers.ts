import type { Command } from 'commander';
import { dismissFollower, listFollowers } from '../client/peers/followers.ts';
import { followerLine, noFollowersText, removedText, removeQuestion } from '../client/say/followers.ts';
import { command, commandGroup } from './command.ts';
import type { Context, Options } from './context.ts';

/**
 * `followers`: stewards see who follows the collective and remove somebody, which is a request to the other server and
 * says so.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const followers = commandGroup(program, {
    name: 'followers',
    about: i18n._('cli.followers', {}, { message: 'Who follows your collective: list, remove' }),
  });
  command(followers, context, {
    name: 'list',
    about: i18n._('cli.followers-list', {}, { message: 'List who follows' }),
    run: list,
  });
  command(followers, context, {
    name: 'remove',
    arguments: [['<address>', i18n._('cli.followers-address', {}, { message: 'The address, as the list shows it' })]],
    about: i18n._('cli.followers-remove', {}, { message: 'Send somebody nothing new, and ask their server to end it' }),
    run: remove,
  });
}

async function list(context: Context, options: Options): Promise<void> {
  const { api } = await context.openSession(options);
  const followers = await listFollowers(api);
  if (options.json) return context.print(JSON.stringify(followers));
  if (followers.length === 0) context.tell(noFollowersText(context.i18n));
  for (const one of followers) context.print(followerLine(one));
}

async function remove(context: Context, options: Options, address: string): Promise<void> {
  const { i18n } = context;
  const { api } = await context.openSession(options);
  await context.confirm(removeQuestion(i18n, address), options);
  const left = await dismissFollower(api, address);
  if (options.json) return context.print(JSON.stringify({ removed: address, followers: left }));
  context.print(removedText(i18n, address));
}
