import fs from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Start = Parameters<NodeFS['init']>[1];
type StreamOperations = { fsync?: (stream: { nfd?: number; node: unknown }) => number };
type Mendable = { NODEFS: { stream_ops: StreamOperations; realPath(node: unknown): string } };

/** EIO as the database's system interface numbers it: Postgres stops rather than believe in a failed write. */
const inputOutputError = 29;

/** PGlite's file system with the fsync it lacks: without it 79 of 80 power losses broke the database. */
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

/** Waits until a file, or a folder's list of names, is on the disk. */
export function syncPath(path: string): void {
  const descriptor = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

const settings = {
  fsync: 'on',
  wal_sync_method: 'fsync',
  shared_buffers: '16MB',
  // A file of the log that is done with is removed, not written over some day: it may hold what was erased since.
  wal_recycle: 'off',
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  wal_keep_size: '0',
};
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/**
 * Starts the database on the files of a cluster so that a commit is on the disk before it is acknowledged. Only for who
 * holds the folder: what says otherwise is left from a loss of power, and cut short there it would stop every start.
 */
export async function startOn(place: string, options: Pick<PGliteOptions, 'extensions'> = {}): Promise<PGlite> {
  fs.rmSync(join(place, 'postmaster.pid'), { force: true });
  const quiet = { onStdout: () => false, onStderr: () => false };
  const database = new PGlite({ ...options, ...quiet, fs: new SafeNodeFS(place), startParams });
  await database.waitReady;
  return database;
}
