import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The repository's root, with a slash at the end. */
export const root = new URL('../../', import.meta.url).pathname;

export type Source = { path: string; text: string };

/** Every source file of these folders, as path from the root and text; `from` is the root of another tree. */
export function readSources(places: readonly string[], from = root): Source[] {
  return places.flatMap((place) => {
    const whole = join(from, place);
    const files = readdirSync(whole, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files
      .map((file) => relative(from, join(file.parentPath, file.name)))
      .filter((path) => /\.(ts|tsx|js)$/.test(path))
      .map((path) => ({ path, text: readFileSync(join(from, path), 'utf8') }));
  });
}

export type Node = { type: string } & Record<string, unknown>;

/** Every node of a syntax tree, parents first. */
export function nodesOf(tree: unknown): Node[] {
  const nodes: Node[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('type' in part && typeof part.type === 'string') nodes.push(part as Node);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk(tree);
  return nodes;
}
