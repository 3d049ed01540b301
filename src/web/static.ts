import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const assets = [
  asset('style.css', 'text/css; charset=utf-8'),
  asset('exit.js', 'text/javascript; charset=utf-8'),
  asset('icon.svg', 'image/svg+xml'),
];

function asset(name: string, type: string) {
  const written = readFileSync(new URL(name, import.meta.url), 'utf8');
  const text = name.endsWith('.css') ? written.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ') : written;
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { name, type, path: `/assets/${hash}/${name}`, text };
}

/** The address of a file of the face. It changes with every change of content, so it can be kept for ever. */
export function assetPath(name: 'style.css' | 'exit.js' | 'icon.svg'): string {
  return assets.find((one) => one.name === name)?.path ?? '';
}

/** Serves the style sheet and the exit script under their hash addresses; any other address under /assets is not found. */
export function staticRoutes(): Hono {
  const routes = new Hono();
  for (const { path, type, text } of assets) {
    routes.get(path, (c) =>
      c.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
    );
  }
  return routes;
}
