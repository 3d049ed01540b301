import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdFolder } from '../../src/database/lock.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { refusalSentence } from '../../src/platform/refusal.ts';
import { killHard, runScript } from '../support/children.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convive-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder that another process holds is refused, with its number and what to do', async () => {
  const holder = runScript('hold-folder.ts', folder);
  expect((await holder.lines.next()).value).toBe('held');
  for (let tries = 0; tries < 3; tries++) {
    expect(() => holdFolder(folder)).toThrow(`database-in-use (${holder.process.pid})`);
  }
  const sentence = refusalSentence(i18nFor('en'), { code: 'database-in-use', where: String(holder.process.pid) });
  expect(sentence).toContain(`process ${holder.process.pid}`);
  holder.process.stdin.end();
  await new Promise((resolve) => holder.process.once('exit', resolve));
  holdFolder(folder)[Symbol.dispose]();
});

test('a process that was killed holds nothing, whatever it left in the folder', async () => {
  const holder = runScript('hold-folder.ts', folder);
  await holder.lines.next();
  await killHard(holder);
  expect(readFileSync(join(folder, 'lock.pid'), 'utf8')).toBe(String(holder.process.pid));
  // The number now belongs to a process that lives: it is the lock that counts, not the number.
  writeFileSync(join(folder, 'lock.pid'), String(process.ppid));
  using _held = holdFolder(folder);
  expect(readFileSync(join(folder, 'lock.pid'), 'utf8')).toBe(String(process.pid));
});

test('a holder without a number, or in another container, is not robbed', async () => {
  const holder = runScript('hold-folder.ts', folder);
  await holder.lines.next();
  rmSync(join(folder, 'lock.pid'));
  expect(() => holdFolder(folder)).toThrow('database-in-use');
  writeFileSync(join(folder, 'lock.pid'), '4194304');
  expect(() => holdFolder(folder)).toThrow('database-in-use');
  await killHard(holder);
});

test('a second open inside one process is refused as well, and takes nothing from the first', async () => {
  {
    using _held = holdFolder(folder);
    expect(() => holdFolder(folder)).toThrow('database-in-use');
    const other = runScript('hold-folder.ts', folder);
    expect((await other.lines.next()).value).toBe('refused');
  }
  using _again = holdFolder(folder);
});

test('the folder is made for us alone; one that cannot be written to is refused', () => {
  const inner = join(folder, 'a/b');
  holdFolder(inner)[Symbol.dispose]();
  expect(statSync(inner).mode & 0o777).toBe(0o700);
  writeFileSync(join(folder, 'file'), '');
  expect(() => holdFolder(join(folder, 'file'))).toThrow('config (DATA)');
});
