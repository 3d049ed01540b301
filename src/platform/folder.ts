import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../../schemas/codes.ts';

/**
 * Makes a data folder that only this account may enter, with the folders above it. Not Node's recursive mkdir: it never
 * returns where the kernel says "no such folder" below one that is there (/proc).
 * @throws `config` for where none can be made.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new Refusal('config', 'DATA');
  }
}
