import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { forBrowsers, withoutServers } from './browser-scripts.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The client library as one file: its text, and a name that changes with every change of the text. */
export function clientBundle(): { name: string; text: string } {
  const { outputFiles } = buildSync({ ...forBrowsers, entryPoints: [join(root, 'src/client/library.ts')] });
  const text = withoutServers(outputFiles[0]!.text);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { name: `client-${hash}.js`, text };
}

/** Writes the client library into a folder in place of an earlier one; returns the path of the file. */
function buildInto(folder: string): string {
  const { name, text } = clientBundle();
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (/^client-[0-9a-f]{16}\.js$/.test(old)) rmSync(join(folder, old));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/* `npm run build [folder]`: writes dist/client-<hash>.js. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${buildInto(process.argv[2] ?? join(root, 'dist'))}\n`);
}
