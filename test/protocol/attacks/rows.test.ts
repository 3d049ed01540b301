import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from '../../support/sources.ts';

const rows = 63;

it('every row of the attack table names a test', () => {
  const named = new Set<number>();
  const files = globSync('test/**/*.test.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const text = readFileSync(`${root}/${file}`, 'utf8');
    for (const [, from, to] of text.matchAll(/\brows? (\d+)(?:(?: to | and )(\d+))?/g)) {
      for (let row = Number(from); row <= Number(to ?? from); row++) named.add(row);
    }
    for (const [, row] of text.matchAll(/^ {2,4}\[?\n? *(\d+),\s+'/gm)) named.add(Number(row));
  }
  const missing = Array.from({ length: rows }, (_, at) => at + 1).filter((row) => !named.has(row));
  expect(missing).toEqual([]);
});
