import { nodesOf } from '../sources.ts';
import type { Parsed } from './imports.ts';

const methods = ['get', 'post', 'put', 'delete', 'all', 'use'];
/** Who puts rooms together may name any address; the other side of the wire asks for them over HTTP. */
const mayNameAll = /^src\/([^/]+|(client|commands)\/.*)$/;
const saysAddresses = /(^schemas\/routes\/[a-z-]+\.ts|\/addresses\.ts|^src\/federation\/actor-document\.ts)$/;

/**
 * Addresses of another room that a file writes out, instead of taking them from that room's `addresses.ts`. Whose an
 * address is, says the first word of its path: the room that serves it, or names it in its addresses or in its
 * contract.
 */
export function brokenAddresses(files: readonly Parsed[]): (file: Parsed) => string[] {
  const owners = new Map<string, string>();
  for (const file of files) {
    const paths = saysAddresses.test(file.path) ? textsIn(file.program) : servedBy(file);
    for (const path of paths) {
      const word = firstWord(path);
      if (word !== null && !owners.has(word)) owners.set(word, ownerOf(file.path));
    }
  }
  return (file) => {
    if (!file.path.startsWith('src/') || mayNameAll.test(file.path)) return [];
    return textsIn(file.program).flatMap((text) => {
      const owner = owners.get(firstWord(text) ?? '');
      return owner === undefined || owner === ownerOf(file.path) ? [] : [`an address of ${owner}: ${text}`];
    });
  };
}

function ownerOf(path: string): string {
  // A sub-room's contract is named after its room first: `agreements-texts.ts`.
  const contract = /^schemas\/routes\/([a-z]+)(-[a-z]+)*\.ts$/.exec(path)?.[1];
  return contract ?? path.split('/')[1] ?? '';
}

function firstWord(text: string): string | null {
  return /^\/([a-z][a-z-]*)(?=$|[/?#:])/.exec(text)?.[1] ?? null;
}

/** Paths that a file of routes gives to Hono. */
function servedBy({ path, program }: Parsed): string[] {
  if (!/^src\/.*(routes|exit)\.tsx?$/.test(path)) return [];
  return nodesOf(program).flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const { callee, arguments: given } = node as unknown as {
      callee: { property?: { name?: string } };
      arguments: unknown[];
    };
    return methods.includes(callee.property?.name ?? '') ? textsIn(given[0]) : [];
  });
}

/** Texts that a syntax tree holds: literals, and each piece of a template. */
function textsIn(tree: unknown): string[] {
  return nodesOf(tree).flatMap((node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
    return node.type === 'TemplateElement' ? [(node.value as { cooked: string }).cooked] : [];
  });
}
