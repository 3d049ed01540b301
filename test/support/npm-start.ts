import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';
import { root } from './sources.ts';
import { eventually } from './world.ts';

/** A node as `npm start` starts it, and what it prints at the terminal. */
export type StartedNode = AsyncDisposable & {
  origin: string;
  /** The address of its desk. */
  desk: string;
  /** The link with the one-time code, as it printed it last. */
  link(): Promise<string>;
  /** Kills it as hard as it goes, with whatever npm started. */
  kill(): Promise<void>;
  /** Starts it again as it was started, and waits until it answers. */
  start(): Promise<void>;
};

const startMs = 60_000;
const running = new Set<number>();
process.once('exit', () => {
  for (const group of running) killGroup(group);
});

/** Starts one with nothing but a folder and a free port: what else a node needs it finds out itself. */
export async function npmStart(folder: string, settings: Record<string, string> = {}): Promise<StartedNode> {
  const port = await freePort();
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, LANG: 'en_US.UTF-8', DATA: folder, PORT: String(port), ...settings };
  const printed: string[] = [];
  let child: ChildProcess | undefined;
  /** Waits until it printed something of that kind, in any of its lives; gives the last. */
  const said = async (kind: RegExp): Promise<string> => {
    const look = async () => printed.map((line) => kind.exec(line)?.[0]).findLast(Boolean) ?? '';
    return eventually(look, (found) => found !== '', startMs);
  };
  const node: StartedNode = {
    origin: '',
    desk: '',
    link: () => said(/http\S+#set-up=\S+/),
    async kill() {
      const { pid } = child ?? {};
      if (child?.exitCode === null && pid !== undefined) {
        const gone = once(child, 'exit');
        killGroup(pid);
        await gone;
        running.delete(pid);
      }
      child = undefined;
    },
    async start() {
      const before = printed.length;
      child = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      if (child.pid !== undefined) running.add(child.pid);
      for (const output of [child.stdout, child.stderr])
        if (output) createInterface(output).on('line', (line) => void printed.push(line));
      const up = async () => printed.slice(before).some((line) => /\/\/desk\.localhost:\d+$/.test(line));
      await eventually(up, (so) => so || child?.exitCode !== null, startMs);
      if (child.exitCode !== null) throw new Error(`it did not start: ${printed.slice(before).join('\n')}`);
    },
    [Symbol.asyncDispose]: () => node.kill(),
  };
  await node.start();
  node.origin = await said(/\bhttp:\/\/localhost:\d+/);
  node.desk = await said(/\bhttp:\/\/desk\.localhost:\d+/);
  return node;
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
