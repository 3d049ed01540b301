import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { type Node, nodesOf, readSources, type Source } from './support/sources.ts';

const thresholds = ['attest-threshold', 'rotate-threshold-old', 'rotate-threshold-new'];

/** Where a chain is made, by the signatures under it. */
const chainMaker = 'src/protocol/manifest.ts';

/** Where the codes are, and where a chain says that it waits. */
const mayName = ['schemas/codes.ts', chainMaker];

/** Files that may ask whether a refusal was for too few signatures, and why that lets nothing pass. */
const mayAsk: Record<string, string> = {
  'src/agreements/wire/fetch.ts': 'Asks the peer for its newest manifest, and verifies everything again by that chain.',
  'src/client/desk/sign/manifest.ts': 'Says whose signature is still missing.',
  'src/client/desk/sign/release.ts': 'Says that what was signed waits for another steward.',
  'src/notices/theirs/findings.ts': 'Names the codes with which a client may report that an item fails.',
};

test('nobody outside the protocol makes up a chain or a policy, or goes on after a missing quorum', () => {
  const sources = readSources(['src', 'schemas', 'migrations']);
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.flatMap(tricks)).toEqual([]);
});

test('each file that may ask for a missing quorum still does', () => {
  const asking = readSources(['src']).filter((source) => tricks({ ...source, path: 'src/a.ts' }).length > 0);
  expect(
    asking
      .map(({ path }) => path)
      .filter((path) => path !== chainMaker)
      .sort(),
  ).toEqual(Object.keys(mayAsk).sort());
});

test.each([
  [
    'a chain with another policy',
    'const one = { ...own, newest: { ...newest, statement: { ...newest.statement, policy: { rotate: 1 } } } };',
    'a chain is made of another',
  ],
  ['a chain out of nothing', 'const one = { collective, newest: link, all: [link] };', 'a chain is made of another'],
  ['a chain by assigning', 'Object.assign(own.newest.statement.policy, { rotate: 1 });', 'a policy is changed'],
  ['a policy with another quorum', 'const policy = { ...own.policy, rotate: 1 };', 'a policy is changed'],
  ['another policy in a statement', 'own.newest.statement.policy.attest = 0;', 'a policy is changed'],
  ['a quorum that is missed', "if (error.code !== 'attest-threshold') throw error;", 'asks for attest-threshold'],
  ['one in a list', "const mended = ['rotate-threshold-old'];", 'asks for rotate-threshold-old'],
  ['one in a switch', "switch (code) { case 'rotate-threshold-new': break; }", 'asks for rotate-threshold-new'],
  ['one in a template', 'if (code === `attest-threshold`) return;', 'asks for attest-threshold'],
])('finds %s', (_what, text, found) => {
  expect(tricks({ path: 'src/peers/a.ts', text }).join()).toContain(found);
});

test('a refusal for a missing quorum, and a sentence for it, are nothing forged', () => {
  const text = `
    throw new Refusal('attest-threshold', 'policy.attest');
    const sentences = { 'attest-threshold': 'Too few accompaniers signed.' };
    const draft = { collective: null, version: 1, policy: { rotate: 2, attest: 2 } };
    const about = { shared, newest, again };`;
  expect(tricks({ path: 'src/peers/a.ts', text })).toEqual([]);
});

/** Each place where a file makes up whom to trust, or asks for a refusal that it could pass over. */
function tricks({ path, text }: Source): string[] {
  const { program } = parseSync(path, text);
  const found: string[] = [];
  const said = new Set<unknown>();
  for (const node of nodesOf(program)) {
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'Refusal') said.add((node.arguments as unknown[])[0]);
    if (node.type === 'Property' && !node.computed) said.add(node.key);
    if (node.type === 'TSLiteralType') said.add(node.literal);
    const code = codeOf(node);
    if (code !== undefined && !said.has(node) && !mayName.includes(path) && mayAsk[path] === undefined)
      found.push(`${path} asks for ${code}`);
    if (path !== chainMaker && makesChain(node)) found.push(`${path}: a chain is made of another`);
    if (changesPolicy(node)) found.push(`${path}: a policy is changed`);
  }
  return found;
}

/** An object with a `newest` beside whatever else it takes over from a chain. */
function makesChain(node: Node): boolean {
  if (node.type !== 'ObjectExpression') return false;
  const { keys, spreads } = insideOf(node);
  return keys.includes('newest') && (spreads.length > 0 || (keys.includes('collective') && keys.includes('all')));
}

/** `{...policy, rotate}`, `Object.assign(policy, …)`, `policy.rotate = …`. */
function changesPolicy(node: Node): boolean {
  if (node.type === 'ObjectExpression') return insideOf(node).spreads.some(isPolicy);
  if (node.type === 'AssignmentExpression') return isPolicy((node.left as Node).object) || isPolicy(node.left);
  return node.type === 'CallExpression' && nameOf(node.callee) === 'assign' && isPolicy((node.arguments as Node[])[0]);
}

const isPolicy = (node: unknown): boolean => nameOf(node) === 'policy';

function insideOf(node: Node): { keys: (string | undefined)[]; spreads: unknown[] } {
  const properties = node.properties as Node[];
  return {
    keys: properties.map((one) => nameOf(one.key)),
    spreads: properties.filter(({ type }) => type === 'SpreadElement').map((one) => one.argument),
  };
}

/** The last name of `a`, `a.b` or `'a'`. */
function nameOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { type, name, value, property } = node as Record<string, unknown>;
  if (type === 'MemberExpression') return nameOf(property);
  return typeof name === 'string' ? name : typeof value === 'string' ? value : undefined;
}

/** The code for a missing quorum that a piece of text is. */
function codeOf(node: Node): string | undefined {
  const raw = node.type === 'TemplateElement' ? (node.value as { cooked: string }).cooked : node.value;
  return node.type === 'Literal' || node.type === 'TemplateElement' ? thresholds.find((one) => one === raw) : undefined;
}
