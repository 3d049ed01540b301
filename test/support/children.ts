import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { root } from './sources.ts';

export type Child = { process: ChildProcessByStdio<Writable, Readable, null>; lines: AsyncIterator<string> };

/** Runs a TypeScript file of this folder in a process of its own; `lines` is what it prints. */
export function runScript(name: string, ...args: string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'test/support', name), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { process: child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

/** Kills this very process as hard as it goes and waits until it is gone. */
export async function killHard({ process }: Child): Promise<void> {
  if (process.exitCode === null && process.kill('SIGKILL')) await once(process, 'exit');
}
