import { parseSync } from 'oxc-parser';
import { nodesOf } from '../support/sources.ts';
import {
  answersOf,
  callsByName,
  isFunction,
  isNew,
  keptBy,
  type Node,
  onlyStatement,
  saysYesOrNo,
  type Wrap,
  wrapped,
} from './syntax.ts';

/** One decision of a source file, and the text that takes its place when it is switched off. */
export type Guard = { path: string; line: number; code: string; off: string };

const lookThrough = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'ParenthesizedExpression'];
const predicates = ['filter', 'some', 'every', 'find', 'findIndex', 'findLast'];
const loops = ['ForStatement', 'WhileStatement', 'DoWhileStatement'];
const otherEdge: Record<string, string> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const comparing = ['===', '!==', 'in', 'instanceof', ...Object.keys(otherEdge)];

/**
 * Every guard of a source text: each part of a condition, comparison or predicate (made always true, always false, and
 * moved by one where it compares sizes), each call made only for its refusal, each throw that no condition decides,
 * each fallback, each yes or no that is written out, each count of different things, each larger or smaller of two. In
 * `switched`, `guardOff(first + n)` being true switches guard n off, and `guardKept` holds what the module remembers.
 * Conditions of loops are no guards: a loop that never ends catches nothing.
 */
export function guardsIn(path: string, text: string, first: number): { guards: Guard[]; switched: string } {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse`);
  const guards: Guard[] = [];
  const wraps: Wrap[] = [];
  const settled = new Set<unknown>();
  const of = (node: unknown) => text.slice((node as Node).start as number, (node as Node).end as number);

  function switchable(node: Node, offs: string[], form = (tests: string) => [`(${tests}`, ')']): void {
    if (settled.has(node)) return;
    settled.add(node);
    const tests = offs.map((off) => `guardOff(${first + guards.push(guardAt(node, off)) - 1})?${off}:`);
    const [before = '', after = ''] = form(tests.join(''));
    wraps.push({ node, before, after });
  }

  // A yes or no says nothing without the line around it.
  function guardAt(node: Node, off: string): Guard {
    const above = text.slice(0, node.start as number).split('\n');
    const begin = above.at(-1)!.trimStart();
    const end = text.slice(node.end as number).split('\n')[0];
    const whole = (what: string) => (typeof node.value === 'boolean' ? `${begin}${what}${end}` : what);
    return { path, line: above.length, code: whole(of(node)).replaceAll(/\s+/g, ' '), off: whole(off) };
  }

  // The parts of a condition, each on its own.
  function decide(given: unknown): void {
    const node = given as Node;
    if (lookThrough.includes(node.type)) decide(node.expression);
    else if (node.type === 'UnaryExpression' && node.operator === '!') decide(node.argument);
    else if (node.type === 'LogicalExpression' && node.operator !== '??') [node.left, node.right].forEach(decide);
    else if (node.type === 'ConditionalExpression') [node.test, node.consequent, node.alternate].forEach(decide);
    else if (typeof node.value === 'boolean') switchable(node, [String(!node.value)]);
    else {
      const edge = node.type === 'BinaryExpression' ? otherEdge[node.operator as string] : undefined;
      switchable(node, ['true', 'false', ...(edge ? [`(${of(node.left)})${edge}(${of(node.right)})`] : [])]);
    }
  }

  function decideCall(node: Node): void {
    const { object, property } = node.callee as { object?: Node; property?: Node };
    if (!object || !property) return;
    const [given] = node.arguments as Node[];
    if (predicates.includes(of(property)) && given) {
      if (isFunction(given)) for (const answer of answersOf(given)) decide(answer);
      else if (of(property) === 'filter') switchable(node, [of(object)]);
    }
    const larger = of(node.callee) === 'Math.max';
    if (larger || of(node.callee) === 'Math.min') {
      switchable(node, [of(node).replace(/^Math.m../, larger ? 'Math.min' : 'Math.max')]);
    }
  }

  for (const node of nodesOf(program)) {
    const { type } = node;
    if (type === 'TSLiteralType') settled.add(node.literal);
    if (loops.includes(type)) for (const part of nodesOf(node.test)) settled.add(part);
    if (type === 'IfStatement') settled.add(onlyStatement(node.consequent as Node));
    if (type === 'IfStatement' || type === 'ConditionalExpression') decide(node.test);
    if (type === 'BinaryExpression' && comparing.includes(node.operator as string)) decide(node);
    if (type === 'UnaryExpression' && node.operator === '!') decide(node.argument);
    if (type === 'LogicalExpression' && node.operator !== '??') decide(node);
    if (type === 'LogicalExpression' && node.operator === '??') switchable(node, [`(${of(node.right)})`]);
    if (type === 'Literal' && typeof node.value === 'boolean') decide(node);
    if (isFunction(node) && saysYesOrNo(node)) for (const answer of answersOf(node)) decide(answer);
    const call = (type === 'ExpressionStatement' ? node.expression : isFunction(node) && node.body) as Node | false;
    if (call && callsByName(call, isFunction(node) ? /^(check|require)/ : /^/)) switchable(call, ['void 0']);
    if (type === 'ThrowStatement') switchable(node, ['void 0'], (tests) => [`if(${tests}1)`, '']);
    if (type === 'CallExpression') decideCall(node);
    if (type === 'MemberExpression' && of(node.property) === 'size') {
      const made = node.object as Node;
      if (isNew(made, 'Set')) switchable(node, [`[...${of((made.arguments as Node[])[0])}].length`]);
    }
  }
  for (const kept of keptBy(program.body as unknown as Node[]))
    wraps.push({ node: kept, before: 'guardKept(', after: ')' });
  return { guards, switched: wrapped(text, wraps) };
}
