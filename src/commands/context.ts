import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { I18n } from '@lingui/core';
import { Refusal } from '../../schemas/codes.ts';
import type { Api } from '../client/api/api.ts';
import type { Keyring } from '../client/keyring/keyring.ts';
import type { OwnRoot } from '../client/keyring/own-trust.ts';
import { progressText } from '../client/say/progress.ts';
import { fillCatalogues, i18nFor, pickLanguage } from '../platform/i18n.ts';
import { readCatalogues } from '../platform/read-catalogues.ts';
import type { KeyringFile } from './keyring-file.ts';
import { onOtherScreen, type Prompts, plainText, promptsFor, type Streams, showAndClear } from './terminal.ts';

/** A file that a command was told to read clear words from, and what was read. */
export type ClearFile = { path: string; text: string };

/** Options that every command understands; secrets are never among them. */
export type Options = {
  node?: string;
  keyring?: string;
  phraseFile?: string;
  shredSource?: boolean;
  json?: boolean;
  yes?: boolean;
};

/** A member at work: signed in, with a root of trust that was just checked. */
export type Session = {
  api: Api;
  keyring: Keyring;
  root: OwnRoot;
  /** Writes a changed keyring back to its file. */
  save(keyring: Keyring): Promise<void>;
};

/** What a command has of the outside: where to read, write and ask, the language, and the way to a node. */
export type Context = Streams & {
  env: NodeJS.ProcessEnv;
  i18n: I18n;
  /** Language in which twelve words are shown; either is understood when typed. */
  wordLanguage: 'es' | 'en';
  prompts: Prompts;
  /** Files from which clear words were read in this run. */
  clearFiles: ClearFile[];
  /** A line of result on standard output. */
  print(line: string): void;
  /** A line beside the result, on standard error. */
  tell(line: string): void;
  /** Does the work and, once it takes over a second, says so on standard error. */
  progress<T>(line: string, work: Promise<T>): Promise<T>;
  /**
   * Shows text on the terminal's alternate screen until Enter is pressed, then clears it; without a terminal prints it.
   */
  showAndClear(text: string): Promise<void>;
  /** Does the work on the terminal's alternate screen, so that neither questions nor answers stay behind. */
  apart<T>(work: () => Promise<T>): Promise<T>;
  /** Goes on after a yes, or with `--yes`; refuses `cancelled` otherwise. */
  confirm(question: string, options: Options): Promise<void>;
  /**
   * The node's address: `--node`, else CONVIVE_NODE, else the one in the data folder.
   * @throws `node-address` without any.
   */
  nodeAddress(options: Options): Promise<string>;
  /**
   * The keyring file of `--keyring` or CONVIVE_KEYRING, opened with the phrase that is asked for or read from
   * `--phrase-file`.
   */
  openKeyring(options: Options): Promise<KeyringFile>;
  /** Opens the keyring, signs in, checks the own manifest chain and saves what is new of it. */
  openSession(options: Options): Promise<Session>;
};

/** The context of one run. Dispose it: it may hold standard input open. */
export function createContext(streams: Streams, env: NodeJS.ProcessEnv): Context & Disposable {
  fillCatalogues(readCatalogues);
  const i18n = i18nFor(pickLanguage(env.LC_ALL || env.LC_MESSAGES || env.LANG));
  const prompts = promptsFor(streams);
  const context: Context & Disposable = {
    ...streams,
    ...{ env, i18n, prompts, clearFiles: [] },
    wordLanguage: i18n.locale === 'es' ? 'es' : 'en',
    print: (line) => void streams.stdout.write(`${plainText(line)}\n`),
    tell: (line) => void streams.stderr.write(`${plainText(line)}\n`),
    async progress(line, work) {
      const timer = setTimeout(() => context.tell(line), 1000);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
      }
    },
    apart: (work) => onOtherScreen(streams.stdout, work),
    async showAndClear(text) {
      const enter = i18n._('cli.enter', {}, { message: 'Press Enter when you are done; the screen is then cleared.' });
      const more = i18n._('cli.more', {}, { message: 'Press Enter to read on.' });
      await showAndClear(streams.stdout, text, (follows) => prompts.text(follows ? more : enter));
    },
    async confirm(question, options) {
      if (!options.yes && !(await prompts.confirm(question))) throw new Refusal('cancelled');
    },
    async nodeAddress(options) {
      const given = options.node ?? env.CONVIVE_NODE;
      if (given) return given;
      const file = join(env.DATA || './data', 'address');
      if (!existsSync(file)) throw new Refusal('node-address');
      return (await readFile(file, 'utf8')).trim();
    },
    async openKeyring(options) {
      const path = keyringPath(context, options);
      const { readKeyringFile } = await import('./keyring-file.ts');
      return readKeyringFile(path, () => readPhrase(context, options));
    },
    async openSession(options) {
      const { connect } = await import('../client/api/api.ts');
      const { signIn } = await import('../client/api/sign-in.ts');
      const { ownRoot } = await import('../client/keyring/own-trust.ts');
      const node = connect(await context.nodeAddress(options));
      const { keyring, save } = await context.openKeyring(options);
      const opening = async (): Promise<Session> => {
        const api = await signIn(node, keyring);
        const root = await ownRoot(api, keyring);
        if (JSON.stringify(root.keyring) !== JSON.stringify(keyring)) await save(root.keyring);
        return { api, keyring: root.keyring, root, save };
      };
      return context.progress(progressText(i18n, 'signing-in'), opening());
    },
    [Symbol.dispose]: () => prompts[Symbol.dispose](),
  };
  return context;
}

/**
 * A secret from a file, from the next line of standard input (`-`), or asked for without showing it. Never from a flag.
 */
export function readSecret(context: Context, file: string | undefined, question: string): Promise<string> {
  return secretIn(context, file, question, (path) => readClear(context, path, notRead));
}

/** The words of a keyring, likewise. */
export function readPhrase(context: Context, { phraseFile }: Options): Promise<string> {
  const question = context.i18n._('cli.phrase', {}, { message: 'The twelve words of this keyring' });
  return readSecret(context, phraseFile, question);
}

/** A code that is good once, likewise; nothing has to be said of the file that it was in. */
export function readCode(context: Context, file: string | undefined, question: string): Promise<string> {
  return secretIn(context, file, question, (path) => readFile(path, 'utf8').catch(notRead));
}

async function secretIn(
  { prompts }: Pick<Context, 'prompts'>,
  file: string | undefined,
  question: string,
  read: (path: string) => Promise<string>,
): Promise<string> {
  if (file === undefined || file === '-') return prompts.secret(question);
  const text = await read(file);
  return text.length > 4096 ? notRead() : text.trim();
}

function notRead(): never {
  throw new Refusal('secret-file');
}

/** Clear words from a file, which is remembered: when the command is done, it is said that they still lie there. */
export async function readClear(
  { clearFiles }: Pick<Context, 'clearFiles'>,
  path: string,
  unread: (path: string) => never = unreadable,
): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => unread(path));
  clearFiles.push({ path, text });
  return text;
}

/**
 * Writes a result to a file of its own. Never over a file that is there, which may hold what is nowhere else
 * (`cancelled`).
 */
export async function saveNew(context: Context, path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch(() => {
    context.tell(
      context.i18n._(
        'cli.not-written',
        {},
        { message: 'This file is already there, or cannot be written. Choose another name.' },
      ),
    );
    throw new Refusal('cancelled');
  });
}

/**
 * Where the keyring is, from `--keyring` or CONVIVE_KEYRING.
 * @throws `keyring-needed` for a command line without either.
 */
export function keyringPath({ env }: Context, { keyring }: Options): string {
  const path = keyring || env.CONVIVE_KEYRING;
  if (!path) throw new Refusal('keyring-needed');
  return path;
}

/** Refuses (`malformed`) a command line in which `what`, an option or a name, is missing or names nothing. */
export function misused(what: string): never {
  throw new Refusal('malformed', what.slice(-60));
}

/** Refuses (`file`) a file that cannot be read, by its name without its folder. */
export function unreadable(path: string): never {
  throw new Refusal('file', basename(path).slice(-60));
}
