import { existsSync } from 'node:fs';
import { Refusal } from '../../schemas/codes.ts';
import { type Api, connect } from '../client/api/api.ts';
import { newPhrase } from '../client/keyring/keyring.ts';
import { renewals } from '../client/keyring/renew.ts';
import { invitePerson, keyringFor, offerKeys, readNext, signRotation } from '../client/keyring/rotation.ts';
import { dayOf } from '../client/say/day.ts';
import { phraseText, renewalSaid, renewedText, renewQuestion } from '../client/say/keyring.ts';
import { signManifestQuestion } from '../client/say/manifest.ts';
import { progressText } from '../client/say/progress.ts';
import { type Context, keyringPath, type Options, readCode } from './context.ts';
import { createKeyringFile, type KeyringFile } from './keyring-file.ts';
import { reportSigned, tellDraft } from './manifest.ts';
import { rolesOf } from './roles.ts';

type CodeOptions = Options & { codeFile?: string; proposal?: string };

/** A steward's one-time code: for a member's new device, or for somebody who joins. It is shown once. */
export async function inviteDevice(
  context: Context,
  options: Options & { member?: string; roles?: string },
): Promise<void> {
  const { i18n } = context;
  const { member = null } = options;
  const roles = member === null ? rolesOf(options.roles ?? '') : [];
  const { api } = await context.openSession(options);
  const { code, expires } = await invitePerson(api, { member, roles });
  if (options.json) return context.print(JSON.stringify({ code, expires }));
  context.print(code);
  const values = { day: dayOf(expires) };
  context.tell(
    i18n._('cli.keys-invited', values, {
      message: 'Give this code to them, in person or by phone. Until {day}, on their device: convive keys replace',
    }),
  );
}

/** The node, under the code that a steward gave, from a file, a line of standard input, or asked for. */
export async function invitedApi(context: Context, options: CodeOptions): Promise<Api> {
  const address = await context.nodeAddress(options);
  const question = context.i18n._('cli.invite-code', {}, { message: 'The code that a steward gave you' });
  const code = await readCode(context, options.codeFile, question);
  if (!/^[\x21-\x7e]{1,100}$/.test(code)) throw new Refusal('invitation');
  return connect(address, `Invite ${code}`);
}

/**
 * On a new device: makes a keyring under a steward's code, shows its words and gives the node the public half; called
 * again, once the stewards have drafted, shows the draft and signs it with the new key. The file is written before
 * anything is given, so that nothing given is ever lost.
 */
export async function replaceKeys(context: Context, options: CodeOptions): Promise<void> {
  const { i18n } = context;
  const path = keyringPath(context, options);
  const api = await invitedApi(context, options);
  const line = progressText(i18n, 'enrolling');
  let words: string | null = null;
  let file: KeyringFile;
  if (existsSync(path)) file = await context.openKeyring(options);
  else {
    words = newPhrase(context.wordLanguage);
    file = await createKeyringFile(path, await context.progress(line, keyringFor(api, words)));
    if (!options.json) await context.showAndClear(phraseText(i18n, words));
  }
  const { member } = file.keyring;
  const { proposals } = await context.progress(line, offerKeys(api, file.keyring));
  if (proposals.some(({ lapsed }) => lapsed === null)) return signHere(context, options, api, file);
  if (options.json) return context.print(JSON.stringify({ member, ...(words !== null && { phrase: words }) }));
  context.tell(
    i18n._(
      'cli.keys-given',
      { member },
      {
        message:
          'The node has your new public key; you are {member}. Now stewards draft the next manifest: convive ' +
          'manifest draft. Then call this command once more to sign it.',
      },
    ),
  );
}

async function signHere(
  context: Context,
  options: CodeOptions,
  api: Parameters<typeof readNext>[0],
  file: KeyringFile,
): Promise<void> {
  const { i18n } = context;
  const read = await readNext(api, file.keyring, { named: options.proposal });
  tellDraft(context, read);
  await context.confirm(signManifestQuestion(i18n), options);
  const line = progressText(i18n, 'signing');
  const { accepted, state } = await context.progress(line, signRotation(api, file.keyring, read, file.save));
  reportSigned(context, options, read, accepted, state);
  const next = i18n._(
    'cli.keys-next-renew',
    {},
    { message: 'Once it holds, sign again what your old key had signed: convive keys renew' },
  );
  if (!options.json) context.tell(next);
}

/** Shows what an earlier key of this person had signed and counts no more, and signs it again after a yes. */
export async function renewSigned(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const found = await context.progress(progressText(i18n, 'renewing'), renewals(session));
  const said = options.json ? [] : found.map((one) => renewalSaid(i18n, one));
  for (const { line, says } of said)
    for (const one of [line, ...says.map((more) => `  ${more}`)]) context.tell(`  ${one}`);
  if (found.length > 0) {
    await context.confirm(renewQuestion(i18n), options);
    for (const one of found) await one.sign();
  }
  if (options.json)
    return context.print(JSON.stringify({ signed: found.map(({ kind, about, at }) => ({ kind, about, at })) }));
  context.print(renewedText(i18n, found.length));
}
