import { runCli } from './cli.ts';

/** Runs this process's command line: where the bundle begins, and what `npm run dev` starts from the sources. */
process.exitCode = await runCli(process.argv.slice(2), process, process.env);
