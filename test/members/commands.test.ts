import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownNode } from '../../src/collective/store.ts';
import { convive } from './command-line.ts';
import { startTestNode } from './node.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'convive-commands-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const wordsIn = (text: string) => text.split('\n').find((line) => line.trim().split(' ').length === 12) ?? '';

test('three people set their collective up from three devices', async () => {
  await using node = await startTestNode();
  const home = folder();
  const people = ['rosa', 'marisol', 'tono'].map((name, index) => ({
    keyring: join(home, `${name}.keyring`),
    roles: index < 2 ? 'steward,accompanier' : 'steward',
    phrase: '',
  }));
  for (const person of people) {
    const made = await convive(
      ['keys', 'new', '--node', node.origin, '--keyring', person.keyring, '--roles', person.roles],
      { lines: [node.code()] },
    );
    expect(made).toMatchObject({ exit: 0 });
    expect(statSync(person.keyring).mode & 0o777).toBe(0o600);
    person.phrase = wordsIn(made.out);
    expect(person.phrase).not.toBe('');
  }
  const setup = (person: (typeof people)[number], ...more: string[]) =>
    convive(['setup', '--node', node.origin, '--keyring', person.keyring, '--yes', ...more], {
      lines: [person.phrase, node.code()],
    });
  const profile = ['--name', 'Ceiba', '--handle', 'ceiba', '--summary', 'A shared house.', '--language', 'en'];
  const [rosa, marisol, tono] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  expect(await setup(tono, ...profile)).toMatchObject({ exit: 1, out: '' });
  const drafted = await setup(rosa, ...profile);
  expect(drafted.exit).toBe(0);
  expect(drafted.err).toContain('@ceiba@localhost');
  expect(drafted.err).toContain('(you)');
  const signed = await setup(marisol);
  // Both read the same twelve words.
  expect(signed.err).toContain(/words: (.+)|same: (.+)/.exec(drafted.out)?.at(-1) ?? 'nothing');
  const again = await setup(marisol, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ standing: false, missing: [expect.any(String)] });
  const last = await setup(tono);
  expect(last).toMatchObject({ exit: 0 });
  const { collective } = (await ownNode(node.runtime.db))!;
  expect(last.out).toContain(collective);
  expect(await setup(tono)).toMatchObject({ exit: 1, err: 'This node is already set up. Sign in instead.\n' });

  const shown = await convive(['keys', 'show', '--json', '--keyring', rosa.keyring], { lines: [rosa.phrase] });
  expect(JSON.parse(shown.out)).toMatchObject({ roles: ['steward', 'accompanier'], collective });
  // Nothing that opens anything was logged, or lies in a file in clear.
  const written = readdirSync(home).map((name) => readFileSync(join(home, name), 'latin1'));
  for (const person of people) expect([...node.logged, ...written].join()).not.toContain(person.phrase);
});

test('a question that is not answered with yes changes nothing', async () => {
  await using node = await startTestNode();
  const keyring = join(folder(), 'rosa.keyring');
  const made = await convive(
    ['keys', 'new', '--node', node.origin, '--keyring', keyring, '--roles', 'steward,accompanier', '--json'],
    { lines: [node.code()] },
  );
  const { phrase } = JSON.parse(made.out) as { phrase: string };
  const together = ['setup', '--together', folder(), '--node', node.origin];
  expect(await convive(together, { lines: ['no'] })).toMatchObject({ exit: 1, out: '' });
  expect(await convive(['setup', '--node', node.origin, '--keyring', keyring], { lines: [phrase] })).toMatchObject({
    exit: 1,
    err: 'The answer is missing: the input ended before it came.\n',
  });
});

test('all keyrings on one device, to try it out, after being told what that means', async () => {
  await using node = await startTestNode();
  const home = join(folder(), 'ceiba');
  const codeFile = join(folder(), 'code');
  writeFileSync(codeFile, `${node.code()}\n`);
  const argv = ['setup', '--together', home, '--node', node.origin, '--code-file', codeFile, '--yes'];
  const profile = ['--name', 'Ceiba', '--handle', 'ceiba', '--summary', 'Una casa.', '--language', 'es'];
  const run = await convive([...argv, ...profile, '--json'], { env: { LANG: 'es_MX.UTF-8' } });
  expect(run.exit).toBe(0);
  expect(run.err).not.toBe('');
  // A code that is used up needs no care.
  expect(run.err).not.toContain(basename(codeFile));
  const { collective, founders } = JSON.parse(run.out) as {
    collective: string;
    founders: { keyring: string; phraseFile: string }[];
  };
  expect(await ownNode(node.runtime.db)).toMatchObject({ collective, alone: true });
  expect(founders).toHaveLength(3);
  for (const { keyring, phraseFile } of founders) {
    expect(statSync(phraseFile).mode & 0o777).toBe(0o600);
    const shown = await convive(['keys', 'show', '--json', '--keyring', keyring, '--phrase-file', phraseFile]);
    expect(JSON.parse(shown.out)).toMatchObject({ collective });
  }
});

test('each wrong input is one sentence and an exit code, and leaves nothing behind', async () => {
  await using node = await startTestNode();
  const home = folder();
  const keyring = join(home, 'rosa.keyring');
  const keysNew = (roles: string, more: string[] = ['--node', node.origin]) => [
    'keys',
    'new',
    '--keyring',
    keyring,
    '--roles',
    roles,
    ...more,
  ];
  const refused: [string[], string[]][] = [
    [keysNew('steward'), ['0000-0000-0000-0000']],
    [keysNew('keeper'), [node.code()]],
    [keysNew('steward', ['--node', 'http://ceiba.example']), [node.code()]],
    [keysNew('steward', ['--node', 'http://localhost:1']), [node.code()]],
    [keysNew('steward'), []],
    [['keys', 'show', '--keyring', join(home, 'nobody.keyring')], []],
    [['keys', 'show'], []],
    [['setup', '--node', node.origin, '--keyring', join(home, 'nobody.keyring')], []],
  ];
  for (const [argv, lines] of refused) {
    const run = await convive(argv, { lines, env: { DATA: home } });
    expect(run, argv.join(' ')).toMatchObject({ exit: 1, out: '' });
    expect(run.err, argv.join(' ')).toMatch(/^[^\n]{10,200}\n$/);
    expect(existsSync(keyring)).toBe(false);
  }
  expect(await convive(keysNew('steward'), { lines: [node.code()] })).toMatchObject({ exit: 0 });
  expect(await convive(keysNew('steward'), { lines: [node.code()] })).toMatchObject({ exit: 1 });
  for (const argv of [['keys', 'new'], ['keys', 'dance'], ['dance'], ['setup', '--dance']]) {
    expect((await convive(argv)).exit, argv.join(' ')).toBe(2);
  }
});

test('the address of a node on this machine is found in its data folder, and help speaks the language', async () => {
  await using node = await startTestNode();
  const home = folder();
  writeFileSync(join(home, 'address'), `${node.origin}\n`);
  const argv = ['keys', 'new', '--keyring', join(home, 'rosa.keyring'), '--roles', 'steward', '--json'];
  expect(await convive(argv, { lines: [node.code()], env: { DATA: home } })).toMatchObject({ exit: 0 });
  const help = await convive(['--help']);
  expect(help.exit).toBe(0);
  expect(help.out).toContain('setup');
  expect((await convive(['--help'], { env: { LANG: 'es' } })).out).not.toBe(help.out);
});
