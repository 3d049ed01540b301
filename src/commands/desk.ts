import type { Command } from 'commander';
import { connect } from '../client/api/api.ts';
import { lookAtRelease } from '../client/desk-release/look.ts';
import { releaseOf, signRelease } from '../client/desk-release/release.ts';
import {
  releasedText,
  releaseQuestion,
  releaseText,
  releaseTitle,
  servedText,
  standsText,
} from '../client/say/desk-release.ts';
import { deskHere } from '../desk/files.ts';
import { command } from './command.ts';
import type { Context, Options } from './context.ts';

/**
 * `desk release`: the desk as Convive is installed on this machine, beside what the node sends and what stewards
 * signed; a steward signs what is installed here, never what the node says.
 */
export function register(desk: Command, context: Context): void {
  const { i18n } = context;
  command(desk, context, {
    name: 'release',
    options: [
      ['--sign', i18n._('cli.release-sign', {}, { message: 'Sign as a steward that this is the desk you stand for' })],
    ],
    about: i18n._(
      'cli.release',
      {},
      { message: 'Compare the desk that is installed here with what the node sends, and with what stewards signed' },
    ),
    run: release,
  });
}

async function release(context: Context, options: Options & { sign?: boolean }): Promise<void> {
  const { i18n } = context;
  const { files } = await deskHere();
  const now = new Date();
  const session = options.sign ? await context.openSession(options) : null;
  const api = session?.api ?? connect(await context.nodeAddress(options));
  const look = await lookAtRelease(api, files, now, session?.root.chain);
  const { print, desk, differ, newest, before } = look;
  if (!options.json)
    for (const { sentence } of [...servedText(i18n, look), standsText(i18n, print, newest)]) context.print(sentence);
  if (session === null) {
    if (options.json) context.print(JSON.stringify({ print, files, desk, differ, newest, before }));
    return;
  }
  const who = { ...session, chain: session.root.chain };
  const one = await releaseOf(who, print, now);
  if (one === null) {
    if (options.json) context.print(JSON.stringify({ print, differ, released: true }));
    return;
  }
  if (!options.json) for (const line of [releaseTitle(i18n, one), releaseText(i18n, one)]) context.print(line);
  await context.confirm(releaseQuestion(i18n), options);
  const { signers, needed, released } = await signRelease(who, one);
  if (options.json) context.print(JSON.stringify({ print, differ, signers: signers.length, needed, released }));
  else context.print(releasedText(i18n, released));
}
