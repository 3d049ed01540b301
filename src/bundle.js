import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import nodeModule from 'node:module';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// One bundle of everything but PGlite, kept in dist/ under a name made of what it was made of: a bundle that is there
// is whole and of these very sources, and nothing has to be asked of it. Plain JavaScript, since it loads the rest.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const entry = 'run.js';
const leftoverMs = 3_600_000;

/** Runs the bundle; builds it first where there is none of these sources, in memory where this account keeps none. */
export async function loadBundle() {
  process.setSourceMapsEnabled(true);
  const place = placeOfBundle();
  if (!existsSync(join(place, entry))) {
    const files = await build(place);
    if (!keep(files, place)) serveFromMemory(files, place);
  }
  await import(pathToFileURL(join(place, entry)).href);
}

/** Builds the bundle where there is none of these sources and keeps it for the starts to come. */
export async function prepareBundle() {
  const place = placeOfBundle();
  if (mayKeep() && !existsSync(join(place, entry))) keep(await build(place), place);
}

/** The folder of the bundle of these sources and packages, whether it is there or not. */
function placeOfBundle() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  for (const folder of ['src', 'schemas', 'migrations']) for (const path of sourcesIn(join(root, folder))) add(path);
  // What npm installed, in this folder or beside it.
  const installed = ['node_modules', '..'].map((folder) => join(root, folder, '.package-lock.json'));
  for (const path of [join(root, 'package.json'), ...installed.filter((one) => existsSync(one))]) add(path);
  return join(dist, `node-${hash.digest('hex').slice(0, 32)}`);
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(tsx?|js)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
}

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
    external: ['@electric-sql/pglite', 'pg-native'],
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

/** Whether the sources are this account's own: nobody else is to find files here that they cannot remove. */
function mayKeep() {
  return process.getuid === undefined || statSync(root).uid === process.getuid();
}

/** Puts the bundle in its place whole or not at all; gives whether it is there. */
function keep(files, place) {
  if (!mayKeep()) return false;
  const making = join(dist, `making-${randomUUID()}`);
  try {
    mkdirSync(making, { recursive: true });
    for (const [name, text] of files) {
      const whole = name.endsWith('.js') ? text + mapComment(`${name}.map`) : text;
      writeFileSync(join(making, name), whole, { flush: true });
    }
    renameSync(making, place);
    removeOld(place);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  // Another start may have been quicker.
  return existsSync(join(place, entry));
}

/** The bundle before this one stays, because a process may still be loading from it. */
function removeOld(place) {
  const ages = new Map(readdirSync(dist).map((name) => [name, statSync(join(dist, name)).mtimeMs]));
  const named = (start) => [...ages.keys()].filter((name) => name.startsWith(start) && name !== basename(place));
  const bundles = named('node-').toSorted((a, b) => ages.get(b) - ages.get(a));
  const leftovers = named('making-').filter((name) => ages.get(name) < Date.now() - leftoverMs);
  for (const name of [...bundles.slice(1), ...leftovers]) rmSync(join(dist, name), { recursive: true, force: true });
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
