import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// What is built of these sources is kept in dist/ under a name made of what it was made of: what is there is whole, and
// nothing has to be asked of it.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const leftoverMs = 3_600_000;

/**
 * The folder in dist/ for something built of these sources, folders or single files, and of the packages, whether it is
 * there or not.
 */
export function placeOf(kind, sources) {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  for (const source of sources) for (const path of sourcesIn(join(root, source))) add(path);
  // What npm installed, in this folder or beside it.
  const installed = ['node_modules', '..'].map((folder) => join(root, folder, '.package-lock.json'));
  for (const path of [join(root, 'package.json'), ...installed.filter((one) => existsSync(one))]) add(path);
  return join(dist, `${kind}-${hash.digest('hex').slice(0, 32)}`);
}

function sourcesIn(folder) {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(tsx?|js|po)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
}

/** Whether the sources are this account's own: nobody else is to find files here that they cannot remove. */
export function mayKeep() {
  return process.getuid === undefined || statSync(root).uid === process.getuid();
}

/** Puts what was built in its place whole or not at all; gives whether it is there. */
export function keep(files, place) {
  if (!mayKeep()) return false;
  const making = join(dist, `making-${randomUUID()}`);
  try {
    mkdirSync(making, { recursive: true });
    for (const [name, bytes] of files) writeFileSync(join(making, name), bytes, { flush: true });
    renameSync(making, place);
    removeOld(place);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  // Another start may have been quicker.
  return existsSync(place);
}

/** What was built before stays once, because a process may still be loading from it. */
function removeOld(place) {
  const ages = new Map(readdirSync(dist).map((name) => [name, statSync(join(dist, name)).mtimeMs]));
  const named = (start) => [...ages.keys()].filter((name) => name.startsWith(start) && name !== basename(place));
  const kind = basename(place).replace(/[^-]*$/, '');
  const bundles = named(kind).toSorted((a, b) => ages.get(b) - ages.get(a));
  const leftovers = named('making-').filter((name) => ages.get(name) < Date.now() - leftoverMs);
  for (const name of [...bundles.slice(1), ...leftovers]) rmSync(join(dist, name), { recursive: true, force: true });
}
