import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type OwnTree, ownTree, runIn, startIn } from '../support/own-tree.ts';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
/** An account other than the superuser, who may write everywhere. */
const account = isRoot ? nobody : undefined;
/** A start that would have to build cannot. */
const withoutBuilder = { ESBUILD_BINARY_PATH: '/bin/false' };

function change(tree: OwnTree, from: string, to: string): void {
  const file = join(tree.path, 'src/run.ts');
  const { atime, mtime } = statSync(file);
  const source = readFileSync(file, 'utf8');
  expect(source).toContain(from);
  writeFileSync(file, source.replace(from, to));
  utimesSync(file, atime, mtime);
}

/** Fails inside our own code, which tells only where. */
const broken = "process.stdout.write = () => { throw new TypeError('broken'); };";

async function expectPlaceOfFault(tree: OwnTree, by?: number): Promise<void> {
  const { exit, err } = await runIn(tree, ['--help'], { account: by, before: broken });
  expect(exit).toBe(70);
  const [, path = '', line = ''] = /\((?:file:\/\/)?(\S+\/src\/\S+\.ts):(\d+):\d+\)/.exec(err) ?? [];
  expect(path.startsWith(tree.path), err).toBe(true);
  expect(readFileSync(path, 'utf8').split('\n')[Number(line) - 1]).toContain('stdout.write(');
}

describe('the bundle', { timeout: 600_000 }, () => {
  test('is built once; a changed source or package builds another, and the one before it stays', async () => {
    using tree = ownTree();
    expect(await runIn(tree, ['--help'])).toMatchObject({ exit: 0, out: expect.stringContaining('called: convive ') });
    const [first, ...others] = tree.kept();
    expect([first, others]).toEqual([expect.stringMatching(/^node-[0-9a-f]{32}$/), []]);
    expect(await runIn(tree, ['--help'], { env: withoutBuilder })).toMatchObject({ exit: 0 });
    await expectPlaceOfFault(tree);

    change(tree, 'process.exitCode =', "process.stdout.write('changed');\nprocess.exitCode =");
    expect(await runIn(tree, ['--help'], { env: withoutBuilder })).toMatchObject({ exit: 1 });
    expect(await runIn(tree, ['--help'])).toMatchObject({ exit: 0, out: expect.stringMatching(/^changed/) });
    expect(tree.kept()).toHaveLength(2);
    expect(tree.kept()).toContain(first);

    writeFileSync(join(tree.path, 'node_modules/.package-lock.json'), '{}');
    expect(await runIn(tree, ['--help'])).toMatchObject({ exit: 0 });
    expect(tree.kept()).toHaveLength(2);
    expect(tree.kept()).not.toContain(first);
  });

  test('that a killed start left half made is never used; two starts at once build one that is whole', async () => {
    using tree = ownTree();
    const before = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      const write = fs.writeFileSync; let files = 0;
      fs.writeFileSync = (...all) => (++files === 9 ? process.kill(process.pid, 'SIGKILL') : write(...all));
      syncBuiltinESMExports();`;
    expect(await runIn(tree, ['--help'], { before })).toMatchObject({ signal: 'SIGKILL' });
    const [left, ...others] = tree.kept();
    expect([left, others]).toEqual([expect.stringMatching(/^making-/), []]);
    const long = new Date(Date.now() - 7_200_000);
    utimesSync(join(tree.path, 'dist', left ?? ''), long, long);

    const ended = await Promise.all([1, 2].map(() => runIn(tree, ['--help'])));
    for (const one of ended) expect(one).toMatchObject({ exit: 0, out: expect.stringContaining('called: convive ') });
    expect(tree.kept()).toEqual([expect.stringMatching(/^node-/)]);
    expect(await runIn(tree, ['--help'], { env: withoutBuilder })).toMatchObject({ exit: 0 });
  });

  test('is built in memory where nothing can be written: pages, styles and places of faults are as ever', async () => {
    using tree = ownTree();
    if (isRoot) tree.giveTo(nobody);
    tree.makeReadOnly();
    await expectPage(tree, account);
    await expectPlaceOfFault(tree, account);
    expect(tree.kept()).toEqual([]);
  });

  test.runIf(isRoot)("is never left in another account's tree, not even by the superuser", async () => {
    using tree = ownTree();
    expect(await runIn(tree, ['--help'], { account: nobody })).toMatchObject({ exit: 0 });
    expect(tree.kept()).toEqual([]);
    tree.giveTo(nobody);
    expect(await runIn(tree, ['--help'])).toMatchObject({ exit: 0 });
    expect(tree.kept()).toEqual([]);
  });
});

/** Starts a node on a new data folder and asks for its first page as a browser does. */
async function expectPage(tree: OwnTree, by?: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'convive-tree-data-'));
  if (by !== undefined) chownSync(data, by, by);
  const child = startIn(tree, ['serve'], { account: by, env: { DATA: join(data, 'data'), PORT: '0' } });
  const exited = once(child, 'exit');
  try {
    const said = text(child.stderr);
    let origin = '';
    for await (const line of createInterface(child.stdout)) {
      origin = /answers at (http\S+)/.exec(line)?.[1] ?? '';
      if (origin) break;
    }
    if (!origin) throw new Error(await said);
    child.stdout.resume();
    const page = await (await fetch(`${origin}/`)).text();
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    for (const path of [style, '/ns']) expect((await fetch(new URL(path, origin))).status, path).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}
