import { nodesOf } from '../sources.ts';
import type { Parsed } from './imports.ts';

const writers = ['insertInto', 'updateTable', 'deleteFrom'];
const written = /\b(?:insert\s+into|update(?=\s+\w+\s+(?:as\s+\w+\s+)?set\b)|delete\s+from)\s+(\w+)/gi;
/** Writes what a delivery is in one statement, across rooms: measured, and held to its careful twin by a test. */
const mayWriteAll = ['src/notices/theirs/arrival-store.ts'];

/** Tables that a file writes and another room writes as well, each named with that room. */
export function brokenTables(files: readonly Parsed[]): (file: Parsed) => string[] {
  const rooms = new Map<string, Set<string>>();
  for (const file of files)
    for (const table of writtenBy(file)) rooms.set(table, (rooms.get(table) ?? new Set()).add(roomOf(file)));
  return (file) =>
    writtenBy(file).flatMap((table) =>
      [...(rooms.get(table) ?? [])]
        .filter((room) => room !== roomOf(file))
        .map((room) => `${table} is written by ${room} too`),
    );
}

const roomOf = ({ path }: Parsed): string => path.split('/')[1] ?? '';

function writtenBy({ path, program }: Parsed): string[] {
  if (!path.startsWith('src/') || mayWriteAll.includes(path)) return [];
  const tables = nodesOf(program).flatMap((node) => {
    if (node.type === 'CallExpression') return namedIn(node);
    if (node.type !== 'TaggedTemplateExpression') return [];
    const { tag, quasi } = node as unknown as {
      tag: { name?: string };
      quasi: { quasis: { value: { raw: string } }[] };
    };
    const text = quasi.quasis.map(({ value }) => value.raw).join(' ? ');
    return tag.name === 'sql' ? [...text.matchAll(written)].map(([, table = '']) => table) : [];
  });
  return [...new Set(tables)].sort();
}

function namedIn(call: object): string[] {
  const { callee, arguments: given } = call as {
    callee: { property?: { name?: string } };
    arguments: { value?: unknown }[];
  };
  const [table] = given;
  return writers.includes(callee.property?.name ?? '') && typeof table?.value === 'string' ? [table.value] : [];
}
