import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { readAlertForm } from '../client/alerts/alert-form.ts';
import { attestAlert, reviewAlert } from '../client/alerts/attest.ts';
import { composeAlert } from '../client/alerts/compose.ts';
import { eraseDraft, listDrafts } from '../client/alerts/drafts.ts';
import { listNotices } from '../client/alerts/open-notice.ts';
import { listPeers } from '../client/peers/peers.ts';
import { askConsent, witness } from './alert-consent.ts';
import { deskOf } from './alert-desk.ts';
import { alertQuestions, askAlertForm } from './alert-form.ts';
import { recuse, reseal } from './alert-reseal.ts';
import { open, seal, send, where } from './alert-send.ts';
import { alertText } from './alert-text.ts';
import { type Context, type Options, optionsOf, takeIds, unreadable } from './context.ts';

/**
 * `alert`: from the first words to where it is. Every text is composed, read, sealed and opened on this side; words and texts stand on
 * the alternate screen, nothing clear is written to disk, and no field of an alert is ever a flag.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const alert = program
    .command('alert')
    .helpCommand(false)
    .description(i18n._('cli.alert', {}, { message: 'Sealed alerts: prepare, agree, send, open' }));
  const draftArgument = i18n._('cli.alert-draft-id', {}, { message: 'Id of the draft' });
  const peer = i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' });
  alert
    .command('draft')
    .option(
      '--from <file>',
      i18n._('cli.alert-from', {}, { message: 'YAML file with the fields; - reads standard input' }),
    )
    .description(i18n._('cli.alert-draft', {}, { message: 'Write an alert and sign it as its first accompanier' }))
    .action(async (_options, command: Command) => draft(context, optionsOf(command)));
  alert
    .command('list')
    .description(i18n._('cli.alert-list', {}, { message: 'List drafts, and what partner collectives sent' }))
    .action(async (_options, command: Command) => list(context, optionsOf(command)));
  alert
    .command('attest')
    .argument('<draft>', draftArgument)
    .description(i18n._('cli.alert-attest', {}, { message: 'Read a draft and sign exactly this text' }))
    .action(async (id: string, _options, command: Command) => attest(context, id, optionsOf(command)));
  alert
    .command('consent')
    .argument('<draft>', draftArgument)
    .requiredOption('--to <peer>', peer)
    .option('--days <number>', i18n._('cli.alert-days', {}, { message: 'For how long: 30, 90 or 365 days' }), '90')
    .option('--assembly', i18n._('cli.alert-assembly', {}, { message: 'Their assembly may know of it too' }))
    .option('--ask-again', i18n._('cli.alert-ask-again', {}, { message: 'The person may be asked again' }))
    .option(
      '--delegate <member>',
      i18n._('cli.alert-delegate', {}, { message: 'Somebody they chose says it for them: a member, or outside' }),
    )
    .option(
      '--words-file <file>',
      i18n._('cli.alert-words-file', {}, { message: 'Their twelve words, when they have some; - reads a line' }),
    )
    .description(i18n._('cli.alert-consent', {}, { message: 'Read the text together and ask for a yes' }))
    .action(async (id: string, _options, command: Command) => askConsent(context, id, optionsOf(command)));
  alert
    .command('witness')
    .argument('<draft>', draftArgument)
    .requiredOption('--to <peer>', peer)
    .description(i18n._('cli.alert-witness', {}, { message: 'Sign as witness of a consent, at another device' }))
    .action(async (id: string, _options, command: Command) => witness(context, id, optionsOf(command)));
  alert
    .command('seal')
    .argument('<draft>', draftArgument)
    .requiredOption('--to <peer>', peer)
    .option(
      '--out <file>',
      i18n._('cli.alert-out', {}, { message: 'Where the sealed file goes; else standard output' }),
    )
    .description(i18n._('cli.alert-seal', {}, { message: 'Check everything and seal the alert for one collective' }))
    .action(async (id: string, _options, command: Command) => seal(context, id, optionsOf(command)));
  alert
    .command('send')
    .argument('<file>', i18n._('cli.alert-sealed', {}, { message: 'A sealed file; - reads standard input' }))
    .description(i18n._('cli.alert-send', {}, { message: 'Hand a sealed alert in to your node' }))
    .action(async (file: string, _options, command: Command) => send(context, file, optionsOf(command)));
  alert
    .command('where')
    .argument('<id>', i18n._('cli.alert-id', {}, { message: 'Id of a draft or of a delivery' }))
    .description(i18n._('cli.alert-where', {}, { message: 'Show who holds it, and what they answered' }))
    .action(async (id: string, _options, command: Command) => where(context, id, optionsOf(command)));
  alert
    .command('open')
    .argument('<delivery>', i18n._('cli.alert-delivery', {}, { message: 'Id of the delivery, as in: alert list' }))
    .description(i18n._('cli.alert-open', {}, { message: 'Check and open what a partner collective sent' }))
    .action(async (id: string, _options, command: Command) => open(context, id, optionsOf(command)));
  alert
    .command('recuse')
    .argument('<delivery>', i18n._('cli.alert-delivery', {}, { message: 'Id of the delivery, as in: alert list' }))
    .option('--member <member>', i18n._('cli.recuse-whom', {}, { message: 'Somebody else than you' }))
    .description(
      i18n._('cli.alert-recuse', {}, { message: 'Take no part in an item, because you are too close to it' }),
    )
    .action(async (id: string, _options, command: Command) => recuse(context, id, optionsOf(command)));
  alert
    .command('reseal')
    .description(i18n._('cli.alert-reseal', {}, { message: 'Seal again what a changed box keeps from being opened' }))
    .action(async (_options, command: Command) => reseal(context, optionsOf(command)));
  alert
    .command('erase')
    .argument('<draft>', draftArgument)
    .description(i18n._('cli.alert-erase', {}, { message: 'Erase a draft that was not sent' }))
    .action(async (id: string, _options, command: Command) => erase(context, id, optionsOf(command)));
  takeIds(alert);
}

async function draft(context: Context, options: Options & { from?: string }): Promise<void> {
  const { i18n } = context;
  const written = options.from === undefined ? null : await textIn(context, options.from);
  const { desk } = await deskOf(context, options);
  const composing = async () => {
    const words = written === null ? await context.apart(() => askAlertForm(context)) : readAlertForm(written);
    return composeAlert(desk, words);
  };
  const { file } = await composing().catch((error: unknown) => {
    const field = error instanceof Refusal ? error.where?.split('.')[0] : undefined;
    const question = alertQuestions(context)[field ?? ''];
    if (question) context.tell(question);
    throw error;
  });
  if (options.json) return context.print(JSON.stringify({ draft: file.draft }));
  context.print(file.draft);
  context.tell(
    i18n._(
      'cli.alert-drafted',
      {},
      { message: 'You signed it. Now a second accompanier reads it: convive alert attest' },
    ),
  );
}

async function textIn({ stdin }: Context, file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8').catch(() => unreadable(file));
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > 65_536) throw new Refusal('too-large', 'stdin');
  }
  return text;
}

type Sentence = { id: string; message: string };
const stateNames: Record<Awaited<ReturnType<typeof listNotices>>[number]['state'], Sentence> = {
  quarantined: { id: 'cli.alert-state.unopened', message: 'not opened yet' },
  verified: { id: 'cli.alert-state.verified', message: 'opened and checked' },
  unopenable: { id: 'cli.alert-state.unopenable', message: 'does not open with our keys' },
  failed: { id: 'cli.alert-state.failed', message: 'did not hold when it was checked' },
};
const stateName = (i18n: Context['i18n'], state: keyof typeof stateNames) =>
  i18n._(stateNames[state].id, {}, { message: stateNames[state].message });

async function list(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const [drafts, notices] = [await listDrafts(desk), await listNotices(desk)];
  if (options.json) return context.print(JSON.stringify({ drafts, notices }));
  for (const one of drafts)
    context.print(
      i18n._(
        'cli.alert-draft-line',
        { draft: one.draft, day: one.updated.slice(0, 10) },
        { message: 'Draft {draft}, changed {day}' },
      ),
    );
  for (const { header, state, stale, received, failedCode } of notices) {
    const { delivery, kind, edition } = header;
    const later = edition > 1 && i18n._('cli.alert-edition', { edition }, { message: 'edition {edition}' });
    const silent = stale && i18n._('cli.alert-stale', {}, { message: 'stale' });
    context.print(
      [delivery, kind, received.slice(0, 10), stateName(i18n, state), silent, later, failedCode]
        .filter(Boolean)
        .join('  '),
    );
  }
  const from = new Set(notices.map(({ header }) => header.from));
  const silent = (from.size > 0 ? await listPeers(desk.api) : []).filter(
    ({ peer, answered }) => from.has(peer) && (answered === null || sinceHours(answered, desk.now) > 1),
  );
  for (const { name, answered } of silent)
    context.tell(
      answered === null
        ? i18n._(
            'cli.alert-never-reached',
            { name },
            {
              message:
                'Our node has not reached the one of {name} yet: what they took back meanwhile may still be listed.',
            },
          )
        : i18n._(
            'cli.alert-not-reached',
            { name, day: answered.slice(0, 10) },
            {
              message:
                'Our node last reached the one of {name} on {day}: what they took back since may still be listed.',
            },
          ),
    );
  if (drafts.length + notices.length === 0)
    context.tell(i18n._('cli.alert-none', {}, { message: 'There are no drafts, and nothing was sent to you.' }));
}

const sinceHours = (time: string, now: Date): number => (now.getTime() - Date.parse(time)) / 3_600_000;

async function attest(context: Context, id: string, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const review = await reviewAlert(desk, id);
  await context.showAndClear(alertText(i18n, review.alert, review.clauses));
  await context.confirm(
    i18n._(
      'cli.alert-attest-question',
      {},
      { message: 'Do you sign exactly this text? Signing says that you have no conflict of interest in it.' },
    ),
    options,
  );
  const { attesters, needed } = await attestAlert(desk, review);
  if (options.json) return context.print(JSON.stringify({ draft: id, attesters: attesters.length, needed }));
  context.tell(
    i18n._(
      'cli.alert-attested',
      { count: attesters.length, needed },
      { message: 'Signed. {count} of {needed} accompaniers have signed this text.' },
    ),
  );
}

async function erase(context: Context, id: string, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  await context.confirm(
    i18n._('cli.alert-erase-question', {}, { message: 'Erase this draft? Nobody can bring it back.' }),
    options,
  );
  await eraseDraft(desk, id);
  context.tell(i18n._('cli.alert-erased', {}, { message: 'The draft is gone. Nothing is left of it on the node.' }));
}
