import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../schemas/manifest.ts';
import { connect } from '../client/api/api.ts';
import { newPhrase } from '../client/keyring/keyring.ts';
import { tryAlone } from '../client/set-up/set-up.ts';
import { setUpTogether } from '../client/set-up/set-up-together.ts';
import type { Party } from './scripted-steps.ts';

/** Three nodes of the demo in processes of their own. Disposing them stops each by its pid and removes their data. */
export type DemoNodes = AsyncDisposable & {
  found(name: string, language: 'es' | 'en', summary: string): Promise<Party>;
};

const launcher = fileURLToPath(new URL('../convive.js', import.meta.url));
const founders: readonly (readonly Role[])[] = [['steward', 'accompanier'], ['steward', 'accompanier'], ['steward']];
const startMs = 60_000;

/** Makes room for the demo's nodes: a folder of their own that nothing real is ever in. */
export async function demoNodes(env: NodeJS.ProcessEnv): Promise<DemoNodes> {
  const folder = await mkdtemp(join(tmpdir(), 'convive-demo-'));
  const children: ChildProcess[] = [];
  return {
    async found(name, language, summary) {
      const { DATABASE_URL: _, ORIGIN: __, ...rest } = env;
      const child = spawn(process.execPath, [launcher, 'serve'], {
        env: { ...rest, DATA: join(folder, name.toLowerCase()), PORT: '0', LOG_LEVEL: 'warning' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const { origin, code } = await firstLines(child);
      const profile = { name, handle: name.toLowerCase(), summary, language };
      const plans = founders.map((roles) => ({ roles, words: newPhrase(language) }));
      const api = connect(origin, `Setup ${code}`);
      await tryAlone(api);
      const keyrings = await setUpTogether(api, plans, { profile }, async () => {});
      return { name, origin, keyrings };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map(stop));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Reads the address and the one-time code that a starting node prints. */
async function firstLines(child: ChildProcess): Promise<{ origin: string; code: string }> {
  if (!child.stdout) throw new Error('a node without output');
  let origin = '';
  const timer = setTimeout(() => child.kill('SIGTERM'), startMs);
  try {
    for await (const line of createInterface(child.stdout)) {
      origin ||= /https?:\/\/\S+/.exec(line)?.[0] ?? '';
      const code = /\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b/.exec(line)?.[0];
      if (origin && code) {
        child.stdout.resume();
        return { origin, code };
      }
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error('a node of the demo did not start');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
