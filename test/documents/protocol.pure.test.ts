import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusalCodes } from '../../schemas/codes.ts';
import { clearKinds, sealedKinds } from '../../schemas/delivery.ts';
import { statementKinds } from '../../schemas/statements.ts';
import { kindsNeedingStanding } from '../../src/protocol/delivery.ts';
import { NS } from '../../src/protocol/encoding.ts';
import { statusOf } from '../../src/web/refusals.ts';
import { protocolDocument } from '../support/protocol-document.ts';
import { readSources, root } from '../support/sources.ts';
import { committedCases, committedWorld } from '../vectors/files.ts';

/* docs/protocol.md says what the code does and what the vectors show. */

const document = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
const sources = readSources(['src/protocol']);
const code = sources.map(({ text }) => text).join('\n');
const section = (number: number) =>
  document.slice(document.indexOf(`\n## ${number}. `), document.indexOf(`\n## ${number + 1}. `));
/** Cells of the table rows that begin with a backtick. */
const rowsIn = (text: string) =>
  [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row]) => row!.split(/(?<!\\) \| /)).filter(([head]) => head !== '---');
const quoted = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, one]) => one!);
const isCode = (word: string) => (refusalCodes as readonly string[]).includes(word);

test('fields, rules of sound and numbers of vectors are those of the code: run `npm run docs`', () => {
  expect(protocolDocument(document)).toBe(document);
  expect(section(12)).toMatch(/^\| `withdrawal` \| \d+ \|$/m);
  expect(document).toContain('    (?<=^|[aeiou])i(?=[aeiou]) → y');
});

test('its sections are numbered from 1 to 12', () => {
  expect([...document.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 12 }, (_, at) => at + 1),
  );
});

test('every kind of statement says who signs it, and every kind of delivery what its body is', () => {
  const signed = rowsIn(section(4).split('Their fields')[0]!).flatMap(([kind]) => quoted(kind!));
  expect(signed.toSorted()).toEqual(statementKinds.toSorted());
  const bodies = [...section(5).matchAll(/^\| (`[a-z`, -]+) \| (age file|the token|an envelope) \|/gm)];
  const of = (...words: string[]) => bodies.flatMap(([, kinds, body]) => (words.includes(body!) ? quoted(kinds!) : []));
  expect(of('age file').toSorted()).toEqual([...sealedKinds].sort());
  expect(of('the token', 'an envelope').toSorted()).toEqual([...clearKinds].sort());
});

test('what separates keys, ids and hashes from each other is named, all of it', () => {
  const written = [...code.matchAll(/\$\{NS\}([/|][a-z-]+)/g)].map(([, label]) => label!);
  const derived = [...code.matchAll(/derived\(\w+, '([a-z-]+)'/g)].map(([, label]) => `/${label}`);
  const named = rowsIn(section(1)).flatMap(([strings]) => quoted(strings!));
  const labels = named.flatMap((one) => /^convive\/v1\\?([/|][a-z-]+)/.exec(one)?.[1] ?? []);
  expect(labels.toSorted()).toEqual([...new Set([...written, ...derived])].sort());
  expect(document).toContain(`The namespace is \`${NS}\`.`);
});

test('it says which kinds are sent and taken today, and which need that standing accepts them', () => {
  const today = document.slice(document.indexOf('Of the kinds below'), document.indexOf('The other kinds'));
  const read = /const read: readonly DeliveryKind\[\] = \[(.*?)\]/s.exec(code)?.[1] ?? '';
  expect(quoted(today).toSorted()).toEqual([...read.matchAll(/'([a-z-]+)'/g)].map(([, kind]) => kind).sort());
  const needing = section(5).slice(section(5).indexOf('These kinds need'), section(5).indexOf('All others are'));
  const scopes = [...needing.replace(/\n/g, ' ').matchAll(/((?:`[a-z-]+`(?: and )?)+) \(([a-z]+)\)/g)].flatMap(
    ([, kinds, scope]) => quoted(kinds!).map((kind) => [kind, scope]),
  );
  const needed = Object.entries(kindsNeedingStanding).filter(([, scope]) => scope !== null);
  expect(Object.fromEntries(scopes)).toEqual(Object.fromEntries(needed));
  expect(section(8)).toContain(`\`${/new Set\('(de [a-z ]+)'\.split/.exec(code)?.[1]}\``);
});

test('each limit is the one of the code', () => {
  const limits = rowsIn(section(1)).filter(([, , where]) => where?.includes('.ts`'));
  expect(limits.length).toBeGreaterThan(20);
  for (const [, value, where] of limits) {
    const [file, ...names] = quoted(where!);
    const text = readFileSync(join(root, file!.includes('/') ? '' : 'src/protocol', file!), 'utf8');
    const found = names.map((name) => new RegExp(`\\b${name}(?: =|:) (\\[[^\\]]+\\]|[\\d_]+)`).exec(text)?.[1] ?? '');
    expect(found.join(', ').replace(/[_[\]]/g, ''), where).toBe(value);
  }
  for (const [severity, once, altogether] of rowsIn(section(4)).filter((row) => /^\d+$/.test(row[1] ?? '')))
    expect(code).toContain(`${severity}: [${once}, ${altogether}]`);
});

test('every code with which the protocol refuses is named, and no other', () => {
  const thrown = [
    ...[...code.matchAll(/new Refusal\(\s*'([a-z-]+)'/g)].map(([, one]) => one!),
    ...[...code.matchAll(/shaped\([^;]*?, '([a-z-]+)'\)/g)].map(([, one]) => one!),
  ];
  const named = new Set(quoted(document).filter(isCode));
  // Of what a client keeps of its own lists, not of what comes from outside.
  const inside = ['conflict'];
  expect([...new Set(thrown)].filter((one) => !named.has(one) && !inside.includes(one))).toEqual([]);
  const inCodeColumns = [...rowsIn(section(5)), ...rowsIn(section(11))]
    .filter(([number]) => /^\d/.test(number!))
    .flatMap((row) => quoted(row.at(-1)!));
  expect(inCodeColumns.length).toBeGreaterThan(80);
  expect(inCodeColumns.filter((one) => !isCode(one) && !/^(dropAfter|date|attest|v|to)$/.test(one))).toEqual([]);
});

test('each HTTP answer has the status that a node gives', () => {
  const answers = rowsIn(section(5).slice(section(5).indexOf('**HTTP answers**'))).filter(([status]) =>
    /^\d{3}$/.test(status!),
  );
  expect(answers.length).toBe(8);
  for (const [status, codes] of answers)
    for (const one of quoted(codes!))
      expect([one, statusOf[one as keyof typeof statusOf]]).toEqual([one, Number(status)]);
});

test('every attack of a test ends in a code that its row names', () => {
  const rows = new Map<number, string>();
  for (const [numbers, , ending] of rowsIn(section(11))) {
    const [from, to = from] = (numbers ?? '').split('–').map(Number);
    for (let row = from!; row <= to!; row++) rows.set(row, ending!);
  }
  expect([...rows.keys()]).toEqual(Array.from({ length: 63 }, (_, at) => at + 1));
  const attacks = readSources(['test/protocol/attacks']).flatMap(({ text }) => [
    ...text.matchAll(/\[\s*(\d+),\s*['`][^\n]+?['`],\s*'([a-z-]+)',/g),
  ]);
  expect(attacks.length).toBeGreaterThan(40);
  for (const [, row, ending] of attacks) expect(quoted(rows.get(Number(row)) ?? ''), `row ${row}`).toContain(ending);
});

describe('the worked example', () => {
  const example = Object.fromEntries(
    [...section(3).matchAll(/^([a-zA-Z]+(?: [a-z]+)?) {2,}(.+?)(?: \(hex\))?$/gm)].map(([, key, value]) => [
      key,
      value,
    ]),
  );
  const vectorOf = (folder: string, name: string) => {
    const found = committedCases().find((one) => one.folder === folder && one.vector.name === name);
    return found!.vector as { given: Record<string, unknown>; expect: { ok: Record<string, unknown> } };
  };
  const derived = vectorOf('words', 'what follows for one delivery');
  const made = vectorOf('withdrawal', 'is made byte by byte');

  test('has the bytes of its vectors', () => {
    const { caseSeed, caseKey, dropToken, dropCommit, locator, locatorHash } = derived.expect.ok;
    const { pae, id, envelope } = made.expect.ok as { pae: string; id: string; envelope: { signatures: object[] } };
    expect(example).toEqual({
      'case seed': caseSeed,
      'case key': caseKey,
      'drop token': dropToken,
      'drop commit': dropCommit,
      locator,
      'its hash': locatorHash,
      PAE: pae,
      id,
      ...envelope.signatures[0],
    });
  });

  test('begins with what they are given', () => {
    const { secret, delivery, issuer } = derived.given;
    for (const one of [secret, delivery, issuer]) expect(section(3)).toContain(`\`${one}\``);
    expect(issuer).toBe(committedWorld().collectives.ceiba?.id);
  });
});
