import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { checkRecord } from '../client/api/record.ts';
import { progressText } from '../client/say/progress.ts';
import { recordText } from '../client/say/record.ts';
import { command, commandGroup } from './command.ts';
import type { Context, Options } from './context.ts';

/**
 * `record verify`: reads the node's whole record and says whether a row was changed, lost or reordered, or the tail
 * cut.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const record = commandGroup(program, {
    name: 'record',
    about: i18n._('cli.record', {}, { message: 'Who did what on this node, never what was in it' }),
  });
  command(record, context, {
    name: 'verify',
    options: [
      ['--head <file>', i18n._('cli.record-head', {}, { message: 'A head that you or a partner kept from earlier' })],
    ],
    about: i18n._('cli.record-verify', {}, { message: 'Find any changed, missing or reordered row, and a cut tail' }),
    run: verify,
  });
}

async function verify(context: Context, options: Options & { head?: string }): Promise<void> {
  const { i18n } = context;
  const kept = options.head === undefined ? null : await readHead(options.head);
  const { api, root, keyring } = await context.openSession(options);
  const checking = checkRecord(api, root.chain, kept, keyring.member);
  const verdict = await context.progress(progressText(i18n, 'record'), checking);
  if (options.json) context.print(JSON.stringify(verdict));
  else context.print(recordText(i18n, verdict));
  if (!verdict.ok) throw new Refusal('record-broken', String(verdict.at));
}

async function readHead(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal('record-head', 'file');
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('record-head', 'file');
  }
}
