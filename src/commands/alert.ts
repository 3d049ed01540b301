import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { readAlertForm } from '../client/alerts/alert-form.ts';
import { attestAlert, reviewAlert } from '../client/alerts/attest.ts';
import { composeAlert } from '../client/alerts/compose.ts';
import { listRevisions, restoreRevision } from '../client/alerts/draft-revisions.ts';
import { eraseDraft, listDrafts } from '../client/alerts/drafts.ts';
import { listNotices } from '../client/alerts/open-notice.ts';
import { callingPeers } from '../client/keyring/peer-trust.ts';
import { listPeers } from '../client/peers/peers.ts';
import {
  alertText,
  attestedText,
  attestQuestion,
  eraseDraftQuestion,
  erasedText,
  restoreDraftQuestion,
  restoredText,
  revisionLine,
} from '../client/say/alert.ts';
import { alertQuestions } from '../client/say/alert-questions.ts';
import { alertDraftLine, nothingListedText, noticeLine, notReachedText } from '../client/say/notice-list.ts';
import { askConsent, witness } from './alert-consent.ts';
import { deskOf } from './alert-desk.ts';
import { registerPause } from './alert-pause.ts';
import { recuse, reseal } from './alert-reseal.ts';
import { open, seal, send, where } from './alert-send.ts';
import { askAlert } from './ask-alert.ts';
import { command, commandGroup, takeIds } from './command.ts';
import { type Context, misused, type Options, readClear } from './context.ts';

/**
 * `alert`: from the first words to where it is. Every text is composed, read, sealed and opened on this side; words
 * and texts stand on the alternate screen, nothing clear is written to disk, and no field of an alert is ever a flag.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const alert = commandGroup(program, {
    name: 'alert',
    about: i18n._('cli.alert', {}, { message: 'Sealed alerts: prepare, agree, send, open' }),
  });
  registerDrafting(alert, context);
  registerConsent(alert, context);
  registerSending(alert, context);
  registerPause(alert, context, { draft: draftId(context), peer: peerName(context) });
  registerReceived(alert, context);
  command(alert, context, {
    name: 'erase',
    arguments: [['<draft>', draftId(context)]],
    about: i18n._('cli.alert-erase', {}, { message: 'Erase a draft that was not sent' }),
    run: erase,
  });
  registerRevisions(alert, context);
  takeIds(alert);
}

const draftId = ({ i18n }: Context) => i18n._('cli.alert-draft-id', {}, { message: 'Id of the draft' });
const peerName = ({ i18n }: Context) => i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' });

function registerDrafting(alert: Command, context: Context): void {
  const { i18n } = context;
  command(alert, context, {
    name: 'draft',
    options: [
      ['--from <file>', i18n._('cli.alert-from', {}, { message: 'YAML file with the fields; - reads standard input' })],
    ],
    about: i18n._('cli.alert-draft', {}, { message: 'Write an alert and sign it as its first accompanier' }),
    run: draft,
  });
  command(alert, context, {
    name: 'list',
    about: i18n._('cli.alert-list', {}, { message: 'List drafts, and what partner collectives sent' }),
    run: list,
  });
  command(alert, context, {
    name: 'attest',
    arguments: [['<draft>', draftId(context)]],
    about: i18n._('cli.alert-attest', {}, { message: 'Read a draft and sign exactly this text' }),
    run: attest,
  });
}

function registerRevisions(alert: Command, context: Context): void {
  const { i18n } = context;
  command(alert, context, {
    name: 'revisions',
    arguments: [['<draft>', draftId(context)]],
    about: i18n._('cli.alert-revisions', {}, { message: 'List what a draft was before, for thirty days' }),
    run: revisions,
  });
  command(alert, context, {
    name: 'restore',
    arguments: [
      ['<draft>', draftId(context)],
      ['<revision>', i18n._('cli.alert-revision', {}, { message: 'Its number, as in: alert revisions' })],
    ],
    about: i18n._('cli.alert-restore', {}, { message: 'Put an earlier revision over the newest one' }),
    run: restore,
  });
}

function registerConsent(alert: Command, context: Context): void {
  const { i18n } = context;
  command(alert, context, {
    name: 'consent',
    arguments: [['<draft>', draftId(context)]],
    options: [
      ['--to <peer>', peerName(context), { required: true }],
      [
        '--days <number>',
        i18n._('cli.alert-days', {}, { message: 'For how long: 30, 90 or 365 days' }),
        { otherwise: '90' },
      ],
      ['--assembly', i18n._('cli.alert-assembly', {}, { message: 'Their assembly may know of it too' })],
      ['--ask-again', i18n._('cli.alert-ask-again', {}, { message: 'The person may be asked again' })],
      [
        '--delegate <member>',
        i18n._('cli.alert-delegate', {}, { message: 'Somebody they chose says it for them: a member, or outside' }),
      ],
      [
        '--words-file <file>',
        i18n._('cli.alert-words-file', {}, { message: 'Their twelve words, when they have some; - reads a line' }),
      ],
    ],
    about: i18n._('cli.alert-consent', {}, { message: 'Read the text together and ask for a yes' }),
    run: askConsent,
  });
  command(alert, context, {
    name: 'witness',
    arguments: [['<draft>', draftId(context)]],
    options: [['--to <peer>', peerName(context), { required: true }]],
    about: i18n._('cli.alert-witness', {}, { message: 'Sign as witness of a consent, at another device' }),
    run: witness,
  });
}

function registerSending(alert: Command, context: Context): void {
  const { i18n } = context;
  command(alert, context, {
    name: 'seal',
    arguments: [['<draft>', draftId(context)]],
    options: [
      ['--to <peer>', peerName(context), { required: true }],
      ['--out <file>', i18n._('cli.alert-out', {}, { message: 'Where the sealed file goes; else standard output' })],
    ],
    about: i18n._('cli.alert-seal', {}, { message: 'Check everything and seal the alert for one collective' }),
    run: seal,
  });
  command(alert, context, {
    name: 'send',
    arguments: [['<file>', i18n._('cli.alert-sealed', {}, { message: 'A sealed file; - reads standard input' })]],
    about: i18n._('cli.alert-send', {}, { message: 'Hand a sealed alert in to your node' }),
    run: send,
  });
  command(alert, context, {
    name: 'where',
    arguments: [['<id>', i18n._('cli.alert-id', {}, { message: 'Id of a draft or of a delivery' })]],
    about: i18n._('cli.alert-where', {}, { message: 'Show who holds it, and what they answered' }),
    run: where,
  });
}

function registerReceived(alert: Command, context: Context): void {
  const { i18n } = context;
  const delivery = i18n._('cli.alert-delivery', {}, { message: 'Id of the delivery, as in: alert list' });
  command(alert, context, {
    name: 'open',
    arguments: [['<delivery>', delivery]],
    about: i18n._('cli.alert-open', {}, { message: 'Check and open what a partner collective sent' }),
    run: open,
  });
  command(alert, context, {
    name: 'recuse',
    arguments: [['<delivery>', delivery]],
    options: [['--member <member>', i18n._('cli.recuse-whom', {}, { message: 'Somebody else than you' })]],
    about: i18n._('cli.alert-recuse', {}, { message: 'Take no part in an item, because you are too close to it' }),
    run: recuse,
  });
  command(alert, context, {
    name: 'reseal',
    options: [
      [
        '--confirm <hash>',
        i18n._(
          'cli.reseal-confirm',
          {},
          { message: 'First characters of what a colleague proposed, without somebody, and you agree to' },
        ),
      ],
    ],
    about: i18n._('cli.alert-reseal', {}, { message: 'Seal again what a changed box keeps from being opened' }),
    run: reseal,
  });
}

type DraftOptions = Options & { from?: string };

async function draft(context: Context, options: DraftOptions): Promise<void> {
  const { i18n } = context;
  const { from } = options;
  const written = from === undefined ? null : await textIn(context, from);
  const { desk } = await deskOf(context, options);
  const composing = async () => {
    const words = written === null ? await context.apart(() => askAlert(context)) : readAlertForm(written);
    return composeAlert(desk, words);
  };
  const { file } = await composing().catch((error: unknown) => {
    const field = error instanceof Refusal ? error.where?.split('.')[0] : undefined;
    const asked = Object.entries(alertQuestions(i18n)).find(([name]) => name === field);
    if (asked) context.tell(asked[1]);
    throw error;
  });
  context.print(options.json ? JSON.stringify({ draft: file.draft }) : file.draft);
  if (!options.json)
    context.tell(
      i18n._(
        'cli.alert-drafted',
        {},
        { message: 'You signed it. Now a second accompanier reads it: convive alert attest' },
      ),
    );
}

async function textIn(context: Context, file: string): Promise<string> {
  if (file !== '-') return readClear(context, file);
  let text = '';
  for await (const chunk of context.stdin) {
    text += String(chunk);
    if (text.length > 65_536) throw new Refusal('too-large', 'stdin');
  }
  return text;
}

async function list(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const [drafts, notices] = [await listDrafts(desk), await listNotices(desk)];
  if (options.json) return context.print(JSON.stringify({ drafts, notices }));
  for (const one of drafts) context.print(alertDraftLine(i18n, one));
  const calling = callingPeers(desk);
  for (const one of notices) context.print(noticeLine(i18n, one, await calling(one)));
  const from = new Set(notices.map(({ peer }) => peer));
  const silent = (from.size > 0 ? await listPeers(desk.api) : []).filter(
    ({ peer, answered }) => from.has(peer) && (answered === null || sinceHours(answered, desk.now) > 1),
  );
  for (const one of silent) context.tell(notReachedText(i18n, await calling(one), one.answered));
  if (drafts.length + notices.length === 0) context.tell(nothingListedText(i18n));
}

const sinceHours = (time: string, now: Date): number => (now.getTime() - Date.parse(time)) / 3_600_000;

async function attest(context: Context, options: Options, id: string): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const review = await reviewAlert(desk, id);
  await context.showAndClear(alertText(i18n, review.alert, review.clauses));
  await context.confirm(attestQuestion(i18n), options);
  const { attesters, needed } = await attestAlert(desk, review);
  if (options.json) return context.print(JSON.stringify({ draft: id, attesters: attesters.length, needed }));
  context.tell(attestedText(i18n, attesters.length, needed));
}

async function erase(context: Context, options: Options, id: string): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const found = (await listDrafts(desk)).find(({ draft }) => draft === id);
  if (!found) throw new Refusal('not-found', 'draft');
  if (!options.json) context.tell(alertDraftLine(i18n, found));
  await context.confirm(eraseDraftQuestion(i18n), options);
  const { erased, asked } = await eraseDraft(desk, id, found.revision);
  if (options.json) return context.print(JSON.stringify({ draft: id, erased, asked: asked.length }));
  context.tell(erasedText(i18n, erased));
}

async function revisions(context: Context, options: Options, id: string): Promise<void> {
  const { desk } = await deskOf(context, options);
  const found = await listRevisions(desk, id);
  if (options.json) return context.print(JSON.stringify({ draft: id, revisions: found }));
  for (const one of found) context.print(revisionLine(context.i18n, one));
}

async function restore(context: Context, options: Options, id: string, number: string): Promise<void> {
  const { i18n } = context;
  const earlier = Number(number);
  if (!Number.isInteger(earlier) || earlier < 1) misused('revision');
  const { desk } = await deskOf(context, options);
  await context.confirm(restoreDraftQuestion(i18n, earlier), options);
  const { revision } = await restoreRevision(desk, id, earlier);
  if (options.json) return context.print(JSON.stringify({ draft: id, revision }));
  context.tell(restoredText(i18n, revision));
}
