import { type Parsed, targetOf } from './imports.ts';

const isStore = (path: string): boolean => /^src\/.*\/([a-z]+-)*store\.ts$/.test(path);
const isRoutes = (path: string): boolean => /\/([a-z]+-)*routes\.tsx$/.test(path);
const isPage = (path: string): boolean => /^src\/(?!web\/).*\/([a-z]+-)*page\.tsx$/.test(path);
/** A page, or what pages are made of. */
const isDrawn = (path: string): boolean => /^src\/(?!web\/).*\.tsx$/.test(path) && !isRoutes(path);

/**
 * What pages do that is not theirs. What is drawn gets plain data: it imports nothing that leads to a store, by
 * whatever way, but may name the type of what a use-case hands over. A page exports its `Head` and `Body` alone, and
 * only routes import it; no data has its type from a file that draws.
 */
export function brokenPages(files: readonly Parsed[]): (file: Parsed) => string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const known = new Map<string, boolean>();
  const leadsToStore = (path: string): boolean => {
    if (isStore(path)) return true;
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, false);
    const found = valuesOf(byPath.get(path)).some(leadsToStore);
    known.set(path, found);
    return found;
  };
  return (file) => [
    ...(isDrawn(file.path) ? drawnFrom(file, leadsToStore) : []),
    ...(isPage(file.path) ? exportedBy(file) : []),
    ...takenFromPages(file),
  ];
}

function valuesOf(file: Parsed | undefined): string[] {
  return (file?.imports ?? []).flatMap((one) => (one.typeOnly ? [] : (targetOf(file?.path ?? '', one) ?? [])));
}

function drawnFrom(file: Parsed, leadsToStore: (path: string) => boolean): string[] {
  return file.imports.flatMap((one) => {
    const target = targetOf(file.path, one);
    if (target === null) return [];
    if (isStore(target)) return [`a page may not import a store: ${target}`];
    return !one.typeOnly && leadsToStore(target) ? [`a page may not import a use-case: ${target}`] : [];
  });
}

function exportedBy({ exports }: Parsed): string[] {
  return exports.flatMap(({ name }) => (/(Head|Body)$/.test(name) ? [] : [`a page may not export ${name}`]));
}

function takenFromPages({ path, imports }: Parsed): string[] {
  const room = path.startsWith('src/') && !path.startsWith('src/web/') && path.split('/').length > 2;
  return imports.flatMap((one) => {
    const target = targetOf(path, one);
    if (target === null || isRoutes(path)) return [];
    if (isPage(target)) return [`only routes may import a page: ${target}`];
    const drawn = room && path.endsWith('.ts') && !path.endsWith('/room.ts') && isDrawn(target);
    return drawn ? [`what is no page may not import what is drawn: ${target}`] : [];
  });
}
