import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { keep, placeOf } from './dist.js';

// The scripts that hold keys or words in a page, each one file: everything directly in src/client/pages/ is one. Built
// where npm installs, else at the first start, and kept in dist/. Plain JavaScript, since npm may run an older Node.

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = 'src/client/pages';
const sources = ['src/client', 'src/protocol', 'src/platform', 'src/agreement-file', 'schemas'];

export const forBrowsers = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2024',
  minify: true,
  charset: 'utf8',
  legalComments: 'eof',
  logLevel: 'warning',
  tsconfigRaw: {},
  write: false,
};

export function withoutServers(text) {
  return text.replaceAll(/,(?:othersWork:"[a-z-]+"|who:\[[^\]]*\])/g, '');
}

let scripts;

export function browserScripts() {
  scripts ??= find();
  return scripts;
}

async function find() {
  const place = placeOf('browser', sources);
  if (existsSync(place))
    return pairs(new Map(readdirSync(place).map((name) => [name, readFileSync(join(place, name))])));
  const files = await buildScripts(join(root, pages));
  keep(files, place);
  return pairs(files);
}

function pairs(files) {
  const names = [...files.keys()].filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [name, { text: files.get(name).toString(), brotli: files.get(`${name}.br`) }]));
}

export async function buildScripts(folder) {
  const entries = existsSync(folder) ? readdirSync(folder).filter((name) => /\.tsx?$/.test(name)) : [];
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    ...forBrowsers,
    entryPoints: entries.map((name) => join(folder, name)),
    outdir: folder,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx/dom',
  });
  await esbuild.stop();
  return new Map(
    outputFiles.flatMap(({ path, text }) => {
      const bytes = Buffer.from(withoutServers(text));
      return [
        [basename(path), bytes],
        [`${basename(path)}.br`, brotliCompressSync(bytes)],
      ];
    }),
  );
}
