import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../schemas/codes.ts';
import { makeFolder } from '../platform/folder.ts';

/** SQLITE_BUSY, the primary result code. */
const busy = 5;

/**
 * Holds a data folder for one process until disposed or until the process is gone, however it ends. Refuses
 * (`database-in-use`, with the holder's pid) while another holds it, and (`config`) a folder that cannot be written to;
 * nothing can be stolen and nothing is left behind.
 *
 * The lock is the kernel's, on the lock file, taken through SQLite: a list of pids would call a living process in
 * another container dead, and a dead one alive when its number is used again. This process must not open the file
 * `lock` in any other way (to copy it, say): closing it would give the lock up.
 */
export function holdFolder(folder: string): Disposable {
  const file = openLock(folder);
  const pidFile = join(folder, 'lock.pid');
  try {
    file.exec('begin immediate');
  } catch (error) {
    file.close();
    const held = error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === busy;
    throw held ? new Refusal('database-in-use', readPid(pidFile)) : new Refusal('database', 'lock');
  }
  writeFileSync(pidFile, String(process.pid));
  return { [Symbol.dispose]: () => file.close() };
}

function openLock(folder: string): DatabaseSync {
  try {
    makeFolder(folder);
    return new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  } catch {
    throw new Refusal('config', 'DATA');
  }
}

function readPid(file: string): string | undefined {
  try {
    return /^\d+$/.exec(readFileSync(file, 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}
