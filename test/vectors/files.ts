import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Made } from './make/all.ts';
import { written } from './make/write.ts';
import type { SealedFiles, Vector, VectorFile, World } from './vector.ts';

const here = new URL('./', import.meta.url);
const sources = new Set(['make']);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, here), 'utf8'));

/** The folders that hold cases, in the order of the alphabet. */
export function folderNames(): string[] {
  const entries = readdirSync(here, { withFileTypes: true });
  return entries
    .filter((one) => one.isDirectory() && !sources.has(one.name))
    .map((one) => one.name)
    .sort();
}

/** The files that were sealed once, by name; none before the first time. */
export function sealedFiles(): SealedFiles {
  return existsSync(new URL('sealed/files.json', here)) ? (read('sealed/files.json') as SealedFiles) : {};
}

/** The committed world. */
export const committedWorld = (): World => read('world.json') as World;

/** Every committed case with the folder it lies in; how names are normalised counts as one. */
export function committedCases(): { folder: string; vector: Vector }[] {
  const cases = folderNames().flatMap((folder) =>
    (read(`${folder}/cases.json`) as VectorFile).cases.map((vector) => ({ folder, vector })),
  );
  const { keys } = read('names.json') as { keys: { kind: string; value: string; key: string | null }[] };
  const named = keys.map(({ kind, value, key }): Vector => {
    return { name: `${kind} ${value}`, check: 'identifier-key', given: { kind, value }, expect: { ok: key } };
  });
  return [...cases, ...named.map((vector) => ({ folder: 'names', vector }))];
}

/** The exact text of every file, by its path under this folder. */
export function textsOf({ world, sealed, folders }: Made): Map<string, string> {
  const cases = [...folders].map(([folder, file]): [string, string] => [`${folder}/cases.json`, written(file)]);
  return new Map([['world.json', written(world)], ['sealed/files.json', written(sealed)], ...cases]);
}

/** The committed text of a file, or null where there is none. */
export function committedText(path: string): string | null {
  const url = new URL(path, here);
  return existsSync(url) ? readFileSync(url, 'utf8') : null;
}

/** Writes every file. */
export function writeAll(made: Made): void {
  for (const [path, text] of textsOf(made)) {
    const url = new URL(path, here);
    mkdirSync(new URL('./', url), { recursive: true });
    writeFileSync(url, text);
  }
}
