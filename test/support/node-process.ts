import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from '../../src/client/api/api.ts';
import { newPhrase } from '../../src/client/keyring/keyring.ts';
import { setUpTogether } from '../../src/client/set-up/set-up-together.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { type FreshPlace, freshPlace } from './databases.ts';
import { type Gate, openGate } from './gate.ts';
import { root } from './sources.ts';
import { eventually } from './world.ts';

/** A collective whose node is a process of its own, as `convive serve` starts it, behind a gate that is its address. */
export type NodeProcess = Party &
  AsyncDisposable & {
    place: FreshPlace;
    gate: Gate;
    /** The twelve words of each founder's keyring. */
    phrases: string[];
    /** Every line that it printed in all its lives: the log, and what it says at the terminal. */
    printed: string[];
    /** Kills it as hard as it goes, and waits until it is gone. */
    kill(): Promise<void>;
    /** Starts it again on the same data and port. */
    start(): Promise<void>;
  };

const startMs = 60_000;
const plans = [['steward', 'accompanier'], ['steward', 'accompanier'], ['steward']] as const;
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a node in a process of its own and founds a collective on it with three people. Its log says all it can. */
export async function foundProcess(name: string, summary = `${name}.`): Promise<NodeProcess> {
  const place = await freshPlace();
  const gate = await openGate();
  const printed: string[] = [];
  let child: ChildProcess | undefined;
  const node: NodeProcess = {
    name,
    place,
    gate,
    origin: gate.origin,
    phrases: plans.map(() => newPhrase('es')),
    keyrings: [],
    printed,
    async kill() {
      if (child?.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
      child = undefined;
    },
    async start() {
      const since = printed.length;
      const desk = gate.origin.replace('127.0.0.1', 'desk.localhost');
      child = serve(place, { PORT: String(gate.port), ORIGIN: gate.origin, DESK_ORIGIN: desk }, printed);
      gate.port = await eventually(
        async () => portIn(printed.slice(since)),
        (port) => port > 0 || child?.exitCode !== null,
        startMs,
      );
      if (gate.port === 0) throw new Error(`${name} did not start: ${printed.slice(since).join('\n')}`);
    },
    async [Symbol.asyncDispose]() {
      await node.kill();
      await gate[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
  await node.start();
  const code = await eventually(
    async () => printed.map((line) => /\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b/.exec(line)?.[0]).find(Boolean),
    (found) => found !== undefined,
  );
  const founders = plans.map((roles, at) => ({ roles, words: node.phrases[at] ?? '' }));
  const profile = { name, handle: name.toLowerCase(), summary, language: 'es' as const };
  node.keyrings = await setUpTogether(connect(gate.origin, `Setup ${code}`), founders, { profile }, async () => {});
  return node;
}

function serve({ folder, database }: FreshPlace, settings: Record<string, string>, printed: string[]): ChildProcess {
  const { PATH, HOME, TMPDIR } = process.env;
  const url = 'url' in database ? { DATABASE_URL: database.url } : {};
  const log = { LOG: 'json', LOG_LEVEL: 'debug' };
  const child = spawn(process.execPath, [join(root, 'src/convive.js'), 'serve'], {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, DATA: folder, ...url, ...log, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const output of [child.stdout, child.stderr])
    createInterface(output).on('line', (line) => void printed.push(line));
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function portIn(lines: readonly string[]): number {
  const started = lines.find((line) => line.includes('"node.started"'));
  return started === undefined ? 0 : (JSON.parse(started) as { port: number }).port;
}
