import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import type { Source } from '../sources.ts';

/** One name that comes from elsewhere, under its name here; `*` is all of it. */
export type Taken = { name: string; local: string; typeOnly: boolean };
/** One import, or passing on, or import at run time. */
export type Import = { from: string; taken: Taken[]; typeOnly: boolean };
export type Exported = { name: string; typeOnly: boolean };
/** A source with its syntax tree, what it imports and what it exports. */
export type Parsed = Source & { program: unknown; imports: Import[]; exports: Exported[] };

/** Reads sources, each once. */
export function parseAll(sources: readonly Source[]): Parsed[] {
  return sources.map(({ path, text }) => {
    const { program, module } = parseSync(path, text);
    return { path, text, program, imports: importsOf(module, text), exports: exportsOf(module) };
  });
}

/** The file that a relative import names, as a path from the root; null for a package. */
export function targetOf(path: string, { from }: Pick<Import, 'from'>): string | null {
  return from.startsWith('.') ? normalize(join(dirname(path), from)) : null;
}

/** What an import() names by something else than a string. */
export const workedOut = 'something that is worked out at run time';

type Module = ReturnType<typeof parseSync>['module'];

function importsOf(module: Module, text: string): Import[] {
  const direct = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    taken: entries.map(({ importName, localName, isType }) => ({
      name: importName.name ?? '*',
      local: localName.value,
      typeOnly: isType,
    })),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName, exportName, isType }) => {
      if (!moduleRequest) return [];
      const name = importName.name ?? '*';
      const taken = [{ name, local: exportName.name ?? '*', typeOnly: isType }];
      return [{ from: moduleRequest.value, taken, typeOnly: isType }];
    }),
  );
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"])([^'"]*)\1$/.exec(text.slice(start, end))?.[2];
    const from = literal ?? workedOut;
    return { from, taken: [{ name: '*', local: '*', typeOnly: false }], typeOnly: false };
  });
  return [...direct, ...passedOn, ...later];
}

function exportsOf(module: Module): Exported[] {
  return module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName, isType }) => ({ name: exportName.name ?? '*', typeOnly: isType })),
  );
}
