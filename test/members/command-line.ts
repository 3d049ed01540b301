import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli.ts';

export type Run = { exit: number; out: string; err: string };

/** Runs one command line as a person without a terminal would: `lines` are standard input. */
export async function convive(
  argv: string[],
  { lines = [], env = {} }: { lines?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const stdin = new PassThrough();
  stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [out, err] = [[] as string[], [] as string[]];
  const collecting = (into: string[]) => new PassThrough().on('data', (chunk) => into.push(String(chunk)));
  const streams = { stdin, stdout: collecting(out), stderr: collecting(err) };
  const exit = await runCli(argv, streams, { LANG: 'en_GB.UTF-8', ...env });
  await new Promise((resolve) => setImmediate(resolve));
  return { exit, out: out.join(''), err: err.join('') };
}
