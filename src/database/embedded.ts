import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import pg from 'pg';
import { Refusal } from '../../schemas/codes.ts';
import { holdFolder } from './lock.ts';

type Start = Parameters<NodeFS['init']>[1];
type StreamOperations = { fsync?: (stream: { nfd?: number; node: unknown }) => number };
type Mendable = { NODEFS: { stream_ops: StreamOperations; realPath(node: unknown): string } };

/** EIO as the database's system interface numbers it: Postgres stops rather than believe in a failed write. */
const inputOutputError = 29;

/** PGlite's file system with the fsync it lacks: without it 79 of 80 power losses broke the database (QUALITY §1). */
class SafeNodeFS extends NodeFS {
  override async init(database: PGlite, options: Start): Promise<{ emscriptenOpts: Start }> {
    const { emscriptenOpts } = await super.init(database, options);
    const mend = (module: unknown) => {
      const { NODEFS } = module as Mendable;
      NODEFS.stream_ops.fsync = ({ nfd, node }) => sync(nfd, () => NODEFS.realPath(node));
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), mend] } };
  }
}

/** Directories are opened without a descriptor of their own; Postgres syncs them after creating and renaming files. */
function sync(descriptor: number | undefined, path: () => string): number {
  try {
    if (descriptor !== undefined) fs.fsyncSync(descriptor);
    else syncPath(path());
    return 0;
  } catch {
    return inputOutputError;
  }
}

function syncPath(path: string): void {
  const descriptor = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

const settings = { fsync: 'on', wal_sync_method: 'fsync', shared_buffers: '16MB' };
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/**
 * Opens (or makes) the database inside `folder` for this process alone, surviving kill and power loss. The pool has one
 * connection, gives up after 5 s and is ended before this is disposed. Refuses (`database-in-use`) while another process
 * holds the folder, and (`database`) a damaged one, which it leaves as it is.
 */
export async function openEmbedded(folder: string): Promise<{ pool: pg.Pool } & AsyncDisposable> {
  process.umask(0o077);
  const lock = holdFolder(folder);
  try {
    const database = await startDatabase(folder);
    const pool = new pg.Pool({
      ...createPgConfig(database),
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: 5_000,
    });
    return {
      pool,
      async [Symbol.asyncDispose]() {
        await database.close();
        lock[Symbol.dispose]();
      },
    };
  } catch {
    lock[Symbol.dispose]();
    throw new Refusal('database', 'embedded');
  }
}

/** A database whose making was interrupted holds nothing yet and is made again. */
async function startDatabase(folder: string): Promise<PGlite> {
  const place = join(folder, 'database');
  const making = join(folder, 'database.making');
  if (fs.existsSync(making)) fs.rmSync(place, { recursive: true, force: true });
  if (!fs.existsSync(place)) {
    fs.writeFileSync(making, '', { flush: true });
    await makeCluster(place);
    for (const entry of fs.readdirSync(place, { recursive: true, encoding: 'utf8' })) syncPath(join(place, entry));
    syncPath(place);
    fs.rmSync(making);
    syncPath(folder);
  }
  return start(place);
}

/** In a process of its own: making a cluster takes twice the memory of using it, and WebAssembly gives none back. */
async function makeCluster(place: string): Promise<void> {
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const script = 'require(process.argv[1]).PGlite.create(process.argv[2]).then((made) => made.close())';
  const child = spawn(process.execPath, ['-e', script, library, place], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the database could not be made');
}

async function start(place: string): Promise<PGlite> {
  const database = new PGlite({ fs: new SafeNodeFS(place), startParams, onStdout: () => false, onStderr: () => false });
  await database.waitReady;
  return database;
}
