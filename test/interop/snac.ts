import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { snac as program } from '../support/needs.ts';

/** A person on a real, independent fediverse server (snac2), on this machine over plain HTTP. */
export type Snac = AsyncDisposable & {
  actor: string;
  /** Asks to follow; the server sends it within seconds. */
  follow(actor: string): Promise<void>;
  unfollow(actor: string): Promise<void>;
  /** What the server keeps of an object, as it was sent, or null. */
  stored(iri: string): Record<string, unknown> | null;
  /** Where following somebody stands: the Follow that was sent, then the Accept that came; null when not asked. */
  following(actor: string): Record<string, unknown> | null;
};

const user = 'tono';

/** Starts a server of one person in a folder of its own; stopped and removed when disposed. */
export async function startSnac(): Promise<Snac> {
  const parent = mkdtempSync(join(tmpdir(), 'convive-snac-'));
  const folder = join(parent, 'data');
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const remove = () => rmSync(parent, { recursive: true, force: true });
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGTERM');
      const patience = setTimeout(() => server?.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(patience);
    }
    remove();
  };
  try {
    await snac(['init', folder], `127.0.0.1\n${port}\n${host}\n\n\n`);
    const settings = join(folder, 'server.json');
    writeFileSync(settings, JSON.stringify({ ...readJson(settings), protocol: 'http' }));
    await snac(['adduser', folder, user], '\n');
    server = spawn(program ?? '', ['httpd', folder], { stdio: 'ignore' });
    const actor = `http://${host}/${user}`;
    await eventually(async () => (await fetch(actor, { headers: { accept: 'application/activity+json' } })).ok);
    const kept = (...path: string[]) => readJson(join(folder, ...path));
    return {
      actor,
      follow: (whom) => snac(['follow', folder, user, whom]),
      unfollow: (whom) => snac(['unfollow', folder, user, whom]),
      stored: (iri) => kept('object', md5(iri).slice(0, 2), `${md5(iri)}.json`),
      following: (whom) => kept('user', user, 'following', `${md5(whom)}.json`),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until it is so, at most thirty seconds; what is not there yet may throw. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const last = Date.now() > end;
    try {
      if (await check()) return;
    } catch (error) {
      if (last) throw error;
    }
    if (last) throw new Error('it did not come about');
    await wait(100);
  }
}

function snac(command: string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(program ?? '', command, { timeout: 20_000 }, (error) => (error ? reject(error) : resolve()));
    child.stdin?.end(input);
  });
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
