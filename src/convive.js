#!/usr/bin/env node
// Starts the command line out of its bundle, and what opens a database with the flags it is meant to run with. Refuses a
// Node that is too old, in one sentence.

// WebAssembly is compiled once, never optimized: a start takes half the CPU, and the process 100 MB less (decision 0008).
const flags = ['--max-semi-space-size=4', '--liftoff-only'];
const opening = ['serve', 'migrate', 'doctor'];

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Convive needs Node 24 or newer and this is Node ${process.versions.node}: start it with "npm start" or "npm run convive", which bring their own.\n`,
  );
  process.exit(1);
}
const missing = flags.filter((flag) => !process.execArgv.includes(flag));
if (missing.length > 0 && opening.includes(process.argv[2])) {
  // Only the beginning of a process can set them. On Windows there is no exec, and it starts without.
  const [node, ...rest] = process.argv;
  process.execve?.(node, [node, ...process.execArgv, ...missing, ...rest], process.env);
}
const { loadBundle } = await import('./bundle.js');
await loadBundle();
