import { type Node, nodesOf } from '../sources.ts';
import type { Parsed } from './imports.ts';

/** One function: what it or what holds it is called, its first line, and how many it takes, comments counted. */
export type Written = { name: string; first: number; lines: number };

/** Every function of a file, those in others included. */
export function functionsIn({ program, text }: Pick<Parsed, 'program' | 'text'>): Written[] {
  const lineAt = (offset: unknown): number => text.slice(0, Number(offset)).split('\n').length;
  const names = new Map<unknown, string>();
  return nodesOf(program).flatMap((node) => {
    for (const held of [node.init, node.value]) names.set(held, nameOf(node));
    if (!kinds.includes(node.type)) return [];
    const first = lineAt(node.start);
    return [{ name: nameOf(node) || (names.get(node) ?? ''), first, lines: lineAt(node.end) - first + 1 }];
  });
}

const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

function nameOf({ id, key }: Node): string {
  return (id as { name?: string } | null)?.name ?? (key as { name?: string } | undefined)?.name ?? '';
}
