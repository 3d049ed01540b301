import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { markdownOf, problemsIn } from '../agreement-file/lint.ts';
import { askedBy } from '../agreement-file/template.ts';
import { adaptAgreement } from '../client/agreements/agreements.ts';
import { connect } from '../client/api/api.ts';
import { soundText } from '../client/say/agreements.ts';
import { agreementTemplates } from '../platform/agreement-templates.ts';
import { command } from './command.ts';
import { type Context, type Options, saveNew, unreadable } from './context.ts';

type AdaptOptions = Options & { clause?: string; into?: string; out?: string };
type TemplateOptions = Options & { language?: string; out?: string };

const largestFile = 256 * 1024;

/** `template`, `lint` and `adapt`: what needs no keyring; only `adapt` asks a node. */
export function registerFiles(agreements: Command, context: Context): void {
  const { i18n } = context;
  const out = i18n._('cli.agreements-out', {}, { message: 'Write it to this file' });
  command(agreements, context, {
    name: 'template',
    options: [
      ['--language <language>', i18n._('cli.template-language', {}, { message: 'es or en; else your own' })],
      ['--out <file>', out],
    ],
    about: i18n._('cli.agreements-template', {}, { message: 'Write the questions that an agreement begins with' }),
    run: template,
  });
  command(agreements, context, {
    name: 'lint',
    arguments: [['<file>', i18n._('cli.agreements-file', {}, { message: 'Markdown or JSON file' })]],
    about: i18n._('cli.agreements-lint', {}, { message: 'Name every problem in a file, without asking any node' }),
    run: lint,
  });
  command(agreements, context, {
    name: 'adapt',
    arguments: [
      ['<agreement>', i18n._('cli.agreements-partner', {}, { message: "A partner's agreement: its id or page" })],
    ],
    options: [
      ['--clause <id>', i18n._('cli.adapt-clause', {}, { message: 'Only this clause of it' })],
      ['--into <series>', i18n._('cli.adapt-into', {}, { message: 'Our agreement that the clause is added to' })],
      ['--out <file>', out],
    ],
    about: i18n._(
      'cli.agreements-adapt',
      {},
      { message: "Write a partner's agreement or clause as a draft, with credit" },
    ),
    run: adapt,
  });
}

async function template(context: Context, options: TemplateOptions): Promise<void> {
  const language = options.language ?? context.wordLanguage;
  if (language !== 'es' && language !== 'en') throw new Refusal('malformed', '--language');
  const text = agreementTemplates[language];
  if (options.json) return context.print(JSON.stringify({ language, markdown: text }));
  if (options.out === undefined) context.stdout.write(text);
  else await saveNew(context, options.out, text);
}

async function lint(context: Context, options: Options, path: string): Promise<void> {
  const file = basename(path);
  const problems = problemsIn(context.i18n, file, await agreementText(path), askedBy(agreementTemplates));
  if (options.json) context.print(JSON.stringify({ problems }));
  else for (const { sentence } of problems) context.print(sentence);
  if (problems.length > 0) throw new Refusal('agreement-form', `${file}:${problems[0]!.line}`);
  if (!options.json) context.print(soundText(context.i18n, file));
}

async function adapt(context: Context, options: AdaptOptions, id: string): Promise<void> {
  const { clause, into, out } = options;
  if (into !== undefined && clause === undefined) throw new Refusal('malformed', '--into');
  const markdown = await adaptAgreement(connect(await context.nodeAddress(options)), id, { clause, into });
  if (options.json) return context.print(JSON.stringify({ markdown }));
  if (out === undefined) context.stdout.write(markdown);
  else await saveNew(context, out, markdown);
}

/**
 * The Markdown of an agreement file; one in JSON, as the export writes it, is turned into it.
 * @throws `file`, `too-large`, `malformed`, `schema`.
 */
export async function agreementText(path: string): Promise<string> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  );
  if (size < 0) unreadable(path);
  if (size > (path.endsWith('.json') ? 4 : 1) * largestFile) throw new Refusal('too-large', 'file');
  const text = await utf8Text(path);
  return path.endsWith('.json') ? markdownOf(text) : text;
}

async function utf8Text(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    throw new Refusal('malformed', 'file');
  }
}
