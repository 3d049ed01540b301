import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * How anything for a browser is bundled: the same bytes on every machine, whatever folder, clock or language it is
 * built in.
 */
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
} as const satisfies BuildOptions;

/** What a contract says to servers alone, as the bundler writes it: 67 times each in a file that phones load. */
const onlyForServers = /,(?:othersWork:"[a-z-]+"|who:\[[^\]]*\])/g;

/** The client library as one file: its text, and a name that changes with every change of the text. */
export function clientBundle(): { name: string; text: string } {
  const { outputFiles } = buildSync({ ...forBrowsers, entryPoints: [join(root, 'src/client/library.ts')] });
  const text = outputFiles[0]!.text.replaceAll(onlyForServers, '');
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
