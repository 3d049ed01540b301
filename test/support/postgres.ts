import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { freePort } from './free-port.ts';
import { postgresBinaries } from './needs.ts';
import { quiet } from './quiet.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which tests make databases of their own, from the migrated template of that name. */
    postgres: { server: string; template: string };
  }
}

/** Global set-up of the project `postgres`: the server of TEST_DATABASE_URL, or one of its own until the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.TEST_DATABASE_URL ? undefined : await startServer();
  const server = own?.url ?? String(process.env.TEST_DATABASE_URL);
  const template = `convive_template_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${template}`);
  {
    await using database = await openDatabase({
      url: databaseUrl(server, template),
      log: quiet,
    });
    await migrateToLatest(database.db);
  }
  project.provide('postgres', { server, template });
  return async () => {
    if (own) await own.stop();
    else await onServer(server, `drop database if exists ${template} with (force)`);
  };
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export type OwnServer = {
  url: string;
  process: ChildProcess;
  /**
   * Ends it without a word to anybody (SIGQUIT, "immediate") and starts it again on the same files; it then recovers.
   */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * A server with fsync on, on a free port of 127.0.0.1, with a password of its own; as user `postgres` when we are root.
 */
export async function startServer(): Promise<OwnServer> {
  const binaries = postgresBinaries();
  if (!binaries) throw new Error('no PostgreSQL on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'convive-postgres-'));
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const as = otherUser();
  if (as) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid);
  const quick = [
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C',
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
  ];
  execFileSync(join(binaries, 'initdb'), ['-D', data, ...quick], { ...as, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=on',
    'max_connections=200',
  ];
  const spawnServer = () =>
    spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...as,
      cwd: folder,
      stdio: 'ignore',
    });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const end = async (signal: NodeJS.Signals) => {
    if (own.process.exitCode === null && own.process.kill(signal)) await once(own.process, 'exit');
  };
  const stop = async () => {
    await end('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  };
  const answering = async () => {
    for (let tries = 0; ; tries++) {
      try {
        return await onServer(url, 'select 1');
      } catch (error) {
        if (tries === 100 || own.process.exitCode !== null) {
          await stop();
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const restart = async () => {
    await end('SIGQUIT');
    own.process = spawnServer();
    await answering();
  };
  const own: OwnServer = { url, process: spawnServer(), restart, stop };
  await answering();
  return own;
}

/** initdb refuses root. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ask = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}
