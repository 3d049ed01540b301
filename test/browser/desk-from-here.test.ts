import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { root } from '../support/sources.ts';
import { found } from '../support/world.ts';
import { openBrowser, typeWords, withPage } from './browser.ts';

test.runIf(chromium)(
  'convive desk serves the bytes of the node’s own desk from this machine, and the words open the keyring there',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const words = await movedIn(ceiba, 0);
    const argv = [join(root, 'src/convive.js'), 'desk', '--node', ceiba.origin];
    const env = { PATH: process.env.PATH ?? '', LANG: 'en_US.UTF-8' };
    const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const here = /http:\/\/localhost:\d+$/.exec(line)?.[0] ?? '';
      const there = ceiba.origin.replace('localhost', 'desk.localhost');
      expect(await (await fetch(`${here}/node.json`)).json()).toEqual({ node: ceiba.origin });
      const page = await (await fetch(`${here}/en`)).text();
      const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
      expect(files.length).toBeGreaterThan(5);
      await using browser = await openBrowser();
      await withPage(browser, { locale: 'en' }, async (at) => {
        // Node knows no names under localhost by itself; a browser does.
        await at.goto(`${there}/en`);
        const same = await at.evaluate(
          async (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).text())),
          files,
        );
        expect(same).toEqual(await Promise.all(files.map(async (path) => (await fetch(here + path)).text())));
        await at.goto(`${here}/en`);
        await typeWords(at, words);
        await at.getByRole('button', { name: 'Open my keyring' }).click();
        await at.getByRole('heading', { level: 1, name: 'Your desk' }).waitFor();
      });
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  },
);
