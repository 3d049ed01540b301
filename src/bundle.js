import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import nodeModule from 'node:module';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keep, mayKeep, placeOf } from './dist.js';

// One bundle of everything but PGlite, kept in dist/ under a name made of what it was made of: a bundle that is there
// is whole and of these very sources, and nothing has to be asked of it. Plain JavaScript, since it loads the rest.

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = 'run.js';

/** Runs the bundle; builds it first where there is none of these sources, in memory where this account keeps none. */
export async function loadBundle() {
  process.setSourceMapsEnabled(true);
  const place = placeOfBundle();
  if (!existsSync(join(place, entry))) {
    const files = await build(place);
    if (!keep(withMaps(files), place)) serveFromMemory(files, place);
  }
  await import(pathToFileURL(join(place, entry)).href);
}

/** Builds the bundle where there is none of these sources and keeps it for the starts to come. */
export async function prepareBundle() {
  const place = placeOfBundle();
  if (mayKeep() && !existsSync(join(place, entry))) keep(withMaps(await build(place)), place);
}

/** The folder of the bundle of these sources and packages, whether it is there or not. */
const placeOfBundle = () => placeOf('node', ['src', 'schemas', 'migrations']);

/** @returns every file of the bundle: its name and text */
async function build(place) {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src/run.ts')],
    outdir: place,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['@electric-sql/pglite', 'pg-native', 'esbuild', '@swc/core'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    tsconfigRaw: {},
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [sameFiles(place)],
    logLevel: 'error',
    write: false,
  });
  await esbuild.stop();
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}

/** Lets code find the files beside its source. Of packages, the maps keep which file a line comes from, no more. */
function sameFiles(place) {
  return {
    name: 'same-files',
    setup({ onLoad }) {
      onLoad({ filter: /\.([cm]?js|tsx?)$/, namespace: 'file' }, async ({ path }) => {
        const there = JSON.stringify(relative(place, path).replaceAll(sep, '/'));
        const text = (await readFile(path, 'utf8')).replaceAll(
          /\bimport\.meta\.url\b/g,
          `new URL(${there}, import.meta.url).href`,
        );
        const loader = /\.(tsx?)$/.exec(path)?.[1] ?? 'js';
        return { contents: path.includes(`${sep}node_modules${sep}`) ? withoutLines(text, path) : text, loader };
      });
    },
  };
}

function withoutLines(text, path) {
  const map = { version: 3, sources: [basename(path)], names: [], mappings: 'AAAA' };
  return `${text}\n${mapComment(dataOf(JSON.stringify(map)))}`;
}

const mapComment = (url) => `//# sourceMappingURL=${url}\n`;
const dataOf = (map) => `data:application/json;base64,${Buffer.from(map).toString('base64')}`;

/** Every script of the bundle says which map it has. */
function withMaps(files) {
  const said = (name, text) => (name.endsWith('.js') ? text + mapComment(`${name}.map`) : text);
  return new Map([...files].map(([name, text]) => [name, said(name, text)]));
}

/** Answers imports from the bundle's place with what was built. */
function serveFromMemory(files, place) {
  const urlOf = (name) => pathToFileURL(join(place, name)).href;
  const built = new Map([...files.keys()].filter((name) => name.endsWith('.js')).map((name) => [urlOf(name), name]));
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      const url = URL.parse(specifier, context.parentURL)?.href;
      return built.has(url) ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
    },
    load(url, context, next) {
      const name = built.get(url);
      if (name === undefined) return next(url, context);
      const source = files.get(name) + mapComment(dataOf(files.get(`${name}.map`)));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}
