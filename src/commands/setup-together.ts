import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { newPhrase } from '../client/keyring/keyring.ts';
import { progressText } from '../client/say/progress.ts';
import { foundingLines } from '../client/say/set-up.ts';
import { tryAlone, validUntil } from '../client/set-up/set-up.ts';
import { setUpTogether } from '../client/set-up/set-up-together.ts';
import type { Context } from './context.ts';
import { createKeyringFile, type KeyringFile } from './keyring-file.ts';
import { askCode } from './keys.ts';
import { rolesOf } from './roles.ts';
import { askProfile, policyOf, report, type SetUpOptions } from './setup-answers.ts';

/**
 * Makes all founders' keyrings in one folder, with each phrase in a file beside it, and sets the node up. Says first
 * what that means: whoever has the folder is the whole collective.
 * @throws `keyring-exists` when a keyring is there.
 */
export async function together(context: Context, options: SetUpOptions, folder: string): Promise<void> {
  const { i18n } = context;
  const address = await context.nodeAddress(options);
  const founders = options.founders.split(',').map((list) => rolesOf(list.replaceAll('+', ',')));
  const policy = policyOf(options);
  context.tell(
    i18n._(
      'cli.together',
      {},
      {
        message:
          'All keyrings and their words will lie in one folder on this device. Whoever has that folder can speak for ' +
          'everybody: this is for trying out, with invented data.',
      },
    ),
  );
  const question = i18n._('cli.together-sure', {}, { message: 'Make all keyrings here?' });
  await context.confirm(question, options);
  const api = connect(address, `Setup ${await askCode(context, options.codeFile)}`);
  const profile = await askProfile(context, options);
  const line = progressText(i18n, 'founding');
  await context.progress(line, tryAlone(api));
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {
    throw new Refusal('keyring-file');
  });
  const files: KeyringFile[] = [];
  const plans = founders.map((roles) => ({ roles, words: newPhrase(context.wordLanguage) }));
  const keep = async (index: number, keyring: KeyringFile['keyring']) => {
    const file = files[index];
    if (file) return file.save(keyring);
    files[index] = await createKeyringFile(pathOf(folder, index, 'keyring'), keyring);
    await writeFile(pathOf(folder, index, 'phrase'), `${plans[index]?.words}\n`, { mode: 0o600 });
  };
  const now = new Date();
  const keyrings = await context.progress(line, setUpTogether(api, plans, { profile, policy, now }, keep));
  const founding = { profile, policy, expires: validUntil(now), members: keyrings, origin: api.origin, self: '' };
  for (const line of foundingLines(i18n, founding)) context.tell(line);
  if (options.json) {
    const made = keyrings.map(({ member, roles }, index) => ({
      member,
      roles,
      keyring: pathOf(folder, index, 'keyring'),
      phraseFile: pathOf(folder, index, 'phrase'),
    }));
    context.print(JSON.stringify({ collective: keyrings[0]?.collective, founders: made }));
    return;
  }
  report(context, options, keyrings[0]?.collective ?? '', []);
  for (const index of keyrings.keys()) {
    context.print(`${pathOf(folder, index, 'keyring')}  ${pathOf(folder, index, 'phrase')}`);
  }
}

const pathOf = (folder: string, index: number, kind: 'keyring' | 'phrase'): string =>
  join(folder, `founder-${index + 1}.${kind}`);
