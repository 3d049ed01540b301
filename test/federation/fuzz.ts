import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type FuzzStage, fuzzCase } from './fuzz-stage.ts';

/** Which cases of which seed. */
export type FuzzRange = { seed: number; from: number; cases: number };
type Megabytes = { heap: number; rss: number };

/** What a run saw. CPU is that of the whole process in milliseconds, so that a busy machine does not count. */
export type FuzzSeen = FuzzRange & {
  /** Answers by status, and how many cases no HTTP client could send. */
  answers: Record<string, number>;
  unsendable: number;
  /** Cases that threw, were answered 5xx or were not answered at all, each as one line. */
  broken: string[];
  slowest: { case: number; cpuMs: number };
  /** Cases that were dear once: the collector or the compiler was at work, or something else is wrong. */
  spikes: number[];
  /** Cases that were dear each time that they were asked anew. */
  costly: number[];
  /** Once warm, and at the end; after a full collection. */
  memory: { first: Megabytes; last: Megabytes };
  seconds: number;
};

/** What one case may cost. */
const mostCpuMs = 50;
const patienceMs = 30_000;
const mostGrown: Megabytes = { heap: 20, rss: 120 };
/** One dear moment in so many cases may be the machine's; a kind of activity that is dear comes far more often. */
const casesPerSpike = 5_000;
const warmUp = 500;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const memory = (): Megabytes => {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, rss: rss / 1e6 };
};

/**
 * Sends each case of the range, one after the other, and says what it saw. Stops at the twentieth that breaks the
 * inbox.
 */
export async function fuzz(
  stage: FuzzStage,
  range: FuzzRange,
  progress: (seen: FuzzSeen, done: number) => void = () => {},
): Promise<FuzzSeen> {
  const now = memory();
  const seen: FuzzSeen = {
    ...range,
    answers: {},
    unsendable: 0,
    broken: [],
    slowest: { case: -1, cpuMs: 0 },
    spikes: [],
    costly: [],
    memory: { first: now, last: now },
    seconds: 0,
  };
  const began = performance.now();
  const ask = async (n: number, again = 0): Promise<number> => {
    const request = await fuzzCase(stage, range.seed, n, again);
    if (!request) {
      seen.unsendable++;
      return 0;
    }
    const before = process.cpuUsage();
    const answer = await answered(stage, request);
    const { user, system } = process.cpuUsage(before);
    seen.answers[answer.status] = (seen.answers[answer.status] ?? 0) + 1;
    if (answer.broken) seen.broken.push(`case ${n} of seed ${range.seed}: ${answer.status}`);
    return (user + system) / 1000;
  };
  for (let done = 0; done < range.cases && seen.broken.length < 20; done++) {
    const n = range.from + done;
    const cpuMs = await ask(n);
    if (done >= warmUp && cpuMs > seen.slowest.cpuMs) seen.slowest = { case: n, cpuMs };
    if (done >= warmUp && cpuMs > mostCpuMs) {
      const anew = [await ask(n, 1), await ask(n, 2), await ask(n, 3)];
      (Math.min(...anew) > mostCpuMs ? seen.costly : seen.spikes).push(n);
    }
    if (done === Math.floor(range.cases / 4)) seen.memory.first = memory();
    seen.seconds = (performance.now() - began) / 1000;
    if (done % 1000 === 999) progress(seen, done + 1);
  }
  seen.memory.last = memory();
  return seen;
}

/** Status, or what happened in its place. */
async function answered({ serve }: FuzzStage, request: Request): Promise<{ status: string; broken: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null);
  });
  try {
    const answer = await Promise.race([serve(request), late]);
    if (!answer) return { status: 'no answer', broken: true };
    await answer.arrayBuffer();
    return { status: String(answer.status), broken: answer.status >= 500 };
  } catch (error) {
    return { status: error instanceof Error ? `threw ${error.name}` : 'threw', broken: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Why a run is no pass, each as one line; none when it is. */
export function fuzzFaults(seen: FuzzSeen): string[] {
  const { first, last } = seen.memory;
  const grown = (part: keyof Megabytes) => last[part] - first[part];
  const parts: (keyof Megabytes)[] = ['heap', 'rss'];
  return [
    ...seen.broken,
    ...seen.costly.map((n) => `case ${n} of seed ${seen.seed}: over ${mostCpuMs} ms each time`),
    ...(seen.spikes.length > Math.max(1, seen.cases / casesPerSpike)
      ? [`${seen.spikes.length} over ${mostCpuMs} ms`]
      : []),
    ...parts
      .filter((part) => grown(part) > mostGrown[part])
      .map((part) => `${part} grew by ${grown(part).toFixed(1)} MB`),
    ...((seen.answers['202'] ?? 0) < seen.cases / 50
      ? ['hardly any was taken: the mutations do not reach the rooms']
      : []),
  ];
}

/** One line with every figure. */
export function fuzzFigures(seen: FuzzSeen): string {
  const answers = Object.entries(seen.answers).sort(([a], [b]) => a.localeCompare(b));
  const size = ({ heap, rss }: Megabytes) => `${heap.toFixed(1)} (${rss.toFixed(0)})`;
  return [
    `seed ${seen.seed}, cases ${seen.from}–${seen.from + seen.cases - 1}`,
    answers.map(([status, count]) => `${status}: ${count}`).join(' '),
    `broken ${seen.broken.length}`,
    `over ${mostCpuMs} ms ${seen.costly.length}, once ${seen.spikes.length}`,
    `slowest ${seen.slowest.cpuMs.toFixed(1)} CPU ms (case ${seen.slowest.case})`,
    `heap (RSS) MB ${size(seen.memory.first)} → ${size(seen.memory.last)}`,
    `${seen.seconds.toFixed(0)} s`,
  ].join('; ');
}
