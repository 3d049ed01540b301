import { sql } from 'kysely';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/databases.ts';
import { readSources } from '../support/sources.ts';

const folder = 'src/database/tables/';

test('every table of the database is described in exactly one room, with each of its columns', async () => {
  const described = readSources(['src/database']).flatMap(({ path, text }) =>
    path.startsWith(folder) ? tablesOf(path, text) : [],
  );
  await using database = await freshDatabase();
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select table_name::text as name, array_agg(
        column_name || case when is_nullable = 'YES' then ' null' else '' end order by column_name) as columns
      from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely%'
      group by 1 order by 1`.execute(database.db);
  expect(rows.length).toBeGreaterThan(40);
  expect(described.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows);
});

test('a migration names the file that describes what it makes', () => {
  const files = new Map(readSources(['src/database']).map(({ path, text }) => [path, text]));
  const migrations = readSources(['migrations']);
  const gone = new Set(
    migrations.flatMap(({ text }) => [...text.matchAll(/drop table (\w+)/g)].map(([, table]) => table)),
  );
  for (const { path, text } of migrations) {
    const named = /described\s+(?:\*\s+)?in\s+(?:\*\s+)?(src\/[\w/.-]+?)\.?(?= \*\/|\s|$)/.exec(text)?.[1];
    const touched = [...text.matchAll(/(?:create|alter) table (\w+)/g)].map(([, table]) => table ?? '');
    const made = touched.filter((table) => !gone.has(table));
    if (path.endsWith('index.ts') || made.length === 0) continue;
    const place = named ?? '';
    const described = [...files].flatMap(([file, said]) => (file.startsWith(place) ? tablesOf(file, said) : []));
    expect(
      described.map(({ name }) => name),
      path,
    ).toEqual(expect.arrayContaining(made));
    expect(place, path).toContain(folder);
  }
});

test('every table says what it is for and when it is erased', () => {
  const files = readSources(['src/database']).filter(({ path }) => path.startsWith(folder));
  const silent = files.flatMap(({ text }) =>
    [...text.matchAll(/(?:\/\*\*((?:(?!\*\/).)*)\*\/\n)?export interface (\w+) /gs)]
      .filter(([, said = '']) => !/\b(erased?|erases?|ends|forgotten|kept|takes its place|replaced)\b/i.test(said))
      .map(([, , name]) => name),
  );
  expect(silent).toEqual([]);
});

/** The tables that one file describes, with their columns, each with `null` where it may hold none. */
function tablesOf(path: string, text: string): { name: string; columns: string[] }[] {
  const { program } = parseSync(path, text);
  const columns = new Map<string, string[]>();
  const tables: [name: string, type: string][] = [];
  for (const node of program.body) {
    const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : null;
    if (declared?.type === 'TSInterfaceDeclaration')
      columns.set(
        declared.id.name,
        fields(text, declared.body.body)
          .map(([name, type]) => name + orNull(type))
          .sort(),
      );
    if (declared?.type === 'TSTypeAliasDeclaration' && declared.typeAnnotation.type === 'TSTypeLiteral')
      tables.push(...fields(text, declared.typeAnnotation.members));
  }
  return tables.map(([name, type]) => ({ name, columns: columns.get(type) ?? [] }));
}

const orNull = (type: string): string => (/MaybeTime|\bnull\b/.test(type) ? ' null' : '');

function fields(text: string, members: readonly { start: number; end: number }[]): [name: string, type: string][] {
  return members.map(({ start, end }) => {
    const [, name = '', type = ''] = /^(\w+): (.*?);?$/s.exec(text.slice(start, end)) ?? [];
    return [name, type];
  });
}
