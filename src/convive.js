#!/usr/bin/env node
// Starts the command line out of its bundle, and what opens a database with the flags that it is meant to run with.
// Started by a Node that is too old, it goes on with the one that came with the packages, or refuses in one sentence.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import process from 'node:process';

// WebAssembly is compiled once and never optimized: half the CPU of a start and half the memory (decision 0008).
const flags = ['--max-semi-space-size=4', '--liftoff-only'];
const opening = ['serve', 'migrate', 'doctor'];

const [, script, ...args] = process.argv;
if (Number(process.versions.node.split('.')[0]) < 24) goOn(broughtNode());
else {
  const missing = flags.filter((flag) => !process.execArgv.includes(flag));
  // Only the beginning of a process can set them. Windows has no exec: it starts without.
  if (missing.length > 0 && opening.includes(args[0]))
    process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...missing, script, ...args]);
  const { loadBundle } = await import('./bundle.js');
  await loadBundle();
}

/** The Node among the packages, whether its install script ran or not. */
function broughtNode() {
  try {
    return createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    process.stderr.write(
      `Convive needs Node 24 or newer and this is Node ${process.versions.node}: ` +
        'start it with "npm start" or "npm run convive", which bring their own.\n',
    );
    process.exit(1);
  }
}

/** Runs this command on another Node and ends as that one does. What a terminal sends, it sends to both. */
function goOn(node) {
  const child = spawn(node, [...process.execArgv, script, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code) => process.exit(code ?? 1));
}
