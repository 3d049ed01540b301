import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { checkRecord } from '../client/api/record.ts';
import { type Context, optionsOf } from './context.ts';

/** `record verify`: reads the node's whole record and says whether a row was changed, lost or reordered, or the tail cut. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const record = program
    .command('record')
    .helpCommand(false)
    .description(i18n._('cli.record', {}, { message: 'Who did what on this node, never what was in it' }));
  record
    .command('verify')
    .description(
      i18n._('cli.record-verify', {}, { message: 'Find any changed, missing or reordered row, and a cut tail' }),
    )
    .option(
      '--head <file>',
      i18n._('cli.record-head', {}, { message: 'A head that you or a partner kept from earlier' }),
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<{ head?: string }>(command);
      const kept = options.head === undefined ? null : await readHead(options.head);
      const { api, root, keyring } = await context.openSession(options);
      const reading = i18n._('cli.record-reading', {}, { message: 'Reading the record…' });
      const verdict = await context.progress(reading, checkRecord(api, root.chain, kept, keyring.member));
      if (options.json) context.print(JSON.stringify(verdict));
      else context.print(sentenceOf(context, verdict));
      if (!verdict.ok) throw new Refusal('record-broken', String(verdict.at));
    });
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

function sentenceOf({ i18n }: Context, verdict: Awaited<ReturnType<typeof checkRecord>>): string {
  if (verdict.ok) {
    const { rows, above, withheld } = verdict;
    const whole = i18n._(
      'cli.record-whole',
      { rows, above },
      { message: 'The record is whole: {rows} rows, {above} of them above the head.' },
    );
    if (withheld === 0) return whole;
    const place = i18n._(
      'cli.record-withheld',
      { withheld },
      {
        message:
          '{withheld, plural, one {# row is for accompaniers: only its place was checked.} other {# rows are for accompaniers: only their places were checked.}}',
      },
    );
    return `${whole}\n${place}`;
  }
  const { at } = verdict;
  const sentences = {
    changed: i18n._('cli.record-changed', { at }, { message: 'Row {at} was changed.' }),
    missing: i18n._('cli.record-missing', { at }, { message: 'Row {at} is missing.' }),
    reordered: i18n._('cli.record-reordered', { at }, { message: 'Row {at} stands in another place.' }),
    cut: i18n._('cli.record-cut', { at }, { message: 'The record was cut: row {at} and what followed are gone.' }),
  };
  return sentences[verdict.because];
}
