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
  reviewOf,
  signAgreement,
  withdrawAgreement,
} from '../client/agreements/agreements.ts';
import type { Api } from '../client/api/api.ts';
import { connect } from '../client/api/api.ts';
import { registerAcknowledge } from './acknowledge.ts';
import { agreementText, registerFiles } from './agreement-files.ts';
import { registerReceived } from './agreements-received.ts';
import { type Context, type Options, optionsOf, type Session, saveNew, takeIds } from './context.ts';

type ImportOptions = Options & { series?: string; new?: boolean };
type ExportOptions = Options & { version?: string; out?: string; format?: string };

/** `agreements`: from a Markdown file to signed and published words, and back. Signing needs a steward's keyring. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const series = i18n._('cli.agreements-series', {}, { message: 'Its series id; needed only with several agreements' });
  const draft = i18n._('cli.agreements-draft', {}, { message: 'Its id; needed only with several drafts' });
  const agreements = program
    .command('agreements')
    .helpCommand(false)
    .description(i18n._('cli.agreements', {}, { message: 'Import, sign, publish and export agreements' }));
  agreements
    .command('list')
    .description(i18n._('cli.agreements-list', {}, { message: 'List our agreements and those we follow' }))
    .action(async (_options, command: Command) => list(context, optionsOf(command)));
  agreements
    .command('import')
    .argument('<file>', i18n._('cli.agreements-file', {}, { message: 'Markdown or JSON file' }))
    .option('--series <id>', i18n._('cli.agreements-of', {}, { message: 'The agreement it is a new version of' }))
    .option('--new', i18n._('cli.agreements-new', {}, { message: 'A new agreement beside those that stand' }))
    .description(
      i18n._('cli.agreements-import', {}, { message: 'Make a draft from a file; names every problem in it' }),
    )
    .action(async (file: string, _options, command: Command) => importFile(context, file, optionsOf(command)));
  agreements
    .command('sign')
    .argument('[draft]', draft)
    .description(i18n._('cli.agreements-sign', {}, { message: 'Sign a draft as steward' }))
    .action(async (id: string | undefined, _options, command: Command) => sign(context, id, optionsOf(command)));
  agreements
    .command('publish')
    .argument('[draft]', draft)
    .description(i18n._('cli.agreements-publish', {}, { message: 'Publish a draft that enough stewards signed' }))
    .action(async (id: string | undefined, _options, command: Command) => publish(context, id, optionsOf(command)));
  agreements
    .command('withdraw')
    .argument('[series]', series)
    .description(i18n._('cli.agreements-withdraw', {}, { message: 'Take an agreement back, with all its versions' }))
    .action(async (id: string | undefined, _options, command: Command) => withdraw(context, id, optionsOf(command)));
  agreements
    .command('export')
    .argument('[series]', series)
    .option('--version <number>', i18n._('cli.agreements-version', {}, { message: 'Which version; else the newest' }))
    .option('--out <file>', i18n._('cli.agreements-out', {}, { message: 'Write it to this file' }))
    .option('--format <format>', i18n._('cli.agreements-format', {}, { message: 'md or json; md unless said' }))
    .description(i18n._('cli.agreements-export', {}, { message: 'Write an agreement as a file to edit or keep' }))
    .action(async (id: string | undefined, _options, command: Command) => exportFile(context, id, optionsOf(command)));
  registerFiles(agreements, context);
  registerAcknowledge(agreements, context);
  registerReceived(agreements, context);
  takeIds(agreements);
}

async function list(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const shown = await listAgreements(connect(await context.nodeAddress(options)));
  if (options.json) return context.print(JSON.stringify(shown));
  for (const { title, languages, version, series, reviewBy } of shown.agreements) {
    context.print(`${title[languages[0] ?? ''] ?? ''}  ${versionWords(context, version)}  ${series}`);
    const due = reviewOf(reviewBy);
    if (due === 'over')
      context.tell(
        i18n._('cli.review-over', { date: reviewBy }, { message: 'You wanted to look at it again by {date}.' }),
      );
    if (due === 'soon')
      context.tell(
        i18n._('cli.review-soon', { date: reviewBy }, { message: 'You want to look at it again by {date}.' }),
      );
  }
  for (const { name, title, languages, version, url } of shown.partners)
    context.print(`${name}: ${title[languages[0] ?? ''] ?? ''}  ${versionWords(context, version)}  ${url}`);
  if (shown.agreements.length + shown.partners.length === 0)
    context.tell(i18n._('cli.agreements-none', {}, { message: 'There are no agreements here yet.' }));
}

async function importFile(context: Context, path: string, options: ImportOptions): Promise<void> {
  const { i18n } = context;
  const file = basename(path);
  const markdown = await agreementText(path);
  const { api, root } = await context.openSession(options);
  const series = options.series ?? (options.new ? null : await onlySeries(api));
  const asked = { file, markdown, series, language: i18n.locale };
  const made = await importAgreement({ api, chain: root.chain }, asked);
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

async function sign(context: Context, id: string | undefined, options: Options): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const who = { ...session, chain: session.root.chain };
  const draft = await draftNamed(session, id);
  if (!options.json) showDraft(context, draft, options);
  await context.confirm(i18n._('cli.agreements-sign-confirm', {}, { message: 'Sign exactly these words?' }), options);
  const signed = await signAgreement(who, draft);
  if (options.json) return showDraft(context, signed, options);
  const { needed, signers } = signed;
  context.print(
    i18n._('cli.agreements-signed', { signed: signers.length, needed }, { message: 'Signed: {signed} of {needed}.' }),
  );
}

async function publish(context: Context, id: string | undefined, options: Options): Promise<void> {
  const { i18n } = context;
  const session = await context.openSession(options);
  const draft = await draftNamed(session, id);
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
  await context.confirm(
    i18n._(
      'cli.agreements-publish-confirm',
      {},
      { message: 'Publish it? Everyone can read it, and followers get it.' },
    ),
    options,
  );
  const published = await publishAgreement(session.api, draft.id);
  if (options.json) {
    const { id: statement, series, version, url } = published;
    return context.print(JSON.stringify({ id: statement, series, version, url }));
  }
  context.print(i18n._('cli.agreements-published', { url: published.url }, { message: 'Published at {url}' }));
}

async function withdraw(context: Context, id: string | undefined, options: Options): Promise<void> {
  const { i18n } = context;
  const { api } = await context.openSession(options);
  const series = id ?? (await onlySeries(api));
  if (!series) throw new Refusal('not-found', 'series');
  await context.confirm(
    i18n._(
      'cli.agreements-withdraw-confirm',
      {},
      {
        message:
          'Take it back? Once enough stewards ask for it, its page is gone, and every server that has it is asked to delete it.',
      },
    ),
    options,
  );
  const { withdrawn, asked, needed } = await withdrawAgreement(api, series);
  if (options.json) return context.print(JSON.stringify({ series, withdrawn, asked: asked.length, needed }));
  context.print(
    withdrawn
      ? i18n._('cli.agreements-withdrawn', {}, { message: 'Taken back. Others may still keep a copy.' })
      : i18n._(
          'cli.agreements-withdrawal-asked',
          { asked: asked.length, needed },
          { message: '{asked} of {needed} stewards asked. It goes when the others do the same within a week.' },
        ),
  );
}

async function exportFile(context: Context, id: string | undefined, options: ExportOptions): Promise<void> {
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

async function draftNamed(session: Session, id: string | undefined): Promise<CheckedDraft> {
  const drafts = await listDrafts({ api: session.api, chain: session.root.chain });
  const fitting = id === undefined ? drafts : drafts.filter((draft) => draft.id === id);
  if (fitting.length > 1) throw new Refusal('conflict', 'draft');
  if (!fitting[0]) throw new Refusal('not-found', 'draft');
  return fitting[0];
}

function showDraft(context: Context, draft: CheckedDraft, options: Options): void {
  const { id, statement, signers, needed } = draft;
  const { series, version, title, languages, adopted } = statement;
  if (options.json) {
    const signed = signers.length;
    context.print(JSON.stringify({ id, series, version, title, adopted, signed, needed }));
    return;
  }
  const { i18n } = context;
  context.print(`${title[languages[0] ?? ''] ?? ''}  ${versionWords(context, version)}`);
  context.print(i18n._('cli.agreements-id', { id }, { message: 'Identifier of exactly these words: {id}' }));
  if (!adopted)
    context.print(
      i18n._('cli.agreements-unadopted', {}, { message: 'Not adopted yet: it can be signed, not published.' }),
    );
}

const versionWords = ({ i18n }: Context, version: number): string =>
  i18n._('cli.agreements-version-is', { version }, { message: 'version {version}' });
