import { existsSync, readdirSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { keep, placeOf } from './dist.js';
import { smallerLibraries } from './smaller-libraries.js';

// The scripts that hold keys or words in a page, each one file: everything directly in src/client/pages/ is one. Built
// where npm installs, else at the first start, and kept in dist/. Plain JavaScript, since npm may run an older Node.

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = 'src/client/pages';
const locales = 'src/locales';
const sources = [
  'src/browser-scripts.js',
  'src/smaller-libraries.js',
  locales,
  'src/client',
  'src/protocol',
  'src/platform',
  'src/agreement-file',
  'schemas',
];

/** Where a package that Convive itself asks for lies; whoever brings another version of it is given this one. */
const folderOf = (file) => dirname(nodeModule.createRequire(import.meta.url).resolve(file));

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
  // One copy of each, as phones load it; test/vectors/ holds them together.
  alias: { '@noble/curves': folderOf('@noble/curves/ed25519.js'), '@noble/hashes': folderOf('@noble/hashes/sha2.js') },
  write: false,
};

/** Another pass over what esbuild made; licences stay. */
const smaller = {
  module: true,
  compress: { passes: 3, ecma: 2020 },
  mangle: true,
  format: { comments: 'some', ecma: 2020 },
};

/** It writes `ñ` as four characters. */
const withLetters = (text) =>
  text.replaceAll(
    /(?<!\\)((?:\\\\)*)\\x([a-f][\da-f])/g,
    (_, before, code) => before + String.fromCharCode(`0x${code}`),
  );

export function withoutServers(text) {
  return text.replaceAll(
    /,(?:othersWork:"[a-z-]+"|who:\[[^\]]*\]|kept:!0|status:20\d|page:"[a-z]+"|type:"application\/vnd\.[^"]*")/g,
    '',
  );
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

/**
 * A file that says sentences (it imports src/client/catalogue.ts) becomes one script for each language, with those that
 * it says, compiled.
 */
export async function buildScripts(folder) {
  const entries = existsSync(folder) ? readdirSync(folder).filter((name) => /\.tsx?$/.test(name)) : [];
  const [esbuild, { default: swc }] = await Promise.all([import('esbuild'), import('@swc/core')]);
  const files = new Map();
  const add = (name, text) => {
    // 4 % less over the line than esbuild's own (docs/decisions/0042).
    const bytes = Buffer.from(withLetters(swc.minifySync(text, smaller).code));
    files.set(name, bytes).set(`${name}.br`, brotliCompressSync(bytes));
  };
  for (const entry of entries) {
    const name = entry.replace(/\.tsx?$/, '');
    const silent = await buildOne(esbuild, join(folder, entry), 'en', {});
    if (!silent.speaks) add(`${name}.js`, silent.text);
    else
      for (const [language, sentences] of await catalogues()) {
        const said = saidIn(silent.text, sentences);
        const { text } = await buildOne(esbuild, join(folder, entry), language, said);
        add(`${name}.${language}.js`, withShortIds(withoutDefaults(text), Object.keys(said)));
      }
  }
  await esbuild.stop();
  return files;
}

async function buildOne(esbuild, entry, language, messages) {
  let speaks = false;
  const catalogue = {
    name: 'catalogue',
    setup({ onLoad }) {
      // The catalogue has them.
      if (Object.keys(messages).length > 0)
        onLoad({ filter: /src[/\\]platform[/\\]refusal-sentences\.ts$/ }, () => ({
          contents: noSentences,
          loader: 'js',
        }));
      // What fields are called in files is said in the page's language alone.
      if (Object.keys(messages).length > 0 && language in fileWords)
        onLoad({ filter: /src[/\\]agreement-file[/\\]words[/\\](en|es)\.ts$/ }, ({ path }) => {
          const there = basename(path, '.ts');
          if (there === language) return undefined;
          return {
            contents: `export { ${fileWords[language]} as ${fileWords[there]} } from './${language}.ts';`,
            loader: 'js',
          };
        });
      onLoad({ filter: /src[/\\]client[/\\]catalogue\.ts$/ }, () => {
        speaks = true;
        const said = { language, messages };
        return { contents: Object.entries(said).map(declared).join('\n'), loader: 'js' };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    ...forBrowsers,
    entryPoints: [entry],
    outdir: dirname(entry),
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx/dom',
    plugins: [catalogue, ...smallerLibraries],
  });
  return { text: withoutServers(outputFiles[0].text), speaks };
}

/** By what name each language's words of files are exported. */
const fileWords = { en: 'english', es: 'spanish' };

const noSentences = 'export const refusalSentences = {}, settingSentences = {};';

const asId = String.raw`(?:_\("[a-z.-]+",(?:[^()"]|\([^()]*\))*?\{|\bid:"[a-z.-]+",)`;
const literal = String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60[^\x60$]*\x60)`;
const defaults = new RegExp(`(?<id>${asId})message:${literal}`, 'g');

/** Takes out the English that stands beside the id of a sentence: the catalogue has it, in whatever language. */
const withoutDefaults = (text) =>
  text.replaceAll(defaults, '$<id>message:""').replaceAll(/(?:,\{\})?,\{message:""\}\)/g, ')');

/**
 * Calls sentences by a short id, in the catalogue and where they are said; not those whose id is put together, or
 * stands where it may mean something else.
 */
function withShortIds(text, ids) {
  const times = (what) => text.split(what).length - 1;
  const known = ids.filter((id) => {
    const said = times(`_("${id}"`) + times(`id:"${id}"`);
    return said > 0 && times(`"${id}"`) === said + 1;
  });
  const short = new Map(known.map((id, place) => [`"${id}"`, `"${place.toString(36)}"`]));
  return text.replaceAll(/"[a-z.-]+"/g, (id) => short.get(id) ?? id);
}

const declared = ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`;

/** Those sentences whose id stands in a script, whole or as what a hole follows. */
function saidIn(text, sentences) {
  const starts = [...text.matchAll(/`([a-z-]+\.)\$\{/g)].map(([, start]) => start);
  const said = (id) => text.includes(`"${id}"`) || starts.some((start) => id.startsWith(start));
  return Object.fromEntries(Object.entries(sentences).filter(([id]) => said(id)));
}

/** Every catalogue by its language: sentences by their ids, compiled. */
async function catalogues() {
  const [{ formatter }, { compileMessage }] = await Promise.all([
    import('@lingui/format-po'),
    import('@lingui/message-utils/compileMessage'),
  ]);
  const { parse } = formatter({ explicitIdAsDefault: true });
  const languages = readdirSync(join(root, locales)).filter((name) => name.endsWith('.po'));
  return languages.sort().map((name) => {
    const language = name.slice(0, -'.po'.length);
    const context = { locale: language, sourceLocale: 'en', filename: name };
    const entries = Object.entries(parse(readFileSync(join(root, locales, name), 'utf8'), context));
    return [language, Object.fromEntries(entries.map(([id, { translation }]) => [id, compileMessage(translation)]))];
  });
}
