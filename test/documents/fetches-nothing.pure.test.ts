import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/sources.ts';

// Outside the checkout `npx NAME` asks the registry for a package of that name, which anybody can register: the first
// command that a founder types would be a stranger's program.
const fetching = /\b(?:npx(?! --no\b)|npm (?:exec|init|create|x)\b|(?:pnpm|yarn) (?:dlx|create)\b|bunx)[^\n]*/g;
const fetched = (text: string): string[] => text.match(fetching) ?? [];

const told = ['src', 'docs', 'deploy', 'schemas']
  .flatMap((folder) => globSync(`${folder}/**`, { cwd: root, withFileTypes: true }))
  .concat(globSync('*.md', { cwd: root, withFileTypes: true }))
  .filter((entry) => entry.isFile() && !/\.(png|woff2?)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

test('nothing that we print, show or write down names a command that could fetch a program', () => {
  expect(told.length).toBeGreaterThan(500);
  const found = told.flatMap((path) => fetched(readFileSync(path, 'utf8')).map((line) => `${path}: ${line}`));
  expect(found).toEqual([]);
});

test.each(['npx convive keys new', 'npx -y convive', 'npm exec convive', 'npm init convive', 'yarn dlx convive'])(
  '%s would be found',
  (line) => expect(fetched(`First type:\n    ${line}\n`)).toEqual([line]),
);

test.each(['npx --no convive keys new', 'npm run convive -- keys new', 'convive keys new'])('%s stays', (line) =>
  expect(fetched(line)).toEqual([]),
);
