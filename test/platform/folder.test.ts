import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from '../../src/platform/folder.ts';

const place = mkdtempSync(join(tmpdir(), 'convive-folder-'));
afterAll(() => rmSync(place, { recursive: true }));

it('makes a folder and those above it for this account alone, and again changes nothing', () => {
  const folder = join(place, 'one/two');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('refuses where no folder can be made, and returns', () => {
  writeFileSync(join(place, 'file'), '');
  for (const folder of ['/proc/convive/data', '/proc/convive', join(place, 'file/data')])
    expect(() => makeFolder(folder)).toThrow(expect.objectContaining({ code: 'config', where: 'DATA' }));
});
