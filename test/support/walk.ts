import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './sources.ts';
import { eventually } from './world.ts';

/** A fenced block of a document: its language, the word after it, and its lines. */
export type Block = { language: string; terminal: string; lines: string[] };

export function blocksIn(document: string): Block[] {
  return [...document.matchAll(/^```([a-z]+)(?: ([a-z]+))?\n(.*?)^```$/gms)].map(([, language, terminal, text]) => ({
    language: language ?? '',
    terminal: terminal ?? '',
    lines: (text ?? '').split('\n').slice(0, -1),
  }));
}

export type Ran = { line: string; exit: number | null; out: string; err: string };

/** Somebody at several terminals in one folder, where `npm start` and `npx --no convive` are this tree's. */
export type Walk = AsyncDisposable & {
  /** Runs one line in a terminal that remembers what was exported there. */
  run(terminal: string, line: string, answers: readonly string[]): Promise<Ran>;
  /** Starts a node by its line; gives its one-time set-up code. */
  start(line: string): Promise<string>;
};

const startMs = 60_000;

/** `settings` are added to the environment of every terminal. */
export function startWalk(folder: string, settings: NodeJS.ProcessEnv): Walk {
  const programs = join(folder, '.programs');
  mkdirSync(programs);
  const convive = `exec '${process.execPath}' '${join(root, 'src/convive.js')}'`;
  const shim = (name: string, text: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  shim('npm', `[ "$*" = start ] || exit 64\n${convive} serve`);
  shim('npx', `[ "$1 $2" = "--no convive" ] || exit 64\nshift 2\n${convive} "$@"`);
  symlinkSync(join(root, 'test'), join(folder, 'test'));
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH: `${programs}:${PATH}`, HOME, TMPDIR, LANG: 'en_GB.UTF-8', ...settings };
  const exported = new Map<string, string[]>();
  const nodes: ChildProcess[] = [];
  const shell = (text: string) => spawn('sh', ['-c', text], { cwd: folder, env });
  return {
    async run(terminal, line, answers) {
      const before = exported.get(terminal) ?? [];
      if (/^export /.test(line)) exported.set(terminal, [...before, line]);
      const child = shell([...before, line].join('\n'));
      child.stdin.on('error', () => {});
      child.stdin.end(answers.map((answer) => `${answer}\n`).join(''));
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const [exit] = await once(child, 'close');
      return { line, exit: exit as number | null, out, err };
    },
    async start(line) {
      const child = shell(`exec env ${line}`);
      nodes.push(child);
      const printed: string[] = [];
      for (const output of [child.stdout, child.stderr])
        createInterface(output).on('line', (text) => void printed.push(text));
      const code = () => printed.map((text) => /\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b/.exec(text)?.[0]).find(Boolean);
      const found = await eventually(
        async () => code(),
        (one) => one !== undefined || child.exitCode !== null,
        startMs,
      );
      if (found === undefined) throw new Error(`${line} printed no set-up code: ${printed.join('\n')}`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      for (const child of nodes) if (child.exitCode === null && child.kill()) await once(child, 'exit');
    },
  };
}
