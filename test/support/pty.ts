import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './sources.ts';
import { eventually } from './world.ts';

/** A command line at a real pseudo-terminal, which echoes what is typed until somebody tells it not to. */
export type Typed = AsyncDisposable & {
  /** Every byte that came out so far. */
  out(): string;
  /** Waits until the text has come out, that many times. */
  says(text: string, times?: number): Promise<void>;
  type(keys: string): void;
  /** Of the command itself, not of the terminal. */
  kill(signal: NodeJS.Signals): void;
  /** Waits until the command has ended: how, and what the terminal is then set to (`stty -a`). */
  ended(): Promise<{ exit: number; settings: string }>;
};

export type Size = { rows: number; columns: number };

const limitMs = 60_000;
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs `convive` with these arguments as somebody at a terminal of that size would, with `script` of util-linux. */
export function atTerminal(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { rows, columns }: Size = { rows: 40, columns: 120 },
): Typed {
  const convive = [process.execPath, join(root, 'src/convive.js'), ...argv].map(quoted).join(' ');
  // Ctrl-C reaches the shell too, which goes on to say how the command ended.
  const lines = [
    'trap : INT',
    `stty rows ${rows} cols ${columns}`,
    `sh -c 'echo "<pid $$>"; exec "$@"' - ${convive}`,
    'echo "<ended $?>"',
    'stty -a',
  ];
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn('script', ['-qef', '-E', 'always', '-c', lines.join('\n'), '/dev/null'], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, SHELL: '/bin/sh', TERM: 'xterm-256color', LANG: 'en_GB.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  const waitFor = <T>(look: () => T | null) =>
    eventually(
      async () => look(),
      (found) => found !== null,
      limitMs,
    );
  return {
    out: () => out,
    says: async (text, times = 1) => void (await waitFor(() => out.split(text).length > times || null)),
    type: (keys) => void child.stdin.write(keys),
    kill: (signal) => void process.kill(Number(/<pid (\d+)>/.exec(out)?.[1]), signal),
    async ended() {
      const found = await waitFor(() => /<ended (\d+)>/.exec(out));
      await exited;
      return { exit: Number(found?.[1]), settings: out.slice(out.indexOf('<ended ')) };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.kill('SIGKILL')) await exited;
    },
  };
}

/** What stays on the main screen and in its history: what the command wrote outside the alternate screen. */
export function mainScreen(out: string): string {
  const [written = ''] = out.split('<ended ');
  return written.replace(/\x1b\[\?1049h.*?\x1b\[\?1049l/gs, '');
}

/** What stood on the alternate screen. */
export function otherScreen(out: string): string {
  return [...out.matchAll(/\x1b\[\?1049h(.*?)\x1b\[\?1049l/gs)].map(([, text]) => text).join('');
}
