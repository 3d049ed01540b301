import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import '../support/catalogues.ts';
import { quiet } from '../support/quiet.ts';
import { type FuzzRange, type FuzzSeen, fuzz, fuzzFaults, fuzzFigures } from './fuzz.ts';
import { openFuzzStage } from './fuzz-stage.ts';

/*
 * The long run: `--cases 1000000`, `--part 100000` of them in a process and on databases of its own, so that memory is
 * bounded; `--seed` as printed and `--from` at a case repeat a part. Ends with 1 when there is a fault.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    part: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'one-part': { type: 'boolean', default: false },
  },
});
const [cases, part, from, seed] = [values.cases, values.part, values.from, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
const say = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
if (values['one-part']) await onePart({ seed, from, cases });
else await everyPart();

async function everyPart(): Promise<void> {
  say(`seed ${seed}: ${cases} cases from ${from}, ${part} in a process`);
  const began = performance.now();
  const all: FuzzSeen[] = [];
  for (let done = 0; done < cases; done += part) {
    const seen = await inProcess({ seed, from: from + done, cases: Math.min(part, cases - done) });
    all.push(seen);
    say(fuzzFigures(seen));
    for (const fault of fuzzFaults(seen)) say(`FAULT ${fault}`);
    if (fuzzFaults(seen).length > 0) process.exitCode = 1;
  }
  const sum = (of: (seen: FuzzSeen) => number) => all.reduce((total, seen) => total + of(seen), 0);
  const slowest = Math.max(...all.map((seen) => seen.slowest.cpuMs));
  const seconds = Math.round((performance.now() - began) / 1000);
  const [broken, costly] = [sum((seen) => seen.broken.length), sum((seen) => seen.costly.length)];
  say(
    `${sum((seen) => seen.cases)} cases in ${seconds} s: ${broken} crashed or 5xx, ` +
      `${costly} over 50 CPU ms (${sum((seen) => seen.spikes.length)} once), ` +
      `slowest ${slowest.toFixed(1)} CPU ms, ${process.exitCode ? 'not ' : ''}passed`,
  );
}

function inProcess(range: FuzzRange): Promise<FuzzSeen> {
  const { seed: same, from: at, cases: count } = range;
  const child = fork(fileURLToPath(import.meta.url), [
    '--one-part',
    `--seed=${same}`,
    `--from=${at}`,
    `--cases=${count}`,
  ]);
  let told = performance.now();
  return new Promise((resolve, reject) => {
    child.on('message', ({ seen, done }: { seen: FuzzSeen; done: number | null }) => {
      if (done === null) return resolve(seen);
      if (performance.now() - told < 10_000) return;
      told = performance.now();
      const rate = Math.round(done / seen.seconds);
      say(`${at - from + done} of ${cases}, ${rate}/s, slowest ${seen.slowest.cpuMs.toFixed(1)} CPU ms`);
    });
    child.once('exit', (code) => reject(new Error(`the part from case ${at} ended with ${code}`)));
  });
}

async function onePart(range: FuzzRange): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'convive-fuzz-'));
  let opened = 0;
  try {
    await using stage = await openFuzzStage(async () => {
      const database = await openDatabase({ folder: join(folder, String(opened++)), log: quiet });
      await migrateToLatest(database.db);
      return database;
    });
    const seen = await fuzz(stage, range, (sofar, done) => process.send?.({ seen: sofar, done }));
    process.send?.({ seen, done: null });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.disconnect?.();
}
