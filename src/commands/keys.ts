import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { type Keyring, newMembersKeyring, newPhrase, signingKey } from '../client/keyring/keyring.ts';
import { keyringLines, madeText, phraseText } from '../client/say/keyring.ts';
import { progressText } from '../client/say/progress.ts';
import { enrol, readSetUp } from '../client/set-up/set-up.ts';
import { command, commandGroup } from './command.ts';
import { type Context, keyringPath, type Options, readCode } from './context.ts';
import { createKeyringFile } from './keyring-file.ts';
import { moveKeyringIn, moveKeyringOut } from './move-keyring.ts';
import { inviteDevice, renewSigned, replaceKeys } from './new-device.ts';
import { rolesOf } from './roles.ts';

type NewOptions = Options & { roles: string; codeFile?: string };

/**
 * `keys new` makes a founder's keyring on this device and gives the node its public half; `keys show` says what a
 * keyring holds. `keys invite`, `replace` and `renew` are for a lost device and for somebody who joins. `keys move-in`
 * and `move-out` take the keyring to the node and back.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const keys = commandGroup(program, {
    name: 'keys',
    about: i18n._('cli.keys', {}, { message: 'Your own keys, in a file that twelve words open' }),
  });
  command(keys, context, {
    name: 'new',
    options: [
      [
        '--roles <list>',
        i18n._('cli.keys-roles', {}, { message: 'steward, accompanier, process-accompanier; several with a comma' }),
        { required: true },
      ],
      [
        '--code-file <file>',
        i18n._('cli.code-file', {}, { message: 'File with the set-up code; - reads a line of standard input' }),
      ],
    ],
    about: i18n._(
      'cli.keys-new',
      {},
      { message: 'Make your keyring on this device and give the node its public half' },
    ),
    run: makeKeyring,
  });
  command(keys, context, {
    name: 'show',
    about: i18n._('cli.keys-show', {}, { message: 'Show what is public in your keyring' }),
    run: showKeyring,
  });
  registerNewDevice(keys, context);
  command(keys, context, {
    name: 'move-in',
    about: i18n._(
      'cli.keys-move-in',
      {},
      { message: 'Move your keyring from this file to your node, sealed: the words then open it on any device' },
    ),
    run: moveKeyringIn,
  });
  command(keys, context, {
    name: 'move-out',
    about: i18n._('cli.keys-move-out', {}, { message: 'Move your keyring from your node back to a file' }),
    run: moveKeyringOut,
  });
}

function registerNewDevice(keys: Command, context: Context): void {
  const { i18n } = context;
  command(keys, context, {
    name: 'invite',
    options: [
      ['--member <member>', i18n._('cli.keys-invite-member', {}, { message: 'Whose new device it is for' })],
      [
        '--roles <list>',
        i18n._('cli.keys-invite-roles', {}, { message: 'Or, for somebody who joins, their roles with commas' }),
      ],
    ],
    about: i18n._(
      'cli.keys-invite',
      {},
      { message: 'As steward: make a one-time code under which a new device gives its key' },
    ),
    run: inviteDevice,
  });
  command(keys, context, {
    name: 'replace',
    options: [
      [
        '--code-file <file>',
        i18n._('cli.invite-code-file', {}, { message: 'File with that code; - reads a line of standard input' }),
      ],
      [
        '--proposal <hash>',
        i18n._(
          'cli.keys-proposal',
          {},
          { message: 'First characters of the proposal to sign; needed only with several' },
        ),
      ],
    ],
    about: i18n._(
      'cli.keys-replace',
      {},
      { message: 'On a new device: make your keyring with a steward’s code, then sign' },
    ),
    run: replaceKeys,
  });
  command(keys, context, {
    name: 'renew',
    about: i18n._('cli.keys-renew', {}, { message: 'Sign again what your old key had signed' }),
    run: renewSigned,
  });
}

async function makeKeyring(context: Context, options: NewOptions): Promise<void> {
  const { i18n } = context;
  const roles = rolesOf(options.roles);
  const path = keyringPath(context, options);
  const address = await context.nodeAddress(options);
  const code = await askCode(context, options.codeFile);
  const api = connect(address, `Setup ${code}`);
  const line = progressText(i18n, 'enrolling');
  const { members } = await context.progress(line, readSetUp(api));
  const words = newPhrase(context.wordLanguage);
  const { keyring } = await createKeyringFile(path, await newMembersKeyring(roles, words, members));
  if (!options.json) await context.showAndClear(phraseText(i18n, words));
  // Words first: whoever stops here has a keyring that works, and `setup` gives the keys again.
  await context.progress(line, enrol(api, keyring));
  if (options.json) {
    context.print(JSON.stringify({ ...publicHalf(keyring), phrase: words }));
    return;
  }
  context.tell(madeText(i18n, keyring));
  context.tell(
    i18n._('cli.keys-next', {}, { message: 'When everybody has their keyring, an accompanier runs: convive setup' }),
  );
}

async function showKeyring(context: Context, options: Options): Promise<void> {
  const { keyring } = await context.openKeyring(options);
  const shown = publicHalf(keyring);
  if (options.json) return context.print(JSON.stringify(shown));
  for (const line of keyringLines(context.i18n, shown)) context.print(line);
}

/**
 * The set-up code, from a file, a line of standard input, or asked for. Codes never stand in a flag, where others can
 * read them.
 */
export function askCode(context: Context, file: string | undefined): Promise<string> {
  const question = context.i18n._('cli.code', {}, { message: 'Set-up code, as the node printed it' });
  return readCode(context, file, question).then((code) => {
    if (!/^[\x21-\x7e]{1,100}$/.test(code)) throw new Refusal('set-up-code');
    return code;
  });
}

function publicHalf(keyring: Keyring) {
  const { member, roles, collective, manifest } = keyring;
  return { member, roles, publicKey: signingKey(keyring), collective, manifest };
}
