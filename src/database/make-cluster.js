import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryFS, PGlite } from '@electric-sql/pglite';

// Run by embedded.ts in a process of its own, with nothing of TypeScript to load: makes a new cluster in the empty
// folder of the first argument and ends with 0 once all of it is on the disk.

/** Where PGlite keeps a cluster in its own file system. */
const madeAt = '/pglite/data';

/** The cluster is made in memory, and told of here before PGlite starts a server on it, which nobody here needs. */
class NewCluster extends MemoryFS {
  async syncToFs() {
    const place = process.argv[2];
    this.pg.Module.FS.stat(`${madeAt}/PG_VERSION`);
    copyOut(this.pg.Module.FS, madeAt, place);
    for (const entry of readdirSync(place, { recursive: true, encoding: 'utf8' })) syncPath(join(place, entry));
    syncPath(place);
    process.exit(0);
  }
}

function copyOut(made, from, to) {
  for (const name of made.readdir(from).filter((one) => one !== '.' && one !== '..')) {
    const [source, target] = [`${from}/${name}`, join(to, name)];
    if (made.isDir(made.stat(source).mode)) {
      mkdirSync(target, { mode: 0o700 });
      copyOut(made, source, target);
    } else writeFileSync(target, made.readFile(source), { mode: 0o600, flag: 'wx' });
  }
}

function syncPath(path) {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

await PGlite.create({ fs: new NewCluster() });
process.exit(1);
