import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wholeProgram } from '../support/commands-document.ts';
import { filesOfTheHouse, type House, missingIn } from '../support/named.ts';
import { root } from '../support/sources.ts';
import { found } from '../support/world.ts';

const documents = ['*.md', 'docs/*.md', 'docs/decisions/*.md', 'deploy/*.md', 'test/vectors/README.md']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .sort();
let house: House;

beforeAll(async () => {
  await using ceiba = await found('Ceiba');
  const mounted = ceiba.node?.app.routes ?? [];
  const federated = ['GET /actor', 'GET /actors/self/inbox', 'POST /actors/self/inbox', 'GET /exit'];
  const routes = mounted.map(({ method, path }) => `${method} ${path}`);
  house = { program: await wholeProgram(), routes: [...routes, ...federated], files: filesOfTheHouse() };
});

test.each(documents)('%s names files, routes, commands, options and codes that exist', (path) => {
  expect(missingIn({ path, text: readFileSync(join(root, path), 'utf8') }, house)).toEqual([]);
});

test('all documents are read', () => {
  expect(documents).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/api.md', 'deploy/README.md']),
  );
  expect(house.routes.length).toBeGreaterThan(100);
  expect(house.files.length).toBeGreaterThan(1000);
});

test.each([
  ['README.md', 3_500],
  ['ARCHITECTURE.md', 8_000],
  ['docs/screens/agreement.png', 150_000],
  ['docs/screens/desk.png', 60_000],
  ['docs/screens/opened.png', 60_000],
])('%s is small: at most %i bytes', (path, most) => {
  expect(statSync(join(root, path)).size).toBeLessThanOrEqual(most);
});

describe('what a document names and nobody has is found:', () => {
  test.each([
    ['a path', 'See `src/upkeep/backup.ts`.', 'no file src/upkeep/backup.ts'],
    ['a path of a room', 'See `notices/theirs/forget.ts`.', 'no file notices/theirs/forget.ts'],
    ['a file without its folder', 'See `forget-me.ts`.', 'no file forget-me.ts'],
    ['a folder', 'See `test/tales/`.', 'no file test/tales/'],
    ['a link', 'See [it](docs/nothing.md).', 'no file docs/nothing.md'],
    ['a picture', '![A page](docs/screens/nothing.png)', 'no file docs/screens/nothing.png'],
    ['a pattern', '`test/protocol/{oprf,nothing}*.md`', 'no file test/protocol/{oprf,nothing}*.md'],
    ['a route', 'Ask `GET /nobody`.', 'no route GET /nobody'],
    ['another method', 'Ask `DELETE /manifest`.', 'no route DELETE /manifest'],
    ['a page', 'At `/agreements/dreams/<id>/now`.', 'no route /agreements/dreams/<id>/now'],
    ['a command', 'Run `convive alerts`.', 'no command convive alerts'],
    ['one below', 'Run `npx --no convive alert forget ID`.', 'no command alert forget'],
    ['one without its program', 'Run `alert forget ID`.', 'no command alert forget'],
    ['an option', 'Run `npx --no convive doctor --online`.', 'no option --online of doctor'],
    ['an option alone', 'With `--online`.', 'no option --online'],
    ['in a block', '```sh\nnpx --no convive keys new --names a\n```', 'no option --names of new'],
    ['a script', '```\nnpm run dance\n```', 'no script dance'],
    ['an option of a script', 'Run `npm run fuzz -- --loud`.', 'no option --loud of fuzz'],
    ['an option of the demo', 'Run `npm run demo -- --enter`.', 'no option --enter of demo'],
    ['a setting', 'Set `CONVIVE_WISH`.', 'no setting CONVIVE_WISH'],
    ['an exit code', 'It ends with 3.', 'no exit code 3'],
  ])('%s', (_what, text, lost) => {
    expect(missingIn({ path: 'README.md', text }, house)).toEqual([`README.md: ${lost}`]);
  });
});
