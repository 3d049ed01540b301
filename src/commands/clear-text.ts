import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../../schemas/codes.ts';
import { clearLeftText, clearShreddedText } from '../client/say/clear-text.ts';
import { type ClearFile, type Context, misused } from './context.ts';

/** The options of a command that name such files: `-` is none. */
type Sources = { from?: string; wordsFile?: string; phraseFile?: string; shredSource?: boolean };

/**
 * Which of them `--shred-source` removes: the one that the command itself reads, else the one with a keyring's phrase;
 * null without that option. Refuses (`malformed`) where there is nothing to remove.
 */
export function fileToShred({ from, wordsFile, phraseFile, shredSource = false }: Sources): string | null {
  if (!shredSource) return null;
  const path = from ?? wordsFile ?? phraseFile;
  return path === undefined || path === '-' ? misused('--shred-source') : path;
}

/**
 * Says of a file from which clear words were read that they still lie in it, or overwrites and removes it and says what
 * that cannot reach. A pipe leaves nothing, and nothing is said of it.
 * @throws `clear-text` where it was to be removed and is still there.
 */
export async function afterReading(
  { i18n, tell }: Pick<Context, 'i18n' | 'tell'>,
  { path, text }: ClearFile,
  remove: boolean,
): Promise<void> {
  const file = basename(path);
  if (!remove) {
    if ((await stat(path).catch(() => null))?.isFile()) tell(clearLeftText(i18n, file));
    return;
  }
  if (!(await shredded(path, text))) throw new Refusal('clear-text', file);
  tell(clearShreddedText(i18n, file));
}

/** Overwrites a file in place and removes it, if it still says what was read from it. */
async function shredded(path: string, text: string): Promise<boolean> {
  try {
    // Behind a symbolic link lies what has to go; then the link.
    const real = await realpath(path);
    const file = await open(real, 'r+');
    try {
      const { size } = await file.stat();
      if ((await readFile(file, 'utf8')) !== text) return false;
      const { bytesWritten } = await file.write(randomBytes(size), 0, size, 0);
      if (bytesWritten !== size) return false;
      await file.sync();
    } finally {
      await file.close();
    }
    await rm(real);
    await rm(path, { force: true });
    return true;
  } catch {
    return false;
  }
}
