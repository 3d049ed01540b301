import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { firstMark, type Mark } from '../../schemas/characters.ts';
import type { Complain } from './problems.ts';

/** Front matter that was parsed, and on which line of the file a node stands. */
export type Front = { root: Node | null; line: (node: Node | null, otherwise: number) => number };

/**
 * Reads front matter as plain YAML 1.2: no anchors, no aliases, no tags. Complains and returns null when it is not
 * that.
 */
export function parseFront(source: string, firstLine: number, complain: Complain): Front | null {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;
  let clean = true;
  const refuse = (line: number, problem: 'front-yaml' | 'front-alias' | 'file-character', mark: Mark | null = null) => {
    complain(line, problem, { ...mark });
    clean = false;
  };
  try {
    const document = parseDocument(source, {
      schema: 'core',
      uniqueKeys: false,
      stringKeys: true,
      merge: false,
      lineCounter: counter,
      prettyErrors: false,
      logLevel: 'silent',
    });
    for (const error of document.errors.slice(0, 5)) refuse(lineAt(error.pos[0]), 'front-yaml');
    visit(document, {
      Alias: (_, node) => refuse(lineAt(node.range?.[0] ?? 0), 'front-alias'),
      Node: (_, node) => {
        const marked = ('anchor' in node && node.anchor !== undefined) || node.tag !== undefined;
        const at = lineAt(node.range?.[0] ?? 0);
        if (marked) refuse(at, 'front-alias');
        // An escape in quotes can write what the file itself may not hold.
        const mark = isScalar(node) && typeof node.value === 'string' ? firstMark(node.value) : null;
        if (mark) refuse(at, 'file-character', mark);
      },
    });
    if (!clean) return null;
    const line = (node: Node | null, otherwise: number) => (node?.range ? lineAt(node.range[0]) : otherwise);
    return { root: document.contents, line };
  } catch (error) {
    // Nesting deeper than the parser's stack: hostile, and not a bug of ours.
    if (!(error instanceof RangeError)) throw error;
    complain(firstLine, 'front-yaml');
    return null;
  }
}

/** One `key: value` of a map, the key split into its name and the language in brackets after it. */
export type Pair = { key: string; language: string | null; line: number; node: Node | null };

/** What a map says, in its order; null when the node is no map. */
export function pairsOf(front: Front, node: Node | null, at: number): Pair[] | null {
  if (!isMap<Node, Node | null>(node)) return null;
  return node.items.map((pair) => {
    const written = isScalar(pair.key) ? String(pair.key.value) : '';
    const open = written.endsWith(')') ? written.lastIndexOf('(') : -1;
    return {
      key: (open < 0 ? written : written.slice(0, open)).trim(),
      language: open < 0 ? null : written.slice(open + 1, -1),
      line: front.line(pair.key, at),
      node: pair.value,
    };
  });
}

/** The nodes of a list; a lone node is a list of one. */
export function nodesOf(node: Node | null): (Node | null)[] {
  return isSeq<Node | null>(node) ? node.items : [node];
}

/** The text of a scalar as the person wrote it (a bare `2026` too), or null. */
export function scalarText(node: Node | null): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return (typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))).trim();
}

/** The texts of a list with their lines; a lone text is a list of one. Null when it holds anything else. */
export function scalarList(front: Front, node: Node | null, at: number): { line: number; text: string }[] | null {
  if (!isSeq<Node | null>(node)) {
    const text = scalarText(node);
    return text === null ? null : [{ line: front.line(node, at), text }];
  }
  const list = node.items.map((item) => ({ line: front.line(item, at), text: scalarText(item) }));
  return list.every((item): item is { line: number; text: string } => item.text !== null) ? list : null;
}
