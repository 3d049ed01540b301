import { expect, test } from 'vitest';
import { filesImported } from '../support/architecture.ts';
import { readSources, type Source } from '../support/sources.ts';

/*
 * What is ours and what peers sent know nothing of each other, over however many files; only the room's root knows
 * both.
 */

const [ours, theirs] = ['src/notices/ours/', 'src/notices/theirs/'];

/** Chains of imports that lead from one half of the room into the other, one line each. */
function crossings(sources: readonly Source[]): string[] {
  const imported = new Map(sources.map((source) => [source.path, filesImported(source)]));
  const follow = (path: string, other: string, seen: Set<string>): string[] =>
    (imported.get(path) ?? []).flatMap((next) => {
      if (next.startsWith(other)) return [`${path} imports ${next}`];
      if (seen.has(next)) return [];
      return follow(next, other, seen.add(next));
    });
  return [...imported.keys()].flatMap((path) => {
    if (path.startsWith(theirs)) return follow(path, ours, new Set());
    return path.startsWith(ours) ? follow(path, theirs, new Set()) : [];
  });
}

test('neither half of the room reaches the other', () => {
  const sources = readSources(['src']);
  for (const half of [ours, theirs])
    expect(sources.filter(({ path }) => path.startsWith(half)).length).toBeGreaterThan(5);
  expect(crossings(sources)).toEqual([]);
});

test.each([
  ['directly', { 'src/notices/theirs/a.ts': "import { a } from '../ours/a.ts';" }],
  ['with a type', { 'src/notices/theirs/a.ts': "import type { A } from '../ours/a.ts';" }],
  ['the other way', { 'src/notices/ours/a.ts': "export { a } from '../theirs/a.ts';" }],
  [
    'over the room’s root',
    {
      'src/notices/theirs/a.ts': "import { a } from '../a.ts';",
      'src/notices/a.ts': "import { b } from './b.ts';",
      'src/notices/b.ts': "import { c } from './ours/c.ts';",
    },
  ],
])('a planted import is found: %s', (_how, files) => {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  expect(crossings(sources)).toEqual([expect.stringContaining('imports src/notices/')]);
});
