import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { type People, peopleNow } from '../client/desk/people/people.ts';
import { newPhrase } from '../client/keyring/keyring.ts';
import { depart, removePlain, stay } from '../client/keyring/plain.ts';
import { giveKeys, invitePerson, isPlain, readRotation } from '../client/keyring/rotation.ts';
import { dayOf } from '../client/say/day.ts';
import { phraseText } from '../client/say/keyring.ts';
import { goneText, leaveText, leavingLines, wishText } from '../client/say/leaving.ts';
import { personText } from '../client/say/names.ts';
import { joinedText, plainRemovedText, removePlainQuestion } from '../client/say/plain.ts';
import { progressText } from '../client/say/progress.ts';
import { command, commandGroup, takeIds } from './command.ts';
import type { Context, Options } from './context.ts';
import { invitedApi } from './new-device.ts';
import { openHere } from './open-here.ts';

/**
 * `people`: who belongs, and what needs no manifest: plain members, who are invited, come in and are removed one by
 * one, and leaving by oneself.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const people = commandGroup(program, {
    name: 'people',
    about: i18n._('cli.people', {}, { message: 'Who belongs: members without keys of the collective, and leaving' }),
  });
  command(people, context, {
    name: 'list',
    about: i18n._('cli.people-list', {}, { message: 'List who belongs, and what each is called' }),
    run: list,
  });
  command(people, context, {
    name: 'invite',
    options: [['--keeper', i18n._('cli.people-keeper', {}, { message: 'As the one who keeps the node' })]],
    about: i18n._('cli.people-invite', {}, { message: 'As steward: a one-time code to come in as a member only' }),
    run: inviteMember,
  });
  command(people, context, {
    name: 'join',
    options: [
      [
        '--code-file <file>',
        i18n._('cli.invite-code-file', {}, { message: 'File with that code; - reads a line of standard input' }),
      ],
    ],
    about: i18n._('cli.people-join', {}, { message: 'Come in with it: your keyring lies at the node, sealed' }),
    run: joinAsMember,
  });
  command(people, context, {
    name: 'remove',
    arguments: [['<member>', i18n._('cli.people-member', {}, { message: 'Which member, as the list shows it' })]],
    about: i18n._('cli.people-remove', {}, { message: 'As steward: remove a member whom no manifest lists, at once' }),
    run: removeMember,
  });
  command(people, context, {
    name: 'leave',
    about: i18n._('cli.people-leave', {}, { message: 'Leave the collective, or tell the stewards that you want to' }),
    run: leave,
  });
  command(people, context, {
    name: 'stay',
    about: i18n._('cli.people-stay', {}, { message: 'Take back that you want to leave' }),
    run: stayAfterAll,
  });
  takeIds(people);
}

/** A member's session at the node, and everybody in it. */
async function openPeople(context: Context, options: Options) {
  const here = await openHere(context, options);
  const now = () => peopleNow({ desk: here, i18n: context.i18n });
  return { ...here, people: await now(), now };
}

async function list(context: Context, options: Options): Promise<void> {
  const { people } = await openPeople(context, options);
  show(context, options, people);
}

function show({ i18n, print }: Context, options: Options, all: People): void {
  if (options.json) print(JSON.stringify(all));
  else
    for (const one of all.people) {
      print(`${one.member}  ${personText(i18n, one)}`);
      if (one.leaving) print(`  ${wishText(i18n, one.leaving)}`);
    }
}

async function inviteMember(context: Context, options: Options & { keeper?: boolean }): Promise<void> {
  const { i18n } = context;
  const { api } = await openHere(context, options);
  const { code, expires } = await invitePerson(api, {
    ...{ member: null, roles: [] },
    ...(options.keeper && { keeper: true }),
  });
  if (options.json) return context.print(JSON.stringify({ code, expires }));
  context.print(code);
  context.tell(
    i18n._(
      'cli.people-invited',
      { day: dayOf(expires) },
      {
        message:
          'Whoever has this code can come in as a member, once, until {day}: at the desk, or with: convive people join',
      },
    ),
  );
}

async function joinAsMember(context: Context, options: Options & { codeFile?: string }): Promise<void> {
  const { i18n } = context;
  const api = await invitedApi(context, options);
  const { invited } = await readRotation(api);
  if (!invited) throw new Refusal('invitation');
  if (!isPlain(invited)) {
    const other = i18n._('cli.people-not-plain', {}, { message: 'This code is for: convive keys replace' });
    context.tell(other);
    throw new Refusal('not-allowed');
  }
  const words = newPhrase(context.wordLanguage);
  // On paper before the node has anything: nothing else opens what lies there.
  if (!options.json) await context.showAndClear(phraseText(i18n, words));
  const giving = giveKeys(api, words, new Date());
  const { member } = await context.progress(progressText(i18n, 'enrolling'), giving);
  if (options.json) return context.print(JSON.stringify({ member, phrase: words }));
  context.tell(joinedText(i18n, member));
}

async function removeMember(context: Context, options: Options, member: string): Promise<void> {
  const { i18n } = context;
  const { api } = await openHere(context, options);
  await context.confirm(removePlainQuestion(i18n, member), options);
  await removePlain(api, member);
  if (options.json) return context.print(JSON.stringify({ removed: member }));
  context.print(plainRemovedText(i18n, member));
}

async function leave(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { api, proof, people, now } = await openPeople(context, options);
  const me = people.people.find((one) => one.me);
  if (!me) throw new Refusal('not-found');
  for (const line of leavingLines(i18n, me, people.people)) context.tell(line);
  await context.confirm(`${leaveText(i18n, me)}?`, options);
  const left = await depart(api, await proof());
  if (options.json) return context.print(JSON.stringify({ left }));
  if (left) return context.print(`${goneText(i18n)}.`);
  show(context, options, await now());
}

async function stayAfterAll(context: Context, options: Options): Promise<void> {
  const { api, now } = await openPeople(context, options);
  await stay(api);
  show(context, options, await now());
}
