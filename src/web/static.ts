import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { browserScripts } from '../browser-scripts.js';

/**
 * A style sheet, a script or a picture. Its address changes with every change of its text, so it can be kept for ever.
 */
export type Asset = { name: string; type: string; path: string; text: string; brotli?: Uint8Array<ArrayBuffer> };

/** Style files as one sheet in the order of their layers, without comments and what separates for the eye alone. */
export function styleSheet(name: string, ...files: URL[]): Asset {
  const text = files
    .map(read)
    .join('')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/(?<=[ :,(])0\./g, '.')
    .replaceAll(';}', '}');
  return asset(name, text, 'text/css; charset=utf-8');
}

/** A script as it stands in its file. */
function script(name: string, file: URL): Asset {
  return asset(name, read(file), 'text/javascript; charset=utf-8');
}

/** A script that holds words or keys in a page, by its name in src/client/pages/. */
export async function builtScript(name: string): Promise<Asset> {
  const built = (await browserScripts()).get(name);
  if (!built) throw new Error(`src/client/pages/ has nothing that makes ${name}`);
  return { ...asset(name, built.text, 'text/javascript; charset=utf-8'), brotli: new Uint8Array(built.brotli) };
}

/** Every script that holds words or keys in a page. */
export async function builtScripts(): Promise<Asset[]> {
  return Promise.all([...(await browserScripts()).keys()].map(builtScript));
}

/** In which languages a page of src/client/pages/ that says sentences was built. */
export async function languagesOf(name: string): Promise<string[]> {
  const names = [...(await browserScripts()).keys()];
  return names.flatMap((one) => (one.startsWith(`${name}.`) ? [one.slice(name.length + 1, -'.js'.length)] : []));
}

/** A style file of the kit, for a sheet that needs it beside its own. */
export const kitStyle = (name: 'forms' | 'stages' | 'words'): URL => new URL(`./style/${name}.css`, import.meta.url);

const style = (name: string) => new URL(`./style/${name}.css`, import.meta.url);

/** What every page loads. */
export const everyPage = {
  style: styleSheet('style.css', style('tokens'), style('base'), style('sheet'), style('parts'), style('modes')),
  exit: script('exit.js', new URL('./exit.js', import.meta.url)),
  icon: asset('icon.svg', read(new URL('./icon.svg', import.meta.url)), 'image/svg+xml'),
};
/** What pages of members load beside it. */
export const memberStyle = styleSheet('member.css', style('member'));
/** What pages with a form load. */
export const formsStyle = styleSheet('forms.css', style('forms'));
/** Sends the forms of a page before it is left, and keeps what is typed into them. */
export const typedScript = script('typed.js', new URL('./typed.js', import.meta.url));

/** What the kit's own pages load. */
export const kitAssets: readonly Asset[] = [...Object.values(everyPage), memberStyle, formsStyle, typedScript];

/** Serves each file under its own address; any other address under /assets is not found. */
export function staticRoutes(assets: readonly Asset[]): Hono {
  const routes = new Hono();
  for (const { path, type, text, brotli } of assets) {
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' };
    routes.get(path, (c) => {
      if (!brotli) return c.body(text, 200, headers);
      c.header('vary', 'Accept-Encoding');
      const small = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(c.req.header('accept-encoding') ?? '');
      return small ? c.body(brotli, 200, { ...headers, 'content-encoding': 'br' }) : c.body(text, 200, headers);
    });
  }
  return routes;
}

function read(file: URL): string {
  return readFileSync(file, 'utf8');
}

function asset(name: string, text: string, type: string): Asset {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { name, type, path: `/assets/${hash}/${name}`, text };
}
