import { basename } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import {
  type CheckedDraft,
  exportAgreement,
  exportJson,
  importAgreement,
  listAgreements,
  listDrafts,
  publishAgreement,
  signAgreement,
  signedBeside,
} from '../client/agreements/agreements.ts';
import { versionBefore } from '../client/agreements/standing-version.ts';
import { signWithdrawal, withdrawalOf } from '../client/agreements/withdraw.ts';
import type { Api } from '../client/api/api.ts';
import { connect } from '../client/api/api.ts';
import { oneNamed } from '../client/api/named.ts';
import { calledInPublic } from '../client/peers/called.ts';
import {
  agreementDraftLines,
  agreementLine,
  besideSignedQuestion,
  besideSignedText,
  listedDraftText,
  noAgreementsText,
  partnerLine,
  publishAgreementQuestion,
  publishedText,
  reviewText,
  signAgreementQuestion,
  signedText,
  withdrawAgreementQuestion,
  withdrawalLines,
  withdrawnText,
} from '../client/say/agreements.ts';
import { comparedLines, comparedParts } from '../client/say/compared-parts.ts';
import { registerAcknowledge } from './acknowledge.ts';
import { agreementText, registerFiles } from './agreement-files.ts';
import { registerReceived } from './agreements-received.ts';
import { command, commandGroup, takeIds } from './command.ts';
import { type Context, type Options, type Session, saveNew } from './context.ts';

type ImportOptions = Options & { series?: string; new?: boolean };
type WithdrawOptions = Options & { draft?: string };
type ExportOptions = Options & { version?: string; out?: string; format?: string };

/** `agreements`: from a Markdown file to signed and published words, and back. Signing needs a steward's keyring. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const series = i18n._('cli.agreements-series', {}, { message: 'Its series id; needed only with several agreements' });
  const draft = i18n._('cli.agreements-draft', {}, { message: 'Where its hash begins; only needed with several' });
  const agreements = commandGroup(program, {
    name: 'agreements',
    about: i18n._('cli.agreements', {}, { message: 'Import, sign, publish and export agreements' }),
  });
  command(agreements, context, {
    name: 'list',
    about: i18n._('cli.agreements-list', {}, { message: 'List our agreements and those we follow' }),
    run: list,
  });
  command(agreements, context, {
    name: 'import',
    arguments: [['<file>', i18n._('cli.agreements-file', {}, { message: 'Markdown or JSON file' })]],
    options: [
      ['--series <id>', i18n._('cli.agreements-of', {}, { message: 'The agreement it is a new version of' })],
      ['--new', i18n._('cli.agreements-new', {}, { message: 'A new agreement beside those that stand' })],
    ],
    about: i18n._('cli.agreements-import', {}, { message: 'Make a draft from a file; names every problem in it' }),
    run: importFile,
  });
  command(agreements, context, {
    name: 'sign',
    arguments: [['[draft]', draft]],
    about: i18n._('cli.agreements-sign', {}, { message: 'Sign a draft as steward' }),
    run: sign,
  });
  command(agreements, context, {
    name: 'publish',
    arguments: [['[draft]', draft]],
    about: i18n._('cli.agreements-publish', {}, { message: 'Publish a draft that enough stewards signed' }),
    run: publish,
  });
  command(agreements, context, {
    name: 'withdraw',
    arguments: [['[series]', series]],
    options: [['--draft <hash>', draft]],
    about: i18n._('cli.agreements-withdraw', {}, { message: 'Take an agreement back, with all its versions' }),
    run: withdraw,
  });
  command(agreements, context, {
    name: 'export',
    arguments: [['[series]', series]],
    options: [
      ['--version <number>', i18n._('cli.agreements-version', {}, { message: 'Which version; else the newest' })],
      ['--out <file>', i18n._('cli.agreements-out', {}, { message: 'Write it to this file' })],
      ['--format <format>', i18n._('cli.agreements-format', {}, { message: 'md or json; md unless said' })],
    ],
    about: i18n._('cli.agreements-export', {}, { message: 'Write an agreement as a file to edit or keep' }),
    run: exportFile,
  });
  registerFiles(agreements, context);
  registerAcknowledge(agreements, context);
  registerReceived(agreements, context);
  takeIds(agreements);
}

async function list(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const shown = await listAgreements(connect(await context.nodeAddress(options)));
  if (options.json) return context.print(JSON.stringify(shown));
  const now = new Date();
  for (const one of shown.agreements) {
    context.print(agreementLine(i18n, one));
    const review = reviewText(i18n, one.reviewBy, now);
    if (review !== null) context.tell(review);
  }
  for (const one of shown.partners) context.print(partnerLine(i18n, one, calledInPublic(one)));
  if (shown.agreements.length + shown.partners.length === 0) context.tell(noAgreementsText(i18n));
}

async function importFile(context: Context, options: ImportOptions, path: string): Promise<void> {
  const { i18n } = context;
  const file = basename(path);
  const markdown = await agreementText(path);
  const { api, root } = await context.openSession(options);
  const series = options.series ?? (options.new ? null : await onlySeries(api));
  const who = { api, chain: root.chain };
  const beside = await signedBeside(who, { series, markdown });
  for (const one of beside) context.tell(besideSignedText(i18n, one));
  if (beside.length > 0) await context.confirm(besideSignedQuestion(i18n), options);
  const made = await importAgreement(who, { file, markdown, series, language: i18n.locale });
  if ('problems' in made) {
    for (const { sentence } of made.problems) context.tell(sentence);
    if (options.json) context.print(JSON.stringify(made));
    throw new Refusal('agreement-form', `${file}:${made.problems[0]?.line ?? 1}`);
  }
  showDraft(context, made.draft, options);
  context.tell(
    i18n._(
      'cli.agreements-imported',
      { needed: made.draft.needed },
      {
        message: 'The draft is kept. {needed} stewards sign it now: convive agreements sign',
      },
    ),
  );
}

async function sign(context: Context, options: Options, id?: string): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const who = { ...session, chain: session.root.chain };
  const draft = await draftNamed(context, session, id);
  if (!options.json) {
    showDraft(context, draft, options);
    const parts = comparedParts(i18n, draft.statement, await versionBefore(who, draft.statement));
    for (const line of comparedLines(i18n, parts)) context.print(line);
  }
  await context.confirm(signAgreementQuestion(i18n), options);
  const signed = await signAgreement(who, draft);
  if (options.json) return showDraft(context, signed, options);
  context.print(signedText(i18n, signed));
}

async function publish(context: Context, options: Options, id?: string): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const draft = await draftNamed(context, session, id);
  if (!options.json) showDraft(context, draft, options);
  const { needed, signers } = draft;
  if (signers.length < needed) {
    context.tell(
      i18n._(
        'cli.agreements-too-few',
        { signed: signers.length, needed },
        {
          message: 'Not enough stewards have signed it: {signed} of {needed}. They sign with: convive agreements sign',
        },
      ),
    );
    throw new Refusal('cancelled');
  }
  await context.confirm(publishAgreementQuestion(i18n), options);
  const published = await publishAgreement(session.api, draft.id);
  if (options.json) {
    const { id: statement, series, version, url } = published;
    return context.print(JSON.stringify({ id: statement, series, version, url }));
  }
  context.print(publishedText(i18n, published.url));
}

async function withdraw(context: Context, options: WithdrawOptions, id?: string): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const who = { ...session, chain: session.root.chain };
  const series = id ?? (await onlySeries(who.api));
  if (!series) throw new Refusal('not-found', 'series');
  const withdrawal = await withdrawalOf(who, series, options.draft);
  if (!options.json) for (const line of withdrawalLines(i18n, withdrawal)) context.print(line);
  await context.confirm(withdrawAgreementQuestion(i18n), options);
  const answer = await signWithdrawal(who, withdrawal);
  const { id: hash, published: withdrawn, signers, needed } = answer;
  if (options.json)
    return context.print(JSON.stringify({ series, id: hash, withdrawn, asked: signers.length, needed }));
  context.print(withdrawnText(i18n, answer));
}

async function exportFile(context: Context, options: ExportOptions, id?: string): Promise<void> {
  const api = connect(await context.nodeAddress(options));
  const series = id ?? (await onlySeries(api));
  if (!series) throw new Refusal('not-found', 'series');
  const version = options.version === undefined ? undefined : Number(options.version);
  if (version !== undefined && !(Number.isInteger(version) && version > 0)) throw new Refusal('malformed', '--version');
  const { format = 'md' } = options;
  if (format !== 'md' && format !== 'json') throw new Refusal('malformed', '--format');
  const text = await (format === 'md' ? exportAgreement : exportJson)(api, series, version);
  if (options.json) return context.print(format === 'md' ? JSON.stringify({ series, markdown: text }) : text.trim());
  if (options.out === undefined) context.stdout.write(text);
  else await saveNew(context, options.out, text);
}

/** The one agreement of ours that stands, null when there is none. Refuses (`conflict`) to choose among several. */
async function onlySeries(api: Api): Promise<string | null> {
  const { agreements } = await listAgreements(api);
  if (agreements.length > 1) throw new Refusal('conflict', '--series');
  return agreements[0]?.series ?? null;
}

/** The one draft, or the one whose hash begins so; names all of them where it takes more to tell them apart. */
async function draftNamed(context: Context, session: Session, named = ''): Promise<CheckedDraft> {
  const drafts = await listDrafts({ api: session.api, chain: session.root.chain });
  const standing = drafts.filter(({ lapsed }) => lapsed === null);
  if (standing.filter(({ id }) => id.startsWith(named)).length > 1)
    for (const one of drafts) context.tell(listedDraftText(context.i18n, one));
  const draft = oneNamed(standing, named);
  if (draft) return draft;
  const lapsed = named !== '' && drafts.some(({ id }) => id.startsWith(named));
  throw new Refusal(lapsed ? 'lapsed' : 'not-found', 'draft');
}

function showDraft(context: Context, draft: CheckedDraft, options: Options): void {
  const { id, statement, signers, needed } = draft;
  if (options.json) {
    const { series, version, title, adopted } = statement;
    const signed = signers.length;
    context.print(JSON.stringify({ id, series, version, title, adopted, signed, needed }));
    return;
  }
  for (const line of agreementDraftLines(context.i18n, draft)) context.print(line);
}
