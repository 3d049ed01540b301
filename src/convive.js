#!/usr/bin/env node
// Starts the command line with the TypeScript loader. Refuses a Node that is too old, in one sentence.
import { register } from 'tsx/esm/api';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Convive needs Node 24 or newer and this is Node ${process.versions.node}: start it with "npm start" or "npm run convive", which bring their own.\n`,
  );
  process.exit(1);
}
register({ tsconfig: new URL('../tsconfig.json', import.meta.url).pathname });
const { runCli } = await import('./cli.ts');
process.exitCode = await runCli(process.argv.slice(2), process, process.env);
