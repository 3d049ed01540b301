import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { root } from '../support/sources.ts';
import { blocksIn, type Ran, startWalk } from '../support/walk.ts';
import { eventually } from '../support/world.ts';

/*
 * docs/first-collective.md, command by command as it stands there; ports are free ones, names in capitals get values.
 */

const folder = mkdtempSync(join(tmpdir(), 'convive-walk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = readFileSync(join(root, 'docs/first-collective.md'), 'utf8');
const twelve = /\b(?:[a-z]+ ){11}[a-z]+\b/;
const keyringIn = (line: string) => /--keyring (\w+\.keyring)/.exec(line)?.[1] ?? '';
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);

/** What has to come out of a command, however long it takes until it does. */
const comesOut: [command: string, text: string][] = [
  ['setup --keyring marisol', 'Your collective stands'],
  ['agreements lint', 'can be imported'],
  ['agreements publish', 'Published at'],
  ['compare Maguey --keyring itzel', 'two of you signed it'],
  ['compare @ceiba@localhost:8420 $SECOND', 'two of you signed it'],
  ['stand Maguey --keyring itzel', 'It holds from now on'],
  ['alert where DRAFT', 'It is at Maguey'],
  ['alert list', 'DELIVERY'],
  ['alert open', 'What was done, in acts.'],
  ['withdraw --look', ') has opened it'],
  ['withdraw --node', '1 alert is taken back'],
  ['record verify', 'The record is whole'],
];

test('the walk with a first collective does what it says', { timeout: 400_000 }, async () => {
  const [ours, theirs] = [await freePort(), await freePort()];
  const values = new Map([['DAY', inAYear]]);
  const filled = (text: string) =>
    [...values]
      .reduce((line, [name, value]) => line.replace(new RegExp(`\\b${name}\\b`), value), text)
      .replaceAll('8420', String(ours))
      .replaceAll('8421', String(theirs));
  await using walk = startWalk(folder, { PORT: String(ours) });
  const codes = new Map<string, string>();
  const phrases = new Map<string, string>();
  const spoken = new Set<string>();
  const ran: Ran[] = [];

  /** What somebody types who reads the page: the words of their keyring first, then what each command asks. */
  const answersTo = (terminal: string, line: string): string[] => {
    const code = codes.get(terminal === 'person' ? 'ceiba' : terminal) ?? '';
    const phrase = phrases.get(keyringIn(line));
    const own = phrase === undefined ? [] : [phrase];
    if (line.includes('--together')) return ['yes', code];
    if (line.includes(' keys new ')) return [code];
    const profile = line.includes('rosa.keyring') ? ['Ceiba', 'ceiba', 'A house with a library.'] : [];
    if (line.includes(' setup ')) return [...own, code, ...profile, 'yes'];
    if (line.includes(' compare ')) return [...own, ...spoken];
    if (line.includes(' withdraw ')) return [values.get('WORDS') ?? '', 'yes'];
    return [...own, 'yes'];
  };

  /** What somebody keeps of what a command printed. */
  const keep = ({ line, out }: Ran): void => {
    const words = twelve.exec(out)?.[0] ?? '';
    if (line.includes(' keys new ')) phrases.set(keyringIn(line), words);
    if (line.includes(' words ')) spoken.add(words);
    if (line.includes(' alert draft ')) values.set('DRAFT', out.trim());
    if (line.includes(' alert consent ')) values.set('WORDS', words);
    if (line.includes(' alert send ')) values.set('DELIVERY', out.trim());
  };

  const run = async (terminal: string, given: string): Promise<void> => {
    const line = filled(given);
    const text = filled(comesOut.find(([command]) => given.includes(command))?.[1] ?? '');
    const one = await eventually(
      () => walk.run(terminal, line, answersTo(terminal, line)),
      ({ exit, out }) => exit !== 0 || out.includes(text),
    );
    if (one.exit !== 0) throw new Error(`${line} ended with ${one.exit}: ${one.err}${one.out}`);
    expect(one.out, line).toContain(text);
    keep(one);
    ran.push({ ...one, line: given });
  };

  for (const { language, terminal, lines } of blocksIn(document)) {
    if (language === 'yaml') writeFileSync(join(folder, 'alert.yaml'), `${lines.join('\n')}\n`);
    for (const line of language === 'sh' ? lines : [])
      if (line.endsWith('npm start')) codes.set(terminal, await walk.start(filled(line)));
      else await run(terminal, line);
  }
  for (const [command] of comesOut) expect(ran.filter(({ line }) => line.includes(command)).length, command).toBe(1);
  expect(spoken.size).toBe(1);
  expect(await (await fetch(`http://localhost:${ours}/agreements`)).text()).toContain(
    'Acuerdo de convivencia de Ceiba',
  );

  const listed = () => walk.run('maguey', 'npx --no convive alert list $FIRST', []);
  const after = await eventually(listed, ({ out }) => !out.includes(values.get('DELIVERY') ?? ''));
  expect(after).toMatchObject({ exit: 0, out: expect.not.stringContaining(values.get('DELIVERY') ?? '') });
  const looking = () =>
    walk.run('person', filled('npx --no convive withdraw --look --node http://localhost:8420'), [
      values.get('WORDS') ?? '',
    ]);
  const look = await eventually(looking, ({ out }) => out.includes('erased'));
  expect(look.out).toMatch(/^Maguey \(localhost:\d+, [a-z]+ [a-z]+\) says that it is erased there\./);
});
