import { nodesOf } from '../support/sources.ts';

/** A node of a syntax tree (ESTree with TypeScript). */
export type Node = ReturnType<typeof nodesOf>[number];

export type Wrap = { node: Node; before: string; after: string };

export function isFunction(node: Node): boolean {
  return ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'].includes(node.type);
}

/** Whether a function is declared to answer yes or no. */
export function saysYesOrNo(node: Node): boolean {
  const declared = (node.returnType as { typeAnnotation: Node } | null)?.typeAnnotation.type ?? '';
  return ['TSBooleanKeyword', 'TSTypePredicate'].includes(declared);
}

/** What a function itself answers: an arrow's expression, or the argument of each of its own returns. */
export function answersOf(node: Node): Node[] {
  if (node.expression) return [node.body as Node];
  const nodes = [...nodesOf(node.body)];
  const inner = new Set(nodes.filter(isFunction).flatMap((one) => [...nodesOf(one.body)]));
  const returns = nodes.filter((one) => one.type === 'ReturnStatement' && one.argument && !inner.has(one));
  return returns.map((one) => one.argument as Node);
}

/** Whether an expression calls a function by its name, awaited or not. */
export function callsByName(node: Node, name = /^/): boolean {
  if (node.type === 'AwaitExpression') return callsByName(node.argument as Node, name);
  const callee = node.callee as { type: string; name: string } | undefined;
  return node.type === 'CallExpression' && callee?.type === 'Identifier' && name.test(callee.name);
}

/** A statement without the braces around it, when it is the only one. */
export function onlyStatement(node: Node): Node {
  const body = node.type === 'BlockStatement' ? (node.body as Node[]) : [];
  return body.length === 1 ? body[0]! : node;
}

export function isNew(node: unknown, ...names: string[]): boolean {
  const { type, callee } = node as { type: string; callee?: { name?: string } };
  return type === 'NewExpression' && names.includes(callee?.name ?? '');
}

/**
 * The empty sets and maps that a module makes when it loads and fills later. Refuses a `let`: nothing could set it
 * back.
 */
export function keptBy(program: readonly Node[]): Node[] {
  const declared = program.map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : node) as Node);
  const variables = declared.filter((node) => node?.type === 'VariableDeclaration');
  if (variables.some((node) => node.kind !== 'const')) throw new Error('a module under mutation keeps a `let`');
  const values = variables.flatMap((node) => (node.declarations as { init: Node }[]).map(({ init }) => init));
  return values.filter((init) => isNew(init, 'Set', 'Map') && (init.arguments as Node[]).length === 0);
}

/** A text with something before and after each of these nodes, outer ones outside. */
export function wrapped(text: string, wraps: readonly Wrap[]): string {
  const size = ({ node }: Wrap) => (node.end as number) - (node.start as number);
  const outerFirst = wraps.toSorted((a, b) => size(b) - size(a));
  const at = new Map<number, { ends: string; starts: string }>();
  const place = (position: number) => at.get(position) ?? at.set(position, { ends: '', starts: '' }).get(position)!;
  for (const { node, before, after } of outerFirst) {
    place(node.start as number).starts += before;
    const end = place(node.end as number);
    end.ends = after + end.ends;
  }
  let out = '';
  let from = 0;
  for (const [position, { ends, starts }] of [...at].sort(([a], [b]) => a - b)) {
    out += text.slice(from, position) + ends + starts;
    from = position;
  }
  return out + text.slice(from);
}
