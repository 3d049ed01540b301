import { existsSync, symlinkSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { browserScripts } from './browser-scripts.js';
import { prepareBundle } from './bundle.js';

// Run by npm when it has installed: what a start would otherwise do without or do itself.
const name = `node-${process.platform}-${process.arch}`;
const packages = fileURLToPath(new URL('../node_modules/', import.meta.url));
// npm 10 links neither Node where packages for two kinds of machine are listed.
if (existsSync(`${packages}.bin`) && existsSync(`${packages}${name}/bin/node`) && !existsSync(`${packages}.bin/node`))
  symlinkSync(`../${name}/bin/node`, `${packages}.bin/node`);
await prepareBundle();
await browserScripts();
