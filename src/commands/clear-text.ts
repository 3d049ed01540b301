import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../../schemas/codes.ts';
import type { Context } from './context.ts';

/**
 * Says of a file from which clear words were read that they still lie in it, or overwrites and removes it and says what
 * that cannot reach. A pipe leaves nothing, and nothing is said of it.
 * @throws `cancelled` where it was to be removed and is still there.
 */
export async function afterReading(
  { i18n, tell }: Pick<Context, 'i18n' | 'tell'>,
  path: string,
  text: string,
  remove: boolean,
): Promise<void> {
  const file = basename(path);
  if (!remove) {
    if (!(await stat(path).catch(() => null))?.isFile()) return;
    return tell(
      i18n._(
        'cli.clear-left',
        { file },
        {
          message:
            'Its clear words still lie in {file}. Remove it when you no longer need it; next time --shred-source ' +
            'does, and --from - leaves no file.',
        },
      ),
    );
  }
  if (await shredded(path, text))
    return tell(
      i18n._(
        'cli.clear-shredded',
        { file },
        {
          message:
            '{file} was overwritten and removed. An SSD, a snapshot, a backup, or a copy that your editor or a ' +
            'synchronised folder keeps may still hold its words.',
        },
      ),
    );
  tell(
    i18n._(
      'cli.clear-not-shredded',
      { file },
      {
        message:
          'The draft is kept, but {file} could not be overwritten and removed, or was changed meanwhile: clear words ' +
          'still lie there.',
      },
    ),
  );
  throw new Refusal('cancelled');
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
