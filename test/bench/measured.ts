import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { root } from '../support/sources.ts';

/** CPU of all threads so far in milliseconds, and memory. */
export type Usage = { cpuMs: number; rssMb: number };

/** A process of its own whose use is known. Disposing it asks it to stop and waits; `kill` does not ask. */
export type Measured = AsyncDisposable & {
  process: ChildProcess;
  /** What it printed so far. */
  printed: string[];
  /**
   * The first capture of the first line that fits; refuses when it ends before, or says nothing of the kind for a
   * minute.
   */
  says(line: RegExp): Promise<string>;
  /** Asked of the process itself; of the system when it is too busy to answer within `patienceMs`. */
  usage(patienceMs?: number): Promise<Usage>;
  kill(): Promise<void>;
};

const meter = import.meta.resolve('./meter.ts');
const patience = 20_000;

/** Runs Node with these arguments from the repository's root, with the meter inside. */
export function startMeasured(args: readonly string[], env: NodeJS.ProcessEnv): Measured {
  const child = spawn(process.execPath, ['--import', meter, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const printed: string[] = [];
  const lines = createInterface(child.stdout as Readable);
  lines.on('line', (line) => printed.push(line));
  // Read like a journal would, and shown only when it ends by itself.
  const told: string[] = [];
  createInterface(child.stderr as Readable).on('line', (line) => told.splice(0, told.push(line) - 20));
  child.once('exit', (code) => {
    if (code) process.stderr.write(`${told.join('\n')}\n`);
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await exited;
  };
  return {
    process: child,
    printed,
    says: (form) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          const found = form.exec(line)?.[1];
          if (found !== undefined) resolve(found);
        };
        printed.forEach(look);
        lines.on('line', look);
        child.once('exit', () => reject(new Error(`ended without saying ${form.source}`)));
        setTimeout(() => reject(new Error(`did not say ${form.source}`)), 60_000).unref();
      }),
    usage: (patienceMs = patience) => askUsage(child, patienceMs),
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

async function askUsage(child: ChildProcess, patienceMs: number): Promise<Usage> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(patienceMs) });
  child.send('usage');
  try {
    return (await answered)[0] as Usage;
  } catch {
    return { cpuMs: systemCpuMs(child.pid ?? 0), rssMb: Number.NaN };
  }
}

const clockTick = 10;

/** CPU of a process as Linux counts it, in milliseconds; NaN elsewhere. */
function systemCpuMs(pid: number): number {
  const [user = Number.NaN, system = Number.NaN] = statOf(pid);
  return (user + system) * clockTick;
}

/** CPU milliseconds of everything that a process has started, what has ended already included. */
export function childrenCpuMs(pid: number): number {
  const [, , endedUser, endedSystem] = statOf(pid);
  if (endedUser === undefined || endedSystem === undefined) return Number.NaN;
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(Number(name)).at(-1) === pid);
  return children.reduce((sum, child) => sum + systemCpuMs(Number(child)), (endedUser + endedSystem) * clockTick);
}

/**
 * utime, stime, cutime, cstime in ticks, and the parent (proc(5)); nothing when there is no such process or no Linux.
 */
function statOf(pid: number): number[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [11, 12, 13, 14, 1].map((at) => Number(fields[at]));
  } catch {
    return [];
  }
}
