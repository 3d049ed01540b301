import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKeyring, newPhrase } from '../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../src/commands/keyring-file.ts';
import { readSettings } from '../../src/config.ts';
import { type RunningNode, startNode } from '../../src/main.ts';
import { type FreshPlace, freshPlace } from '../support/databases.ts';
import { hasTerminal } from '../support/needs.ts';
import { atTerminal, mainScreen, otherScreen, type Typed } from '../support/pty.ts';
import { quiet } from '../support/quiet.ts';

const [enter, ctrlC, ctrlZ] = ['\r', '\x03', '\x1a'];
const asUsual = / icanon .* echo /;
const cursorShown = /\x1b\[\?25h(?!.*\x1b\[\?25l)/s;

describe.runIf(hasTerminal)('at a real terminal', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'convive-pty-'));
  let place: FreshPlace;
  let node: RunningNode;
  let code = '';

  beforeAll(async () => {
    place = await freshPlace();
    const announce = (announced: string) => {
      code = announced;
    };
    const settings = readSettings({ DATA: place.folder, PORT: '0' });
    node = await startNode({ settings, log: quiet, announce, env: {} });
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const keyring = (name: string) => join(folder, name);
  const makingKeys = (name: string) =>
    atTerminal(['keys', 'new', '--roles', 'steward', '--keyring', keyring(name), '--node', node.origin]);
  /** Up to the screen with the twelve words of a new keyring; gives them. */
  async function untilWords(typed: Typed): Promise<string> {
    await typed.says('Set-up code');
    typed.type(`${code}${enter}`);
    await typed.says('Press Enter');
    const [words] = /([a-z]+ ){11}[a-z]+/.exec(typed.out()) ?? [];
    expect(words).toBeDefined();
    return words ?? '';
  }

  test('a keyring is made: the code is not shown, and the words stand on the other screen only', async () => {
    await using typed = makingKeys('made');
    const words = await untilWords(typed);
    typed.type(enter);
    const { exit, settings } = await typed.ended();
    expect(exit).toBe(0);
    expect(settings).toMatch(asUsual);
    const out = typed.out();
    expect(out).toMatch(cursorShown);
    expect(out).not.toContain(code);
    expect(otherScreen(out)).toContain(words);
    expect(otherScreen(out).startsWith('\x1b[2J\x1b[H')).toBe(true);
    expect(otherScreen(out).endsWith('\x1b[2J\x1b[3J\x1b[H')).toBe(true);
    // One or two of them can stand in our own sentences: "code", "when" and "setup" are words of the list.
    const seen = words.split(' ').filter((word) => new RegExp(`\\b${word}\\b`).test(mainScreen(out)));
    expect(seen.length).toBeLessThan(3);
    expect(existsSync(keyring('made'))).toBe(true);
  });

  test('Ctrl-C at the first question: nothing is written, nothing shown, and the terminal is as it was', async () => {
    await using typed = makingKeys('stopped');
    await typed.says('Set-up code');
    typed.type('half-a-code');
    await expect.poll(() => typed.out()).toContain('▪');
    typed.type(ctrlC);
    const { exit, settings } = await typed.ended();
    expect(exit).toBe(1);
    expect(settings).toMatch(asUsual);
    expect(typed.out()).toMatch(cursorShown);
    expect(typed.out()).not.toContain('half');
    expect(readdirSync(folder).filter((name) => name.includes('stopped'))).toEqual([]);
  });

  test.each(['Ctrl-C', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s while the words are shown clears them',
    async (how) => {
      await using typed = makingKeys(how);
      const words = await untilWords(typed);
      if (how === 'Ctrl-C') typed.type(ctrlC);
      else typed.kill(how);
      const { exit, settings } = await typed.ended();
      expect(exit).toBeGreaterThan(0);
      expect(settings).toMatch(asUsual);
      expect(typed.out()).toMatch(cursorShown);
      expect(otherScreen(typed.out())).toContain(words);
      expect(mainScreen(typed.out())).not.toContain(words);
      expect(mainScreen(typed.out())).not.toContain('\x1b[?1049h');
    },
  );

  test('words that open a keyring are not shown when they are typed, right or wrong', async () => {
    const words = newPhrase('en');
    await createKeyringFile(keyring('known'), await newKeyring(['steward'], words));
    for (const [given, exit] of [
      [words, 0],
      [newPhrase('en'), 1],
    ] as const) {
      await using typed = atTerminal(['keys', 'show', '--keyring', keyring('known')]);
      await typed.says('twelve words');
      typed.type(given);
      typed.type(ctrlZ);
      typed.type(enter);
      expect(await typed.ended()).toMatchObject({ exit, settings: expect.stringMatching(asUsual) });
      const longest = given.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? '';
      expect(mainScreen(typed.out())).not.toContain(longest);
    }
  });
});
