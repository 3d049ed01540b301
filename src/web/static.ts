import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const css = 'text/css; charset=utf-8';
const javascript = 'text/javascript; charset=utf-8';

const assets = [
  asset('style.css', styleOf('base', 'sheet', 'parts', 'modes'), css),
  // What only a few pages need is not loaded with all of them.
  asset('compare.css', styleOf('compare'), css),
  asset('search.css', styleOf('search'), css),
  asset('zine.css', styleOf('zine'), css),
  asset('forms.css', styleOf('forms'), css),
  asset('member.css', styleOf('member'), css),
  asset('round.css', styleOf('compare', 'forms', 'round'), css),
  asset('exit.js', read(new URL('./exit.js', import.meta.url)), javascript),
  asset('editor.js', read(new URL('./editor.js', import.meta.url)), javascript),
  asset('icon.svg', read(new URL('./icon.svg', import.meta.url)), 'image/svg+xml'),
] as const;

export type AssetName = (typeof assets)[number]['name'];

function read(file: URL): string {
  return readFileSync(file, 'utf8');
}

/** Style files as one sheet in the order of their layers, without comments and line breaks. */
function styleOf(...names: string[]): string {
  const files = names.map((name) => read(new URL(`./style/${name}.css`, import.meta.url)));
  return files
    .join('')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ');
}

function asset<Name extends string>(name: Name, text: string, type: string) {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { name, type, path: `/assets/${hash}/${name}`, text };
}

/** The address of a file of the face. It changes with every change of content, so it can be kept for ever. */
export function assetPath(name: AssetName): string {
  return assets.find((one) => one.name === name)?.path ?? '';
}

/** Serves the style sheets and the scripts under their hash addresses; any other address under /assets is not found. */
export function staticRoutes(): Hono {
  const routes = new Hono();
  for (const { path, type, text } of assets) {
    routes.get(path, (c) =>
      c.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
    );
  }
  return routes;
}
