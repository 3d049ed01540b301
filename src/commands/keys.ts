import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { type Keyring, newKeyring, newPhrase, signingKey } from '../client/keyring/keyring.ts';
import { enrol, readSetUp } from '../client/set-up/set-up.ts';
import { type Context, keyringPath, type Options, optionsOf, readSecret } from './context.ts';
import { createKeyringFile } from './keyring-file.ts';
import { phraseText, rolesOf } from './keys-text.ts';
import { type CodeOptions, inviteDevice, renewSigned, replaceKeys } from './new-device.ts';

type NewOptions = Options & { roles: string; codeFile?: string };

/**
 * `keys new` makes a founder's keyring on this device and gives the node its public half; `keys show` says what a keyring holds. `keys invite`,
 * `replace` and `renew` are for a lost device and for somebody who joins.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const keys = program
    .command('keys')
    .helpCommand(false)
    .description(i18n._('cli.keys', {}, { message: 'Your own keys, in a file that twelve words open' }));
  keys
    .command('new')
    .description(
      i18n._('cli.keys-new', {}, { message: 'Make your keyring on this device and give the node its public half' }),
    )
    .requiredOption(
      '--roles <list>',
      i18n._('cli.keys-roles', {}, { message: 'steward, accompanier, process-accompanier; several with a comma' }),
    )
    .option(
      '--code-file <file>',
      i18n._('cli.code-file', {}, { message: 'File with the set-up code; - reads a line of standard input' }),
    )
    .action(async (_options, command: Command) => makeKeyring(context, optionsOf<NewOptions>(command)));
  keys
    .command('show')
    .description(i18n._('cli.keys-show', {}, { message: 'Show what is public in your keyring' }))
    .action(async (_options, command: Command) => showKeyring(context, optionsOf(command)));
  keys
    .command('invite')
    .option('--member <member>', i18n._('cli.keys-invite-member', {}, { message: 'Whose new device it is for' }))
    .option(
      '--roles <list>',
      i18n._('cli.keys-invite-roles', {}, { message: 'Or, for somebody who joins, their roles with commas' }),
    )
    .description(
      i18n._(
        'cli.keys-invite',
        {},
        { message: 'As steward: make a one-time code under which a new device gives its key' },
      ),
    )
    .action(async (_options, command: Command) => inviteDevice(context, optionsOf(command)));
  keys
    .command('replace')
    .option(
      '--code-file <file>',
      i18n._('cli.invite-code-file', {}, { message: 'File with that code; - reads a line of standard input' }),
    )
    .description(
      i18n._(
        'cli.keys-replace',
        {},
        { message: 'On a new device: make your keyring with a steward’s code, then sign' },
      ),
    )
    .action(async (_options, command: Command) => replaceKeys(context, optionsOf<CodeOptions>(command)));
  keys
    .command('renew')
    .description(i18n._('cli.keys-renew', {}, { message: 'Sign again what your old key had signed' }))
    .action(async (_options, command: Command) => renewSigned(context, optionsOf(command)));
}

async function makeKeyring(context: Context, options: NewOptions): Promise<void> {
  const { i18n } = context;
  const roles = rolesOf(options.roles);
  const path = keyringPath(context, options);
  const address = await context.nodeAddress(options);
  const code = await askCode(context, options.codeFile);
  const api = connect(address, `Setup ${code}`);
  const line = i18n._('cli.enrolling', {}, { message: 'Giving the node your public keys…' });
  await context.progress(line, readSetUp(api));
  const words = newPhrase(context.wordLanguage);
  const { keyring } = await createKeyringFile(path, await newKeyring(roles, words));
  if (!options.json) await context.showAndClear(`${phraseText(context)}\n\n${words}\n`);
  // Words first: whoever stops here has a keyring that works, and `setup` gives the keys again.
  await context.progress(line, enrol(api, keyring));
  if (options.json) {
    context.print(JSON.stringify({ ...publicHalf(keyring), phrase: words }));
    return;
  }
  context.tell(
    i18n._(
      'cli.keys-made',
      { member: keyring.member },
      { message: 'Your keyring is made. In the manifest you are {member}.' },
    ),
  );
  context.tell(
    i18n._('cli.keys-next', {}, { message: 'When everybody has their keyring, an accompanier runs: convive setup' }),
  );
}

async function showKeyring(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { keyring } = await context.openKeyring(options);
  const shown = publicHalf(keyring);
  if (options.json) {
    context.print(JSON.stringify(shown));
    return;
  }
  context.print(i18n._('cli.shown-member', { member: shown.member }, { message: 'In the manifest you are {member}' }));
  context.print(
    i18n._('cli.shown-roles', { roles: shown.roles.join(', ') || '–' }, { message: 'Your roles: {roles}' }),
  );
  context.print(i18n._('cli.shown-key', { key: shown.publicKey }, { message: 'Your public key: {key}' }));
  context.print(
    shown.collective
      ? i18n._('cli.shown-collective', { id: shown.collective }, { message: 'Your collective: {id}' })
      : i18n._('cli.shown-no-collective', {}, { message: 'This keyring belongs to no collective yet.' }),
  );
}

/** The set-up code, from a file, a line of standard input, or asked for. Codes never stand in a flag, where others can read them. */
export function askCode(context: Context, file: string | undefined): Promise<string> {
  const question = context.i18n._('cli.code', {}, { message: 'Set-up code, as the node printed it' });
  return readSecret(context, file, question).then((code) => {
    if (!/^[\x21-\x7e]{1,100}$/.test(code)) throw new Refusal('set-up-code');
    return code;
  });
}

function publicHalf(keyring: Keyring) {
  const { member, roles, collective, manifest } = keyring;
  return { member, roles, publicKey: signingKey(keyring), collective, manifest };
}
