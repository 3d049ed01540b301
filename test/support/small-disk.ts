import fs, { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * From now on, until it is disposed, the folder is on a disk with so many bytes free: what makes a file longer than
 * that fails with ENOSPC. Only what goes through `fs` in this process, as PGlite's file system does.
 */
export function smallDisk(folder: string, freeBytes: number): Disposable & { free: () => number } {
  const sizes = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
      const found = fs.statSync(join(folder, name), { throwIfNoEntry: false });
      return sum + (found?.isFile() ? found.size : 0);
    }, 0);
  const size = sizes() + freeBytes;
  let used: number | null = null;
  const free = () => {
    used ??= sizes();
    return size - used;
  };
  const undo: (() => void)[] = [];
  const replace = <
    Name extends 'writeSync' | 'ftruncateSync' | 'truncateSync' | 'unlinkSync' | 'rmSync' | 'statfsSync',
  >(
    name: Name,
    other: (real: (...given: unknown[]) => unknown, ...given: unknown[]) => unknown,
  ) => {
    const real = fs[name] as (...given: unknown[]) => unknown;
    (fs[name] as unknown) = (...given: unknown[]) => other(real.bind(fs), ...given);
    undo.push(() => {
      (fs[name] as unknown) = real;
    });
  };
  const counted = (real: (...given: unknown[]) => unknown, ...given: unknown[]) => {
    used = null;
    return real(...given);
  };
  replace('writeSync', (real, file, bytes, offset, length, position) => {
    const longer = Number(position ?? 0) + Number(length ?? 0) - fs.fstatSync(file as number).size;
    if (longer > 0) {
      if (longer > free()) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      used = (used ?? 0) + longer;
    }
    return real(file, bytes, offset, length, position);
  });
  for (const name of ['ftruncateSync', 'truncateSync', 'unlinkSync', 'rmSync'] as const) replace(name, counted);
  replace('statfsSync', () => ({ bavail: free(), bsize: 1 }));
  return { free, [Symbol.dispose]: () => undo.forEach((one) => void one()) };
}
