import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { type Complain, quoted } from './problems.ts';
import { unsafe } from './sections.ts';
import { choices, nameOf, type WordTable } from './vocabulary.ts';

/** A value of the front matter and the line it stands on. */
export type Field = { node: Node | null; line: number };
export type Fields<Name extends string> = Partial<Record<Name, Field>>;
export type Front = { root: Node | null; line: (node: Node | null, otherwise: number) => number };

/** Reads front matter as plain YAML 1.2: no anchors, no aliases, no tags. Complains and returns null when it is not that. */
export function parseFront(source: string, firstLine: number, complain: Complain): Front | null {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;
  let clean = true;
  const refuse = (line: number, problem: 'front-yaml' | 'front-alias' | 'file-character') => {
    complain(line, problem);
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
        if (isScalar(node) && typeof node.value === 'string' && unsafe.test(node.value)) refuse(at, 'file-character');
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

/** The known keys of a map, without those {@link spokenOf} gives. Complains of unknown and repeated ones, in either language, and of what is no map. */
export function fieldsOf<Name extends string>(
  front: Front,
  node: Node | null,
  at: number,
  table: WordTable<Name>,
  complain: Complain,
  spoken: readonly Name[] = [],
): Fields<Name> {
  const fields: Fields<Name> = {};
  if (!isMap<Node, Node | null>(node)) {
    complain(at, 'key-shape', { shape: 'keys', key: '' });
    return fields;
  }
  for (const pair of node.items) {
    const line = front.line(pair.key, at);
    const written = keyText(pair.key);
    const name = nameOf(table, written);
    if (spokenKey(table, written, spoken) !== null) continue;
    if (name === null) complain(line, 'key-unknown', { key: quoted(written), choices: choices(table) });
    else if (fields[name] !== undefined) complain(line, 'key-repeated', { key: quoted(written) });
    else fields[name] = { node: pair.value, line };
  }
  return fields;
}

/** The values of `key (en):`, written as under a heading, of those keys of a map that may name a language. */
export function spokenOf<Name extends string>(
  front: Front,
  node: Node | null,
  table: WordTable<Name>,
  spoken: readonly Name[],
): { name: Name; language: string; field: Field }[] {
  if (!isMap<Node, Node | null>(node)) return [];
  return node.items.flatMap((pair) => {
    const found = spokenKey(table, keyText(pair.key), spoken);
    return found === null ? [] : [{ ...found, field: { node: pair.value, line: front.line(pair.key, 1) } }];
  });
}

const keyText = (key: Node): string => (isScalar(key) ? String(key.value) : '');

function spokenKey<Name extends string>(table: WordTable<Name>, written: string, spoken: readonly Name[]) {
  if (!written.endsWith(')')) return null;
  const open = written.lastIndexOf('(');
  const name = nameOf(table, written.slice(0, Math.max(open, 0)).trim());
  return name !== null && spoken.includes(name) ? { name, language: written.slice(open + 1, -1) } : null;
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
