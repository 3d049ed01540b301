import { nodesOf } from '../sources.ts';
import { type Parsed, targetOf } from './imports.ts';

type Declared = { names: string[]; uses: Set<string> };

/**
 * Which exports of a folder a program never reaches that begins with some files. Reached is what a file that it loads
 * imports from the folder by name, and what is named, also as a type, where something reached is declared.
 *
 * @returns each as "path name", sorted.
 */
export function unreached(files: readonly Parsed[], folder: string, begin: readonly string[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const inside = files.filter(({ path }) => path.startsWith(folder));
  const declared = new Map(inside.map((file) => [file.path, declarationsIn(file)]));
  const reached = new Set<string>();
  const use = (file: Parsed, name: string): void => {
    if (declared.get(file.path)?.some(({ names }) => names.includes(name))) reach(file.path, name);
    for (const one of file.imports) {
      const target = targetOf(file.path, one);
      for (const taken of one.taken) if (target !== null && taken.local === name) reach(target, taken.name);
    }
  };
  const reach = (path: string, name: string): void => {
    const file = byPath.get(path);
    if (!file?.path.startsWith(folder) || reached.has(`${path} ${name}`)) return;
    reached.add(`${path} ${name}`);
    if (name === '*') for (const exported of file.exports) reach(path, exported.name);
    for (const { names, uses } of declared.get(path) ?? [])
      if (names.includes(name)) for (const used of uses) use(file, used);
    use(file, name);
  };
  for (const file of loadedFrom(byPath, begin))
    if (!file.path.startsWith(folder))
      for (const one of file.imports) {
        const target = targetOf(file.path, one);
        for (const { name } of one.taken) if (target !== null) reach(target, name);
      }
  return inside
    .flatMap(({ path, exports }) => exports.map(({ name }) => `${path} ${name}`))
    .filter((one) => !reached.has(one))
    .sort();
}

function loadedFrom(byPath: ReadonlyMap<string, Parsed>, begin: readonly string[]): Set<Parsed> {
  const loaded = new Set<Parsed>();
  const load = (path: string): void => {
    const file = byPath.get(path);
    if (!file || loaded.has(file)) return;
    loaded.add(file);
    for (const one of file.imports) {
      const target = targetOf(path, one);
      if (target !== null) load(target);
    }
  };
  for (const path of begin) load(path);
  return loaded;
}

/** Each statement at the top of a file: the names that it declares, and every name in it, local ones too. */
export function declarationsIn({ program }: Parsed): Declared[] {
  const { body } = program as { body: { type: string; declaration?: unknown }[] };
  return body.flatMap((statement) => {
    if (statement.type === 'ImportDeclaration') return [];
    const { id, declarations } = (statement.declaration ?? statement) as {
      id?: unknown;
      declarations?: { id: unknown }[];
    };
    const names = declarations?.flatMap((one) => namesIn(one.id)) ?? namesIn(id);
    return [{ names, uses: new Set(namesIn(statement)) }];
  });
}

function namesIn(tree: unknown): string[] {
  return nodesOf(tree).flatMap((node) => (/^(JSX)?Identifier$/.test(node.type) ? [node.name as string] : []));
}
