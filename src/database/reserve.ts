import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const mib = 1024 * 1024;
/** A new file of the log twice over, and the tables that are rewritten. */
const reserveBytes = 48 * mib;

/** Room on a disk that nothing but erasing may use: a file of zeros beside the embedded database. */
export type Reserve = {
  /** Gives the room free; false where none was kept. */
  release: () => boolean;
  /** Gives it free where little else is. */
  releaseIfTight: () => void;
  /** Keeps it again, where there is plenty. */
  fill: () => Promise<void>;
};

/** The reserve in a data folder. */
export function reserveIn(folder: string): Reserve {
  const path = join(folder, 'reserve');
  const kept = () => (fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const free = () => {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  };
  const release = () => {
    const there = kept();
    fs.rmSync(path, { force: true });
    return there;
  };
  return {
    release,
    releaseIfTight() {
      if (free() < reserveBytes) release();
    },
    async fill() {
      if (kept() || free() < 3 * reserveBytes) return;
      const file = await open(path, 'w', 0o600);
      try {
        for (let at = 0; at < reserveBytes; at += mib) await file.write(Buffer.alloc(mib));
        await file.sync();
      } catch (error) {
        release();
        throw error;
      } finally {
        await file.close();
      }
    },
  };
}
