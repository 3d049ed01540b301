import { spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './sources.ts';

/** A copy of the sources that was never started, as a fresh clone is; its packages are this repository's own. */
export type OwnTree = Disposable & {
  path: string;
  /** The names of what is kept of bundles. */
  kept(): string[];
  /** Gives all of it to another account. */
  giveTo(account: number): void;
  /** Takes the right to write in it away from everybody. */
  makeReadOnly(): void;
};

export type Ended = { exit: number | null; signal: string | null; out: string; err: string };

const sources = ['src', 'schemas', 'migrations', 'package.json'];
/** npm's own list of what it installed. */
const installed = '.package-lock.json';

/** Makes such a copy in a folder of its own. Disposing it removes it. */
export function ownTree(): OwnTree {
  const path = mkdtempSync(join(tmpdir(), 'convive-tree-'));
  chmodSync(path, 0o755);
  for (const name of sources) cpSync(join(root, name), join(path, name), { recursive: true });
  const packages = join(path, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(packages, name));
  cpSync(join(root, 'node_modules', installed), join(packages, installed));
  chmodSync(join(packages, installed), 0o644);
  // A worker of the tests may make files for itself alone.
  const own = () =>
    [path, ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((one) => join(path, one))].filter(
      (one) => !one.startsWith(`${packages}/`),
    );
  const mode = (bits: number) => own().forEach((one) => void chmodSync(one, bits));
  mode(0o755);
  return {
    path,
    kept: () => kept(path),
    giveTo: (account) => {
      for (const one of own()) chownSync(one, account, account);
    },
    makeReadOnly: () => mode(0o555),
    [Symbol.dispose]: () => {
      mode(0o755);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function kept(path: string): string[] {
  try {
    return readdirSync(join(path, 'dist')).sort();
  } catch {
    return [];
  }
}

export type Run = { env?: NodeJS.ProcessEnv; account?: number | undefined; before?: string };

/** Starts the command line of that tree in a process of its own; `before` is JavaScript that runs in it first. */
export function startIn(tree: OwnTree, args: readonly string[], { env, account, before }: Run = {}) {
  const first = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
  const who = account === undefined ? {} : { uid: account, gid: account };
  const { PATH } = process.env;
  return spawn(process.execPath, [...first, join(tree.path, 'src/convive.js'), ...args], {
    ...who,
    cwd: '/',
    env: { PATH, LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs one command to its end. */
export async function runIn(tree: OwnTree, args: readonly string[], run: Run = {}): Promise<Ended> {
  const child = startIn(tree, args, run);
  const ended = new Promise<Pick<Ended, 'exit' | 'signal'>>((resolve) =>
    child.once('exit', (exit, signal) => resolve({ exit, signal })),
  );
  const [out, err, how] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ...how, out, err };
}
